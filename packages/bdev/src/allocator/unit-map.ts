// Mask of `count` bits from bit `from`; count 1..32, within one word.
function maskOf(from: number, count: number): number {
  return count === 32 ? -1 : ((1 << count) - 1) << from;
}

/** Most units that a map can have: bit indexes are unsigned 32-bit numbers, and so is the one past the end. */
export const MAX_UNITS = 2 ** 32 - 1;

/**
 * One bit per unit of the device, handled in ranges. The memory is zero pages until a bit in it is set, so a large
 * device costs little before it is used.
 */
export class UnitMap {
  readonly #words: Int32Array;

  constructor(units: number) {
    this.#words = new Int32Array(Math.ceil(units / 32));
  }

  has(unit: number): boolean {
    return (this.#words[unit >>> 5] & (1 << (unit & 31))) !== 0;
  }

  set(start: number, count: number): void {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      this.#words[unit >>> 5] |= maskOf(unit & 31, n);
      unit += n;
    }
  }

  clear(start: number, count: number): void {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      this.#words[unit >>> 5] &= ~maskOf(unit & 31, n);
      unit += n;
    }
  }

  /** Whether every unit of the range is set. True for an empty range. */
  all(start: number, count: number): boolean {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      const mask = maskOf(unit & 31, n);
      if ((this.#words[unit >>> 5] & mask) !== mask) return false;
      unit += n;
    }
    return true;
  }

  /** Whether no unit of the range is set. True for an empty range. */
  none(start: number, count: number): boolean {
    for (let unit = start, end = start + count; unit < end;) {
      const n = Math.min(32 - (unit & 31), end - unit);
      if ((this.#words[unit >>> 5] & maskOf(unit & 31, n)) !== 0) return false;
      unit += n;
    }
    return true;
  }
}
