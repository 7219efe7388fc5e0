import { bitCount, lowestBit, maskOf } from './bit-runs.js';

/** Most units that a map can have: bit indexes are unsigned 32-bit numbers, and so is the one past the end. */
export const MAX_UNITS = 2 ** 32 - 1;

/** The three bits of a unit. */
export const Plane = { allocated: 0, begins: 1, logged: 2 } as const;
export type Plane = (typeof Plane)[keyof typeof Plane];
const PLANES = 3;

/**
 * Three bits per unit of the device. The planes of one region lie side by side, so that an operation on a block finds
 * all that it needs in one or two cache lines, however large the device is:
 *
 *   units       0 1 2 3 4 5 6 7
 *   allocated   1 1 1 1 1 . . 1      three blocks: 0-2, 3-4 and 7
 *   begins      1 . . 1 . . . 1
 *   logged      1 . . . . . . .      the first may be remembered by the metadata log
 *
 *   words       | region 0: allocated, begins, logged | region 1: allocated, begins, logged | …
 *
 * The units after the last one of the device, up to the end of its region, are allocated and never begin anything. The
 * memory is zero pages until a bit in it is set, and one more bit per region says whether that has ever happened, so
 * that a large device costs little before it is used: neither memory nor, when it is opened, time.
 */
export class UnitMap {
  readonly units: number;
  readonly regions: number;
  readonly unitsPerRegion: number;
  readonly wordsPerRegion: number;
  readonly #shift: number;
  readonly #stride: number;
  readonly #words: Int32Array;
  /** Bit per region: whether anything in it has been allocated, now or earlier. */
  readonly #touched: Int32Array;
  #allocatedUnits = 0;
  #blocks = 0;

  /** `unitsPerRegion` is a power of two, 32 at least. */
  constructor(units: number, unitsPerRegion: number) {
    this.units = units;
    this.unitsPerRegion = unitsPerRegion;
    this.regions = Math.ceil(units / unitsPerRegion);
    this.wordsPerRegion = unitsPerRegion / 32;
    this.#shift = Math.log2(unitsPerRegion);
    this.#stride = PLANES * this.wordsPerRegion;
    this.#words = new Int32Array(this.regions * this.#stride);
    this.#touched = new Int32Array(Math.ceil(this.regions / 32));
    const missing = this.regions * unitsPerRegion - units;
    if (missing > 0) {
      this.#set(Plane.allocated, units, missing);
      this.#touch(units, units);
    }
  }

  /** Number of allocated units of the device. */
  get allocatedUnits(): number {
    return this.#allocatedUnits;
  }

