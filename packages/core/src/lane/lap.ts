import { RING_LAP_BITS } from '../layout/ring-layout.js';

/** Bits of an index of 32 bits. */
const INDEX_BITS = 32;

/**
 * How often a producer has gone round a ring when it writes the entry with some index: what the entry is marked with.
 */
export class Laps {
  private readonly shift: number;
  /** Laps are counted up to here and begin again when the index does: then what was before the first is the last. */
  private readonly mask: number;

  /** @param capacity entries of the ring, a power of two */
  constructor(capacity: number) {
    this.shift = 31 - Math.clz32(capacity);
    this.mask = 2 ** Math.min(RING_LAP_BITS, INDEX_BITS - this.shift) - 1;
  }

  /** Of an index, free-running. The first lap is 1, because a new ring is full of zeros. */
  of(index: number): number {
    return ((index >>> this.shift) + 1) & this.mask;
  }

  /** Of the entry that is to be overwritten by the one with this index. */
  before(index: number): number {
    return (index >>> this.shift) & this.mask;
  }
}
