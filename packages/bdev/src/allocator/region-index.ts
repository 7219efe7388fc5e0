import { lowestBit } from './bit-runs.js';

/** Number of words of each level for this many bits, lowest level first; the last has one word. */
function levelsFor(bits: number): number[] {
  const levels: number[] = [];
  let words = bits;
  do {
    words = Math.ceil(words / 32);
    levels.push(words);
  } while (words > 1);
  return levels;
}

/**
 * A set of numbers with quick access to the smallest: one bit each, and above every 32 words a word that says which of
 * them are not zero, up to a single word. Each change touches at most one word per level (six for 2^27 numbers), mostly
 * only one.
 */
export class LeastSet {
  readonly #words: Int32Array;
  /** Where each level begins, lowest first. */
  readonly #starts: number[] = [];

  readonly #size: number;

  /** For the numbers below `size`. */
  constructor(size: number) {
    this.#size = size;
    let total = 0;
    for (const words of levelsFor(size)) {
      this.#starts.push(total);
      total += words;
    }
    this.#words = new Int32Array(total);
  }

  get isEmpty(): boolean {
    return this.#words[this.#words.length - 1] === 0;
  }

  /** Adds all numbers. */
  fill(): void {
    for (
      let level = 0, bits = this.#size;
      level < this.#starts.length;
      level++, bits = Math.ceil(bits / 32)
    ) {
      const start = this.#starts[level];
      const whole = bits >>> 5;
      this.#words.fill(-1, start, start + whole);
      if ((bits & 31) !== 0) this.#words[start + whole] = (1 << (bits & 31)) - 1;
    }
  }

  /** A bit for each number, 32 to a word. */
  get members(): Int32Array {
    return this.#words.subarray(0, Math.ceil(this.#size / 32));
  }

  add(number: number): void {
    let at = number;
    for (let level = 0; level < this.#starts.length; level++) {
      const word = this.#starts[level] + (at >>> 5);
      const before = this.#words[word];
      this.#words[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at >>>= 5;
    }
  }

  delete(number: number): void {
    let at = number;
    for (let level = 0; level < this.#starts.length; level++) {
      const word = this.#starts[level] + (at >>> 5);
      if ((this.#words[word] &= ~(1 << (at & 31))) !== 0) return;
      at >>>= 5;
    }
  }

  /** The smallest number; the set must not be empty. */
  first(): number {
    let at = 0;
    for (let level = this.#starts.length - 1; level >= 0; level--) {
      at = at * 32 + lowestBit(this.#words[this.#starts[level] + at]);
    }
    return at;
  }
}

/** The regions of a device by the order of the longest free run in each. */
export class RegionIndex {
  /** By region: order plus one, 0 for a region with nothing free. */
  readonly #orderOf: Uint8Array;
  readonly #byOrder: LeastSet[];
  /** One bit per order: whether it is the longest of some region. */
  #present = 0;

  /** All regions start with nothing free. */
  constructor(regions: number, largestOrder: number) {
    this.#orderOf = new Uint8Array(regions);
    this.#byOrder = Array.from({ length: largestOrder + 1 }, () => new LeastSet(regions));
  }

  /** Order of the longest free run of the region, -1 when nothing is free. */
  orderOf(region: number): number {
    return this.#orderOf[region] - 1;
  }

  /** All of them at once, before any has been placed. */
  placeAll(order: number): void {
    this.#orderOf.fill(order + 1);
    if (this.#orderOf.length === 0) return;
    this.#byOrder[order].fill();
    this.#present = 1 << order;
  }

  /** The regions whose longest run has this order: a bit for each, 32 to a word. */
  membersOf(order: number): Int32Array {
    return this.#byOrder[order].members;
  }

  place(region: number, order: number): void {
    const before = this.#orderOf[region] - 1;
    if (before === order) return;
    if (before >= 0) {
      this.#byOrder[before].delete(region);
      if (this.#byOrder[before].isEmpty) this.#present &= ~(1 << before);
    }
    if (order >= 0) {
      this.#byOrder[order].add(region);
      this.#present |= 1 << order;
    }
    this.#orderOf[region] = order + 1;
  }

  /** The smallest order from this one upwards that a region has, or -1. */
  orderFrom(order: number): number {
    const above = this.#present & (-1 << order);
    return above === 0 ? -1 : lowestBit(above);
  }

  /** The largest order that a region has, or -1 if nothing is free. */
  longestOrder(): number {
    return 31 - Math.clz32(this.#present);
  }

  /** The first region whose longest run has this order; there must be one. */
  firstOf(order: number): number {
    return this.#byOrder[order].first();
  }
}
