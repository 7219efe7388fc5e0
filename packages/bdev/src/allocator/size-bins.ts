/** A run of free units, linked into the bin of its length. */
export interface FreeExtent {
  start: number;
  units: number;
  /** 0 while in no bin. */
  bin: number;
  previous: FreeExtent | null;
  next: FreeExtent | null;
}

/**
 * Free extents by length. Every length below the largest has a bin of its own, so that the first bin that is not
 * empty, from the wanted length upwards, holds the best fit; the last bin takes all that are at least the largest.
 * A bit per bin finds it in a few word operations (at most 1 MiB / alignment / 32).
 */
export class SizeBins {
  readonly #largest: number;
  readonly #heads: (FreeExtent | null)[];
  readonly #occupied: Int32Array;

  constructor(largest: number) {
    this.#largest = largest;
    this.#heads = new Array<FreeExtent | null>(largest + 1).fill(null);
    this.#occupied = new Int32Array((largest >>> 5) + 1);
  }

  /** Puts the extent where its length belongs; to be called after each change of it. */
  place(extent: FreeExtent): void {
    const bin = Math.min(extent.units, this.#largest);
    if (bin === extent.bin) return;
    this.remove(extent);
    const head = this.#heads[bin];
    extent.bin = bin;
    extent.next = head;
    if (head) head.previous = extent;
    this.#heads[bin] = extent;
    this.#occupied[bin >>> 5] |= 1 << (bin & 31);
  }

  remove(extent: FreeExtent): void {
    const { bin, previous, next } = extent;
    if (bin === 0) return;
    if (next) next.previous = previous;
    if (previous) {
      previous.next = next;
    } else {
      this.#heads[bin] = next;
      if (!next) this.#occupied[bin >>> 5] &= ~(1 << (bin & 31));
    }
    extent.bin = 0;
    extent.previous = null;
    extent.next = null;
  }

  /** The shortest extent of at least `units` (at most the largest length), or null. */
  bestFit(units: number): FreeExtent | null {
    let word = units >>> 5;
    let bits = this.#occupied[word] & (-1 << (units & 31));
    while (bits === 0) {
      if (++word === this.#occupied.length) return null;
      bits = this.#occupied[word];
    }
    return this.#heads[(word << 5) + 31 - Math.clz32(bits & -bits)];
  }

  /** An extent of the last bin that is not empty, or null when nothing is free. */
  longest(): FreeExtent | null {
    for (let word = this.#occupied.length - 1; word >= 0; word--) {
      const bits = this.#occupied[word];
      if (bits !== 0) return this.#heads[(word << 5) + 31 - Math.clz32(bits)];
    }
    return null;
  }

  /** Length of the longest extent; looks through the last bin, so not for the hot path. */
  longestUnits(): number {
    let units = 0;
    for (let extent = this.longest(); extent; extent = extent.next) units = Math.max(units, extent.units);
    return units;
  }
}
