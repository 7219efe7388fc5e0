import type { Session } from './contender.js';

/** One number that a row gives. */
export interface Metric {
  /** Key in the JSON report; the unit comes last in it. */
  readonly id: string;
  /** Head of its column. */
  readonly title: string;
  /** Which end is the good one, for the comparison with the first contender. */
  readonly better: 'lower' | 'higher';
  format(value: number): string;
}

export interface RowSettings {
  /** How long to run before the figures count. */
  readonly warmUpMs: number;
  /** How long to measure. */
  readonly durationMs: number;
}

/** One question that is put to every contender. To add one: a file in rows/, and a line in its index.ts. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** Whether this contender can do what the row asks; absent: all can. */
  supports?(session: Session): boolean;
  /** Gives a value for each metric. */
  measure(session: Session, settings: RowSettings): Promise<Readonly<Record<string, number>>>;
}
