import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_LAP_SHIFT,
  RING_TAIL_OFFSET,
  RING_WATCHED_OFFSET,
} from '../layout/ring-layout.js';
import { loadOrdered } from '../memory/ordering.js';
import type { Segment } from '../memory/segment.js';
import { Laps } from './lap.js';

/** The most entries that are found with one look: they and what they name are then fetched side by side. */
const LOOK_AHEAD = 8;

/**
 * The reading end of a ring (layout/ring-layout.ts). Its mirror image is RingProducer.
 *
 * ```ts
 * for (let n = ring.available(); n > 0; n--) { use(ring.entryWord()); ring.advance(); }
 * ring.publish();
 * ```
 */
export class RingConsumer {
  /**
   * The segment's words; an entry's four are at `entryWord()`, the lap in the upper half of the last. Read each of them
   * once.
   */
  readonly words: Int32Array;
  private readonly tailWord: number;
  private readonly headWord: number;
  private readonly watchedWord: number;
  private readonly entriesWord: number;
  private readonly mask: number;
  private readonly laps: Laps;
  private head: number;
  private published: number;
  private isLost = false;

  /**
   * @param capacity entries, a power of two
   * @param position of the next entry, where it is known better than from the ring, which tells it a little late
   */
  constructor(
    segment: Segment,
    offset: number,
    readonly capacity: number,
    position?: number,
  ) {
    this.words = segment.i32;
    this.tailWord = (offset + RING_TAIL_OFFSET) >>> 2;
    this.headWord = (offset + RING_HEAD_OFFSET) >>> 2;
    this.watchedWord = (offset + RING_WATCHED_OFFSET) >>> 2;
    this.entriesWord = (offset + RING_ENTRIES_OFFSET) >>> 2;
    this.mask = capacity - 1;
    this.laps = new Laps(capacity);
    this.published = Atomics.load(this.words, this.headWord);
    this.head = position ?? this.published;
  }

  /** Index of the next entry, free-running. */
  get position(): number {
    return this.head;
  }

  /**
   * Entries that can be read now, as many as one look finds: 0 to LOOK_AHEAD. What they say is to be checked. Pairs
   * with [ring.publish].
   */
  available(): number {
    const count = this.ready();
    if (count > 0) return count;
    // Whoever polls in a loop must not be given a value that a compiler has kept from the round before.
    const lap = Atomics.load(this.words, this.entryWord() + RING_ENTRY_LAST_WORD) >>> RING_LAP_SHIFT;
    if (lap === this.laps.before(this.head)) return this.isLost ? 1 : 0;
    return lap === this.laps.of(this.head) || (this.isLost = this.isOverwritten()) ? 1 : 0;
  }

  /** After `available`: the next entry is not what its producer has written, and has only to be passed. */
  get isDamaged(): boolean {
    return this.isLost && !this.hasNext();
  }

  /** The same while entries come, from `available` on: 0 is no more than a reason to ask that again. */
  ready(): number {
    const { words, laps } = this;
    let count = 0;
    while (
      count < LOOK_AHEAD &&
      loadOrdered(words, this.entryWord(count) + RING_ENTRY_LAST_WORD) >>> RING_LAP_SHIFT ===
        laps.of(this.head + count)
    )
      count++;
    return count;
  }

  /** Whether there is another one, as `ready` sees it. */
  hasNext(): boolean {
    const lap = loadOrdered(this.words, this.entryWord() + RING_ENTRY_LAST_WORD) >>> RING_LAP_SHIFT;
    return lap === this.laps.of(this.head);
  }

  /** Index into `words` of the next entry, or of the one so many places behind it. */
  entryWord(ahead = 0): number {
    return this.entriesWord + ((this.head + ahead) & this.mask) * RING_ENTRY_WORDS;
  }

  advance(): void {
    this.isLost = false;
    this.head = (this.head + 1) | 0;
  }

  /**
   * Hands the places of entries that were read back to the producer, a quarter of the ring at a time: the producer
   * looks at this index only when the ring seems full, so a store per entry would buy nothing. True when it has done
   * so.
   */
  publish(): boolean {
    if (((this.head - this.published) | 0) < this.capacity >>> 2) return false;
    this.published = this.head;
    Atomics.store(this.words, this.headWord, this.head);
    return true;
  }

  /** Tells the producer whether this side polls the ring; after `false` look once more before sleeping. */
  setWatched(watched: boolean): void {
    Atomics.store(this.words, this.watchedWord, watched ? 1 : 0);
  }

  /**
   * For a look around now and then: an entry that its producer has published, over which somebody has written what
   * stood there before, would keep all behind it for ever. `available` counts it from now on, whatever it says. And a
   * producer that was told nonsense of how far this side has come may take the ring for full for ever; one that waits
   * for an answer learns here that an entry was passed (`RingProducer.isTaken`).
   */
  lookForLost(): void {
    this.published = this.head;
    if (Atomics.load(this.words, this.headWord) !== this.head)
      Atomics.store(this.words, this.headWord, this.head);
    // In this order: what the tail tells of is there by then.
    this.isLost = this.isOverwritten() && this.ready() === 0;
  }

  /**
   * Somebody has written what cannot be over the next entry. If its producer has written it before, it has to be passed
   * like any other, so that those behind it come; if not, its producer will put it right.
   */
  private isOverwritten(): boolean {
    const ahead = (Atomics.load(this.words, this.tailWord) - this.head) | 0;
    return ahead > 0 && ahead <= this.capacity;
  }
}
