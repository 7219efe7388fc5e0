import { coresOf, type Cores } from '../cores.js';
import type { Machine } from '../machine.js';
import type { Row, RowSettings, Trial } from '../row.js';
import { TRIED, type Sample } from '../suite.js';
import { judgeGoals, type Goal } from './goals.js';
import { pingPongOf, summarize, type Figures, type Spread } from './summary.js';

/** What is reported about a contender besides its figures. */
export interface ContenderInfo {
  readonly id: string;
  readonly title: string;
  readonly setup: string;
  readonly version: string;
}

/** A contender that could not take part, and why. */
export interface Skipped {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** The result of a run; its JSON form is the machine-readable report. */
export interface Report {
  readonly machine: Machine;
  readonly repeats: number;
  /** Number of repeats of the trials. */
  readonly trialRepeats: number;
  readonly settings: RowSettings;
  readonly contenders: readonly ContenderInfo[];
  readonly skipped: readonly Skipped[];
  /** Round trip of a flag between two spinning processes; it is short if the machine's cores are near each other. */
  readonly pingPongNs: Spread;
  /** Number of samples with each class of cores. */
  readonly cores: Readonly<Record<Cores, number>>;
  /** Medians over all samples: of each contender in each row, and of Chimaera in each trial. */
  readonly figures: readonly Figures[];
  /** Chimaera's again, from the samples whose cores were near, and from those whose cores were far. */
  readonly figuresByCores: Readonly<Record<'near' | 'far', readonly Figures[]>>;
  readonly goals: readonly Goal[];
  readonly samples: readonly (Sample & { readonly cores: Cores })[];
}

export type About = Pick<
  Report,
  'machine' | 'repeats' | 'trialRepeats' | 'settings' | 'contenders' | 'skipped'
>;

export function makeReport(
  about: About,
  rows: readonly Row[],
  trials: readonly Trial[],
  taken: readonly Sample[],
): Report {
  const samples = taken.map((sample) => ({ ...sample, cores: coresOf(sample) }));
  const questions = [...rows, ...trials];
  const figures = summarize(
    samples,
    questions,
    about.contenders.map(({ id }) => id),
  );
  const ofCores = (cores: Cores): typeof samples => samples.filter((sample) => sample.cores === cores);
  const figuresByCores = {
    near: summarize(ofCores('near'), questions, [TRIED]),
    far: summarize(ofCores('far'), questions, [TRIED]),
  };
  return {
    ...about,
    pingPongNs: pingPongOf(samples),
    cores: {
      near: ofCores('near').length,
      far: ofCores('far').length,
      mixed: ofCores('mixed').length,
      taken: ofCores('taken').length,
    },
    figures,
    figuresByCores,
    goals: judgeGoals(figures, figuresByCores),
    samples,
  };
}
