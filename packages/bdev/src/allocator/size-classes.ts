const KIB = 1024;

/** The sizes that blocks have where nothing else is configured. */
export const DEFAULT_CLASSES: readonly number[] = [4, 16, 32, 64, 128, 256, 1024].map((kib) => kib * KIB);

/** Regions are searched word by word, so the largest class is limited to this many of the smallest. */
export const MOST_UNITS_PER_BLOCK = 4096;

/**
 * The classes of a device for which none were given: the usual ones from its alignment on, the smallest one equal to
 * it.
 */
export function classesFor(alignment: number): number[] {
  return [alignment, ...DEFAULT_CLASSES.filter((size) => size > alignment)];
}

/** What is wrong with configured classes, or null. */
export function faultOfClasses(classes: readonly number[], alignment: number): string | null {
  const isPower = (size: number) => Number.isInteger(Math.log2(size));
  if (classes.some((size) => !isPower(size) || size < alignment))
    return `size classes must be powers of two and no less than the alignment, ${alignment}`;
  if (classes.some((size, i) => i > 0 && size <= classes[i - 1])) return 'size classes must ascend';
  if (classes[classes.length - 1] > classes[0] * MOST_UNITS_PER_BLOCK)
    return `the largest size class may be ${MOST_UNITS_PER_BLOCK} times the smallest`;
  return null;
}

/**
 * The classes of a device in units of the smallest one, and which of them serves a request. Orders are powers of two of
 * units.
 */
export class SizeClasses {
  /** Bytes of the smallest class: everything is counted in these. */
  readonly unitBytes: number;
  /** Units of the largest class. */
  readonly largestUnits: number;
  readonly #isClass: boolean[];
  /** By units, up to the largest class. */
  readonly #orderFor: Uint8Array;

  /** `classes` are bytes, ascending powers of two. */
  constructor(classes: readonly number[]) {
    this.unitBytes = classes[0];
    const orders = classes.map((size) => Math.log2(size / this.unitBytes));
    this.largestUnits = classes[classes.length - 1] / this.unitBytes;
    this.#isClass = Array.from({ length: orders[orders.length - 1] + 1 }, (_, order) =>
      orders.includes(order),
    );
    this.#orderFor = new Uint8Array(this.largestUnits + 1);
    for (let units = 1; units <= this.largestUnits; units++) this.#orderFor[units] = bestOrder(orders, units);
  }

  /**
   * The order of the next block for a request of which this many units are left: the smallest class that holds them all
   * unless more than half of it would be wasted, else the largest class that they fill.
   */
  orderFor(units: number): number {
    return this.#orderFor[units < this.largestUnits ? units : this.largestUnits];
  }

  /** The largest class of at most this order. */
  atMost(order: number): number {
    let found = order < this.#isClass.length ? order : this.#isClass.length - 1;
    while (!this.#isClass[found]) found--;
    return found;
  }
}

function bestOrder(orders: readonly number[], units: number): number {
  const holding = orders.find((order) => 2 ** order >= units && 2 ** order <= 2 * units);
  return holding ?? Math.max(...orders.filter((order) => 2 ** order <= units));
}
