import { quantile } from '../measure.js';

/** What several samples of one number come to. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  // of an even number, the mean of the two in the middle
  const median =
    sorted.length % 2 === 1 ? quantile(sorted, 0.5) : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
