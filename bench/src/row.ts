import type { Session } from './contender.js';

/** One number that a row measures. */
export interface Metric {
  /** Key in the JSON report; the unit comes last in it. */
  readonly id: string;
  /** Header of its column. */
  readonly title: string;
  /** Which direction is better, for the comparison with the first contender. */
  readonly better: 'lower' | 'higher';
  format(value: number): string;
}

export interface RowSettings {
  /** How long to run before any figures count, so that both sides are compiled. */
  readonly firstWarmUpMs: number;
  /** How long to run before the figures of a further row count. */
  readonly warmUpMs: number;
  /** How long to measure. */
  readonly durationMs: number;
  /** How often to rest for 100 ms, to rest for 5 s, and to start a process, in one sample. */
  readonly shortRests: number;
  readonly longRests: number;
  readonly starts: number;
}

/** A question and the metrics that answer it. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** Values by metric. */
export type Reading = Readonly<Record<string, number>>;

/** A question to every contender. To add one: a file in rows/, and a line in its index.ts. */
export interface Row extends Question {
  /** Whether this contender can do what the row asks for; absent if all can. */
  supports?(session: Session): boolean;
  /** Resolves to a value for each metric. */
  measure(session: Session, settings: RowSettings): Promise<Reading>;
}

/**
 * A question about Chimaera alone, with a runtime of its own. To add one: a file in trials/, and a line in its
 * index.ts.
 */
export interface Trial extends Question {
  measure(settings: RowSettings): Promise<Reading>;
}
