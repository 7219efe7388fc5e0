import { UnitMap } from './unit-map.js';

/**
 * Which units are allocated, and where each allocated extent begins.
 *
 *   units      0 1 2 3 4 5 6 7
 *   allocated  1 1 1 1 1 . . 1      three extents: 0-2, 3-4 and 7
 *   begins     1 . . 1 . . . 1
 *
 * Two bits a unit answer both questions that matter (is this range allocated; is it one extent, exactly) in a few
 * word operations, and cost 64 KiB per GiB of 4 KiB units whatever the device holds.
 */
export class AllocationMap {
  readonly #units: number;
  readonly #allocated: UnitMap;
  readonly #begins: UnitMap;

  constructor(units: number) {
    this.#units = units;
    this.#allocated = new UnitMap(units);
    this.#begins = new UnitMap(units);
  }

  claim(start: number, count: number): void {
    this.#allocated.set(start, count);
    this.#begins.set(start, 1);
  }

  release(start: number, count: number): void {
    this.#allocated.clear(start, count);
    this.#begins.clear(start, 1);
  }

  /** Whether the range is one allocated extent, from its first unit to its last. */
  isExtent(start: number, count: number): boolean {
    if (!this.#begins.has(start) || !this.#begins.none(start + 1, count - 1)) return false;
    return this.#allocated.all(start, count) && this.#endsAt(start + count);
  }

  /** Whether every unit of the range is allocated, by one extent or several. */
  covers(start: number, count: number): boolean {
    return this.#allocated.all(start, count);
  }

  /** Whether no unit of the range is allocated. */
  isFree(start: number, count: number): boolean {
    return this.#allocated.none(start, count);
  }

  #endsAt(unit: number): boolean {
    return unit === this.#units || !this.#allocated.has(unit) || this.#begins.has(unit);
  }
}
