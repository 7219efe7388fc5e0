import { RING_LAP_BITS } from '../layout/ring-layout.js';

/** Width of an index. */
const INDEX_BITS = 32;

/**
 * The number of times a producer has gone round a ring when it writes the entry with a given index. Every entry is
 * marked with it.
 */
export class Laps {
  private readonly shift: number;
  /** Laps wrap at this mask, in step with the index: the lap before the first one is the last one. */
  private readonly mask: number;

  /** @param capacity entries of the ring, a power of two */
  constructor(capacity: number) {
    this.shift = 31 - Math.clz32(capacity);
    this.mask = 2 ** Math.min(RING_LAP_BITS, INDEX_BITS - this.shift) - 1;
  }

  /** The lap of a free-running index. The first lap is 1, because a new ring is full of zeros. */
  of(index: number): number {
    return ((index >>> this.shift) + 1) & this.mask;
  }

  /** The lap of the entry that the one with this index overwrites. */
  before(index: number): number {
    return (index >>> this.shift) & this.mask;
  }
}
