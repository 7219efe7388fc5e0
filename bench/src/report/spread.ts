import { quantile } from '../measure.js';

/** The summary of several samples of one number. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  // for an even number of samples, the mean of the two in the middle
  const median =
    sorted.length % 2 === 1 ? quantile(sorted, 0.5) : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
