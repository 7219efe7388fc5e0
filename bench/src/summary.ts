import type { Row } from './row.js';
import { quantile } from './measure.js';
import type { Sample } from './suite.js';

/** What several samples of one number come to. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The figures of one contender in one row, by metric. */
export interface Figures {
  readonly row: string;
  readonly contender: string;
  readonly metrics: Readonly<Record<string, Spread>>;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  // of an even number, the mean of the two in the middle
  const median =
    sorted.length % 2 === 1 ? quantile(sorted, 0.5) : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}

/** Medians, minima and maxima over the samples that gave figures. */
export function summarize(
  samples: readonly Sample[],
  rows: readonly Row[],
  contenders: readonly string[],
): Figures[] {
  const figures: Figures[] = [];
  for (const row of rows) {
    for (const contender of contenders) {
      const readings = samples.flatMap((sample) => {
        const reading = sample.contender === contender ? sample.readings?.[row.id] : undefined;
        return reading === undefined ? [] : [reading];
      });
      if (readings.length === 0) continue;
      const metrics = row.metrics.map(
        ({ id }) => [id, spreadOf(readings.map((reading) => reading[id]!))] as const,
      );
      figures.push({ row: row.id, contender, metrics: Object.fromEntries(metrics) });
    }
  }
  return figures;
}

/** How many times better the first contender is; below 1 where it is not. */
export function ratioTo(figures: Spread, first: Spread, better: 'lower' | 'higher'): number {
  return better === 'lower' ? figures.median / first.median : first.median / figures.median;
}

export function pingPongOf(samples: readonly Sample[]): Spread {
  return spreadOf(samples.flatMap(({ pingPongNs }) => [pingPongNs.before, pingPongNs.after]));
}
