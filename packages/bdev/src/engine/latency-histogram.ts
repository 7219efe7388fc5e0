/** Each power of two is divided into this many steps, so that a percentile is off by 1/32 at most. */
const STEPS = 16;
const STEP_BITS = 4;
/** Latencies are counted in units of 1/16 us, up to a day and more. */
const UNITS_PER_US = 16;
const LARGEST_UNITS = 2 ** 40;
const BUCKETS = (40 - STEP_BITS + 2) * STEPS;

/** Counts latencies by their size, without keeping them: recording costs a few nanoseconds and no memory. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #maxUs = 0;

  record(us: number): void {
    this.#counts[bucketOf(us)]++;
    this.#count++;
    if (us > this.#maxUs) this.#maxUs = us;
  }

  get maxUs(): number {
    return this.#maxUs;
  }

  /** The latency in microseconds that this fraction (0 to 1) of the transfers did not exceed; 0 if there were none. */
  percentileUs(fraction: number): number {
    let left = Math.ceil(this.#count * fraction);
    if (left === 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket];
      if (left <= 0) return Math.min(middleUsOf(bucket), this.#maxUs);
    }
    return this.#maxUs;
  }
}

function bucketOf(us: number): number {
  const units = Math.min(us * UNITS_PER_US, LARGEST_UNITS - 1);
  if (units < STEPS) return Math.trunc(units);
  if (units < 2 ** 31) {
    const log = 31 - Math.clz32(units);
    return (log - STEP_BITS) * STEPS + (units >>> (log - STEP_BITS));
  }
  const log = Math.floor(Math.log2(units));
  return (log - STEP_BITS + 1) * STEPS + Math.trunc(units / 2 ** (log - STEP_BITS)) - STEPS;
}

function middleUsOf(bucket: number): number {
  if (bucket < STEPS) return (bucket + 0.5) / UNITS_PER_US;
  const log = Math.trunc(bucket / STEPS) - 1 + STEP_BITS;
  const step = 2 ** (log - STEP_BITS);
  return (2 ** log + ((bucket % STEPS) + 0.5) * step) / UNITS_PER_US;
}
