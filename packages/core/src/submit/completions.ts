import { CompletionKind, RING_KIND_MASK } from '../layout/ring-layout.js';
import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Settler } from './settler.js';

/** Takes in what workers send back: records of tasks that have ended, or have to go elsewhere. */
export class Completions {
  constructor(private readonly settler: Settler) {}

  /** Takes in all records in a worker's ring; returns their number. */
  drain(inbox: RingConsumer, worker: number): number {
    if (!inbox.hasNext() && inbox.available() === 0) return 0;
    let taken = 0;
    do {
      this.take(inbox, worker);
      taken++;
    } while (taken < inbox.capacity && inbox.hasNext());
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
    else this.takeOther(kind, slot, generation, value, worker);
  }

  /** Rare records, kept apart from what every call does so that the compiler has room to inline that. */
  private takeOther(kind: number, slot: number, generation: number, value: number, worker: number): void {
    if ((kind & 0xff) === CompletionKind.kRedirect)
      this.settler.redirect(slot, generation, value, kind >>> 8, worker);
    else if (kind === CompletionKind.kStray) this.settler.stray(slot, generation, worker);
  }
}
