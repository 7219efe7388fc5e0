import type { Metric, Question } from '../row.js';
import { formatRatio } from './format.js';
import type { Report } from './report.js';
import { ratioTo, type Figures, type Spread } from './summary.js';

/** Cells of a table, the header first. */
export type Table = readonly (readonly string[])[];

/** One row of the benchmark as a table: a line for each contender with figures. */
export function rowTable({ contenders, figures }: Report, row: Question): Table | undefined {
  const of = (id: string): Figures | undefined =>
    figures.find((entry) => entry.row === row.id && entry.contender === id);
  const first = of(contenders[0]!.id);
  const lines = contenders.flatMap(({ id, title }) => {
    const entry = of(id);
    if (entry === undefined) return [];
    return [[title, ...row.metrics.flatMap((metric) => cellsOf(metric, entry, first))]];
  });
  if (lines.length === 0) return undefined;
  return [[row.title, ...row.metrics.flatMap(({ title }) => [title, '(min–max)', ''])], ...lines];
}

/** Median, spread, and how many times better the first contender is. */
function cellsOf(metric: Metric, entry: Figures, first: Figures | undefined): string[] {
  const { id, better } = metric;
  const spread = entry.metrics[id]!;
  const reference = first?.metrics[id];
  const ratio =
    reference === undefined || entry === first ? '' : formatRatio(ratioTo(spread, reference, better));
  return [...spreadCells(metric, spread), ratio];
}

/** A trial as a table: a line for each metric. */
export function trialTable({ figures }: Report, trial: Question): Table | undefined {
  const entry = figures.find(({ row }) => row === trial.id);
  if (entry === undefined) return undefined;
  const lines = trial.metrics.map((metric) => [
    metric.title,
    ...spreadCells(metric, entry.metrics[metric.id]!),
  ]);
  return [[trial.title, '', '(min–max)'], ...lines];
}

/** The figures that the project wants to reach. */
export function goalTable({ goals }: Report): Table {
  const lines = goals.map(({ title, cores, goalText, valueText, isReached }) => [
    cores === undefined ? title : `${title}, cores ${cores}`,
    valueText,
    goalText,
    isReached === undefined ? '' : isReached ? 'yes' : 'no',
  ]);
  return [['goal', 'this run', '', 'reached'], ...lines];
}

function spreadCells({ format }: Metric, { median, min, max }: Spread): string[] {
  return [format(median), `(${format(min)}–${format(max)})`];
}

/** Where and when, as lines. */
export function headerLines({
  machine,
  repeats,
  trialRepeats,
  pingPongNs,
  cores,
  settings,
}: Report): string[] {
  const { cpu, cores: count, memoryGiB, os, node, date, loadAverage } = machine;
  const { median, min, max } = pingPongNs;
  return [
    'a u32 and a 64-byte string in, a 74-byte string out',
    `${cpu}, ${count} cores, ${memoryGiB} GiB; ${os}; Node ${node}; ${date}; load ${loadAverage}`,
    `ping-pong ${median.toFixed(0)} ns there and back (${min.toFixed(0)}–${max.toFixed(0)}); samples with cores near ${cores.near}, far ${cores.far}, moving ${cores.mixed}, taken by others ${cores.taken}`,
    `medians of ${repeats} interleaved repeats, of trials ${trialRepeats} (min–max), of ${settings.durationMs} ms each`,
  ];
}

/** What did not work. */
export function failureLines({ samples, skipped }: Report): string[] {
  return [
    ...skipped.map(({ title, reason }) => `${title} was left out: ${reason}`),
    ...samples.flatMap(({ contender, trial, error }) =>
      error ? [`${trial ?? contender} failed: ${error}`] : [],
    ),
  ];
}
