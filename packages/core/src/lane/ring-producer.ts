import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_LAP_SHIFT,
  RING_LOST_OFFSET,
  RING_TAIL_OFFSET,
  RING_WATCHED_OFFSET,
} from '../layout/ring-layout.js';
import { loadOrdered, storeOrdered } from '../memory/ordering.js';
import type { Segment } from '../memory/segment.js';
import { Laps } from './lap.js';

/** How long a consumer has to say what cannot be until it is believed. */
const BELIEVED_AFTER_MS = 2500;

/**
 * The writing end of a ring (layout/ring-layout.ts). Its mirror image is RingConsumer.
 *
 * `push` may be called several times before one `publish`, which makes sure that the other side sees it; it may see it
 * before.
 */
export class RingProducer {
  private readonly words: Int32Array;
  private readonly tailWord: number;
  private readonly headWord: number;
  private readonly watchedWord: number;
  private readonly lostWord: number;
  private readonly entriesWord: number;
  private readonly mask: number;
  private readonly laps: Laps;
  private tail: number;
  private knownHead: number;
  /** Where the consumer is, if it says that it is ahead of this side, and since when. */
  private ahead: { readonly head: number; readonly sinceMs: number } | undefined;

  /** @param capacity entries, a power of two */
  constructor(
    segment: Segment,
    offset: number,
    readonly capacity: number,
  ) {
    this.words = segment.i32;
    this.tailWord = (offset + RING_TAIL_OFFSET) >>> 2;
    this.headWord = (offset + RING_HEAD_OFFSET) >>> 2;
    this.watchedWord = (offset + RING_WATCHED_OFFSET) >>> 2;
    this.lostWord = (offset + RING_LOST_OFFSET) >>> 2;
    this.entriesWord = (offset + RING_ENTRIES_OFFSET) >>> 2;
    this.mask = capacity - 1;
    this.laps = new Laps(capacity);
    this.tail = this.firstUnwritten(Atomics.load(this.words, this.tailWord));
    // Nothing is known of the consumer yet: full, until a look at its index says otherwise.
    this.knownHead = (this.tail - capacity) | 0;
  }

  /**
   * [ring.publish] The last word of an entry makes it visible, and all that was written before it.
   * @param w3 at most RING_KIND_MASK
   * @returns false when the ring is full: expected, the caller keeps the entry and tries again later
   */
  push(w0: number, w1: number, w2: number, w3: number): boolean {
    if (((this.tail - this.knownHead) | 0) >= this.capacity && !this.refreshHead()) return false;
    const at = this.entriesWord + (this.tail & this.mask) * RING_ENTRY_WORDS;
    const words = this.words;
    words[at] = w0;
    words[at + 1] = w1;
    words[at + 2] = w2;
    storeOrdered(words, at + RING_ENTRY_LAST_WORD, w3 | (this.laps.of(this.tail) << RING_LAP_SHIFT));
    this.tail = (this.tail + 1) | 0;
    return true;
  }

  /**
   * A barrier behind every pushed entry: what is loaded after it is at least as new as the other side's look at them.
   */
  publish(): void {
    Atomics.store(this.words, this.tailWord, this.tail);
  }

  /** Whether the consumer looks at this ring by itself; if not, it must be told. Ask after `publish`. */
  isWatched(): boolean {
    return loadOrdered(this.words, this.watchedWord) === 1;
  }

  /** Entries that the consumer has not handed back, as far as this side knows. */
  get depth(): number {
    this.refreshHead();
    return (this.tail - this.knownHead) | 0;
  }

  /** Index of the next entry, free-running. */
  get position(): number {
    return this.tail;
  }

  /**
   * For a look around now and then: a consumer that has found entries here which somebody else had written stays ahead
   * of this side, and the ring would seem full for ever. A consumer that lives puts right within a second what others
   * write over its index, so what it says for longer is so: it has taken all that there is.
   */
  lookForLost(): void {
    const head = Atomics.load(this.words, this.headWord);
    const lead = (head - this.tail) | 0;
    if (lead <= 0 || lead > this.capacity) this.ahead = undefined;
    else if (this.ahead?.head !== head) this.ahead = { head, sinceMs: performance.now() };
    else if (performance.now() - this.ahead.sinceMs > BELIEVED_AFTER_MS) this.knownHead = this.tail;
  }

  /** Whether the consumer says that the entry with this index lies behind it. It says so late, and may be wrong. */
  isTaken(index: number): boolean {
    return ((index - Atomics.load(this.words, this.headWord)) | 0) < 0;
  }

  /** After the death of a consumer: index of the first entry that it had not taken. Pairs with [ring.lost]. */
  get firstUntaken(): number {
    return Atomics.load(this.words, this.lostWord);
  }

  /** A producer that died may have written entries, which the other side has seen, since it last stored its index. */
  private firstUnwritten(from: number): number {
    let index = from;
    for (let left = this.capacity; left > 0; left--, index = (index + 1) | 0) {
      const at = this.entriesWord + (index & this.mask) * RING_ENTRY_WORDS + RING_ENTRY_LAST_WORD;
      if (Atomics.load(this.words, at) >>> RING_LAP_SHIFT !== this.laps.of(index)) break;
    }
    return index;
  }

  /** Looks at the consumer's index; a value that cannot be (a broken peer) counts as "still full". */
  private refreshHead(): boolean {
    const head = Atomics.load(this.words, this.headWord);
    const used = (this.tail - head) | 0;
    if (used < 0 || used > this.capacity) return false;
    this.knownHead = head;
    return used < this.capacity;
  }
}
