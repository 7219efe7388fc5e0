import { CACHE_LINE_BYTES } from '../layout/alignment.js';
import { CompletionKind, RING_KIND_MASK } from '../layout/ring-layout.js';
import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Arena } from '../memory/arena.js';
import type { Settler } from './settler.js';

const LINE_WORDS = CACHE_LINE_BYTES / 4;

/** Takes in what workers have answered: records of tasks that have ended, or have to go elsewhere. */
export class Completions {
  /** Keeps the compiler from leaving out reads whose values nobody needs. */
  touched = 0;

  constructor(
    private readonly mainWords: Uint32Array,
    private readonly arena: Arena,
    private readonly settler: Settler,
  ) {}

  /** Takes in all records of a worker's ring; gives their number. */
  drain(inbox: RingConsumer, worker: number): number {
    let count = inbox.available();
    if (count === 0) return 0;
    let taken = 0;
    do {
      this.touchBlocks(inbox, count);
      taken += count;
      for (; count > 0; count--) this.take(inbox, worker);
      count = inbox.ready();
    } while (count > 0 && taken < inbox.capacity);
    inbox.publish();
    return taken;
  }

  private take(inbox: RingConsumer, worker: number): void {
    const { words } = inbox;
    const at = inbox.entryWord();
    const slot = words[at]! >>> 0;
    const generation = words[at + 1]! >>> 0;
    const value = words[at + 2]! >>> 0;
    const kind = words[at + 3]! & RING_KIND_MASK;
    inbox.advance();
    if (kind === CompletionKind.kComplete) this.settler.complete(slot, generation, worker);
    else if ((kind & 0xff) === CompletionKind.kRedirect)
      this.settler.redirect(slot, generation, value, kind >>> 8, worker);
  }

  /** Fetches the lines of ended tasks that the worker has written, side by side: see Inlets.touchBlocks. */
  private touchBlocks(inbox: RingConsumer, count: number): void {
    const { arena, mainWords } = this;
    const { words } = inbox;
    let sum = 0;
    for (let i = count - 1; i >= 0; i--) {
      const slot = words[inbox.entryWord(i)]! >>> 0;
      if (slot >= arena.slots) continue;
      const word = arena.offsetOf(slot) >>> 2;
      sum ^= mainWords[word + LINE_WORDS]! ^ mainWords[word + LINE_WORDS * 2]!;
    }
    this.touched = sum;
  }
}
