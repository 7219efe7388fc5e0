import type { Question } from '../row.js';
import type { Sample } from '../suite.js';
import { spreadOf, type Spread } from './spread.js';

export { spreadOf, type Spread } from './spread.js';

/** The figures of one contender in one row or trial, by metric. */
export interface Figures {
  readonly row: string;
  readonly contender: string;
  readonly metrics: Readonly<Record<string, Spread>>;
}

/** Medians, minima and maxima over the samples that gave figures. */
export function summarize(
  samples: readonly Sample[],
  questions: readonly Question[],
  contenders: readonly string[],
): Figures[] {
  const figures: Figures[] = [];
  for (const { id: row, metrics: wanted } of questions) {
    for (const contender of contenders) {
      const readings = samples.flatMap((sample) => {
        const reading = sample.contender === contender ? sample.readings?.[row] : undefined;
        return reading === undefined ? [] : [reading];
      });
      if (readings.length === 0) continue;
      const metrics = wanted.map(
        ({ id }) => [id, spreadOf(readings.map((reading) => reading[id]!))] as const,
      );
      figures.push({ row, contender, metrics: Object.fromEntries(metrics) });
    }
  }
  return figures;
}

/** How many times better the first contender is; below 1 if it is worse. */
export function ratioTo(figures: Spread, first: Spread, better: 'lower' | 'higher'): number {
  return better === 'lower' ? figures.median / first.median : first.median / figures.median;
}

export function pingPongOf(samples: readonly Sample[]): Spread {
  return spreadOf(samples.flatMap(({ pingPongNs }) => [pingPongNs.before, pingPongNs.after]));
}