  /** Number of blocks. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Whether one of this many units may be allocated. If not, that takes a look at a few bits only. */
  isTouched(unit: number, units: number): boolean {
    const last = this.regionOf(Math.min(unit + units, this.units) - 1);
    for (let region = this.regionOf(unit); region <= last; region++) {
      if ((this.#touched[region >>> 5] & (1 << (region & 31))) !== 0) return true;
    }
    return false;
  }

  /** The regions in which something is allocated, and possibly others, ascending from the region of a unit. */
  *touchedRegions(fromUnit = 0): Generator<number> {
    const first = this.regionOf(fromUnit);
    for (let word = first >>> 5; word < this.#touched.length; word++) {
      let bits = this.#touched[word];
      if (word === first >>> 5) bits &= -1 << (first & 31);
      for (; bits !== 0; bits &= bits - 1) yield word * 32 + lowestBit(bits);
    }
  }

  regionOf(unit: number): number {
    return unit >>> this.#shift;
  }

  /** The free units of a word of a region, as set bits. */
  freeIn(region: number, word: number): number {
    return ~this.#words[region * this.#stride + word];
  }

  /** Copies words of a plane, from a unit that begins a word, as many as `into` has; zeros past the end. */
  copyPlane(plane: Plane, unit: number, into: Int32Array): void {
    for (let i = 0; i < into.length; i++) {
      const at = unit + i * 32;
      into[i] = at < this.units ? this.#words[this.#wordOf(plane, at)] & this.#inside(at) : 0;
    }
  }

  /** The reverse: sets a plane from words. Bits past the end of the device are ignored. */
  setPlane(plane: Plane, unit: number, words: Int32Array): void {
    for (let i = 0; i < words.length; i++) {
      const at = unit + i * 32;
      if (at >= this.units) break;
      const word = this.#wordOf(plane, at);
      const fresh = words[i] & this.#inside(at) & ~this.#words[word];
      if (fresh === 0) continue;
      this.#words[word] |= fresh;
      this.#touch(at, at);
      if (plane === Plane.allocated) this.#allocatedUnits += bitCount(fresh);
      else if (plane === Plane.begins) this.#blocks += bitCount(fresh);
    }
  }

  /** Marks a block as allocated. Its units must be free. */
  claim(start: number, count: number): void {
    this.#touch(start, start + count - 1);
    this.#allocatedUnits += count;
    this.#blocks++;
    this.#set(Plane.allocated, start, count);
    this.#set(Plane.begins, start, 1);
  }

  /** Marks a block as free. It must be allocated. */
  release(start: number, count: number): void {
    this.#allocatedUnits -= count;
    this.#blocks--;
    this.#clear(Plane.allocated, start, count);
    this.#clear(Plane.begins, start, 1);
    this.#clear(Plane.logged, start, 1);
  }

  /** From now on the metadata log may remember the block that begins here, if one does. */
  markLogged(start: number): void {
    if (this.begins(start)) this.#set(Plane.logged, start, 1);
  }

  isLogged(start: number): boolean {
    return this.#has(Plane.logged, start);
  }

  begins(unit: number): boolean {
    return this.#has(Plane.begins, unit);
  }

  /** Whether the range is one block, from its first unit to its last. */
  isBlock(start: number, count: number): boolean {
    if (!this.#has(Plane.begins, start) || !this.#none(Plane.begins, start + 1, count - 1)) return false;
    return this.covers(start, count) && this.#endsAt(start + count);
  }

  /** Units of the block that begins here. */
  lengthOf(start: number): number {
    let end = start + 1;
    while (!this.#endsAt(end)) end++;
    return end - start;
  }

  /** Whether every unit of the range is allocated, by one block or several. */
  covers(start: number, count: number): boolean {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      const mask = maskOf(unit & 31, n);
      if ((this.#words[this.#wordOf(Plane.allocated, unit)] & mask) !== mask) return false;
      unit += n;
    }
    return true;
  }

  /** Whether no unit of the range is allocated. */
  isFree(start: number, count: number): boolean {
    return this.#none(Plane.allocated, start, count);
  }

  /** The starts of the blocks from a unit on, ascending. */
  *starts(from = 0): Generator<number> {
    const first = from - (from % 32);
    for (const region of this.touchedRegions(from)) {
      const end = Math.min((region + 1) * this.unitsPerRegion, this.units);
      for (let unit = Math.max(region * this.unitsPerRegion, first); unit < end; unit += 32) {
        let bits = this.#words[this.#wordOf(Plane.begins, unit)];
        if (unit < from) bits &= -1 << (from - unit);
        for (; bits !== 0; bits &= bits - 1) yield unit + lowestBit(bits);
      }
    }
  }

  #touch(first: number, last: number): void {
    const lastRegion = last >>> this.#shift;
    for (let region = first >>> this.#shift; region <= lastRegion; region++)
      this.#touched[region >>> 5] |= 1 << (region & 31);
  }

  #endsAt(unit: number): boolean {
    return unit === this.units || !this.#has(Plane.allocated, unit) || this.#has(Plane.begins, unit);
  }

  // Mask of the bits of the word that are units of the device.
  #inside(unit: number): number {
    return this.units - unit >= 32 ? -1 : maskOf(0, this.units - unit);
  }

  #wordOf(plane: Plane, unit: number): number {
    const inRegion = (unit & (this.unitsPerRegion - 1)) >>> 5;
    return (unit >>> this.#shift) * this.#stride + plane * this.wordsPerRegion + inRegion;
  }

  #has(plane: Plane, unit: number): boolean {
    return (this.#words[this.#wordOf(plane, unit)] & (1 << (unit & 31))) !== 0;
  }

  #set(plane: Plane, start: number, count: number): void {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      this.#words[this.#wordOf(plane, unit)] |= maskOf(unit & 31, n);
      unit += n;
    }
  }

  #clear(plane: Plane, start: number, count: number): void {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      this.#words[this.#wordOf(plane, unit)] &= ~maskOf(unit & 31, n);
      unit += n;
    }
  }

  #none(plane: Plane, start: number, count: number): boolean {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      if ((this.#words[this.#wordOf(plane, unit)] & maskOf(unit & 31, n)) !== 0) return false;
      unit += n;
    }
    return true;
  }
}
