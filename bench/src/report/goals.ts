import type { Cores } from '../cores.js';
import type { Figures } from './summary.js';
import { targets, type Target } from './targets.js';

/** A figure that the project wants to reach, and this run's result for it. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  /** If set, the goal applies only with such cores, and samples with other cores do not count for it. */
  readonly cores?: Cores;
  readonly is: Target['is'];
  readonly goal: number;
  /** Undefined if no sample of this run can tell. */
  readonly value?: number;
  readonly isReached?: boolean;
  /** The two numbers for people, with their unit. */
  readonly goalText: string;
  readonly valueText: string;
}

/** Judges each goal by the figures of all samples, and of the samples whose cores were near or far. */
export function judgeGoals(
  figures: readonly Figures[],
  byCores: Readonly<Partial<Record<Cores, readonly Figures[]>>>,
): Goal[] {
  return targets.map(({ value: valueOf, format, ...about }) => {
    const list = about.cores === undefined ? figures : (byCores[about.cores] ?? []);
    const value = valueOf(
      (contender, row, metric) =>
        list.find((entry) => entry.contender === contender && entry.row === row)?.metrics[metric]?.median,
    );
    const goalText = `${about.is} ${format(about.goal)}`;
    if (value === undefined) return { ...about, goalText, valueText: 'not measured' };
    const isReached = about.is === 'at most' ? value <= about.goal : value >= about.goal;
    return { ...about, value, isReached, goalText, valueText: format(value) };
  });
}
