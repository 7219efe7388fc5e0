import type { Cores } from '../cores.js';
import type { Figures } from './summary.js';
import { targets, type Target } from './targets.js';

/** One figure that the project has set itself, and what this run says to it. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  /** Whether it holds only where the cores are so; the samples of other classes do not count for it then. */
  readonly cores?: Cores;
  readonly is: Target['is'];
  readonly goal: number;
  /** Undefined when no sample of this run can tell. */
  readonly value?: number;
  readonly isReached?: boolean;
  /** The two numbers for people, with their unit. */
  readonly goalText: string;
  readonly valueText: string;
}

/** What figures of all samples, and those of samples whose cores were near or far, say to each goal. */
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
