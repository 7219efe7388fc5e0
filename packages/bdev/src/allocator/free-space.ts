import { type FreeExtent, SizeBins } from './size-bins.js';

/** A run of units. */
export interface UnitRun {
  readonly start: number;
  readonly units: number;
}

/** The free units of a device as maximal extents: two that touch are one. Each operation takes constant time. */
export class FreeSpace {
  readonly #bins: SizeBins;
  readonly #byStart = new Map<number, FreeExtent>();
  readonly #byEnd = new Map<number, FreeExtent>();
  #units = 0;

  /** `largest` is the most that `take` is ever asked for. */
  constructor(largest: number) {
    this.#bins = new SizeBins(largest);
  }

  /** Units that are free in all. */
  get units(): number {
    return this.#units;
  }

  get longestUnits(): number {
    return this.#bins.longestUnits();
  }

  /**
   * Takes a run of `wanted` units from the best fit, or a shorter one from a longest extent where none is long
   * enough. Something must be free.
   */
  take(wanted: number): UnitRun {
    const extent = this.#bins.bestFit(wanted) ?? this.#bins.longest();
    if (!extent) throw new RangeError('nothing is free');
    const { start } = extent;
    const units = Math.min(wanted, extent.units);
    this.#units -= units;
    this.#byStart.delete(start);
    if (units === extent.units) {
      this.#byEnd.delete(start + units);
      this.#bins.remove(extent);
    } else {
      extent.start += units;
      extent.units -= units;
      this.#byStart.set(extent.start, extent);
      this.#bins.place(extent);
    }
    return { start, units };
  }

  /** Frees a run; no unit of it may be free. */
  give(start: number, units: number): void {
    this.#units += units;
    const end = start + units;
    const before = this.#byEnd.get(start);
    const after = this.#byStart.get(end);
    if (after) {
      this.#byStart.delete(end);
      if (before) this.#join(before, units, after);
      else this.#extendDown(after, start, units);
    } else if (before) {
      this.#byEnd.delete(start);
      before.units += units;
      this.#byEnd.set(end, before);
      this.#bins.place(before);
    } else {
      const extent: FreeExtent = { start, units, bin: 0, previous: null, next: null };
      this.#byStart.set(start, extent);
      this.#byEnd.set(end, extent);
      this.#bins.place(extent);
    }
  }

  // before | units | after become one, which keeps the identity of `before`.
  #join(before: FreeExtent, units: number, after: FreeExtent): void {
    this.#byEnd.delete(before.start + before.units);
    this.#bins.remove(after);
    before.units += units + after.units;
    this.#byEnd.set(before.start + before.units, before);
    this.#bins.place(before);
  }

  #extendDown(extent: FreeExtent, start: number, units: number): void {
    extent.start = start;
    extent.units += units;
    this.#byStart.set(start, extent);
    this.#bins.place(extent);
  }
}
