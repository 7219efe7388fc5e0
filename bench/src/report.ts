import { formatRatio, formatTable } from './format.js';
import type { Machine } from './machine.js';
import type { Metric, Row, RowSettings } from './row.js';
import type { Sample } from './suite.js';
import { pingPongOf, ratioTo, summarize, type Figures, type Spread } from './summary.js';

/** What is said about a contender beside its figures. */
export interface ContenderInfo {
  readonly id: string;
  readonly title: string;
  readonly setup: string;
  readonly version: string;
}

/** Everything that a run has found; its JSON form is the machine-readable report. */
export interface Report {
  readonly machine: Machine;
  readonly repeats: number;
  readonly settings: RowSettings;
  readonly contenders: readonly ContenderInfo[];
  /** A flag there and back between two spinning processes; a lower number is a machine whose cores are near. */
  readonly pingPongNs: Spread;
  readonly figures: readonly Figures[];
  readonly samples: readonly Sample[];
}

export function makeReport(
  about: Pick<Report, 'machine' | 'repeats' | 'settings' | 'contenders'>,
  rows: readonly Row[],
  samples: readonly Sample[],
): Report {
  const ids = about.contenders.map(({ id }) => id);
  return { ...about, pingPongNs: pingPongOf(samples), figures: summarize(samples, rows, ids), samples };
}

/** The report for people: where, what, a table per row, what failed. */
export function formatReport(report: Report, rows: readonly Row[]): string {
  const tables = rows.map((row) => formatRow(report, row)).filter((table) => table !== '');
  const failures = report.samples.flatMap(({ contender, error }) =>
    error ? [`${contender} failed: ${error}`] : [],
  );
  return [formatHeader(report), ...tables, ...failures].join('\n\n');
}

function formatHeader({ machine, repeats, pingPongNs, contenders }: Report): string {
  const { cpu, cores, memoryGiB, os, node, date, loadAverage } = machine;
  const { median, min, max } = pingPongNs;
  const setups = contenders.map(({ title, setup, version }) => `  ${title} ${version}: ${setup}`);
  return [
    `Chimaera bench: a u32 and a 64-byte string in, a 74-byte string out`,
    `${cpu}, ${cores} cores, ${memoryGiB} GiB; ${os}; Node ${node}; ${date}; load ${loadAverage}`,
    `ping-pong ${median.toFixed(0)} ns there and back (${min.toFixed(0)}–${max.toFixed(0)}); medians of ${repeats} interleaved repeats (min–max)`,
    ...setups,
  ].join('\n');
}

function formatRow({ contenders, figures }: Report, row: Row): string {
  const of = (id: string): Figures | undefined =>
    figures.find((entry) => entry.row === row.id && entry.contender === id);
  const first = of(contenders[0]!.id);
  const lines = contenders.flatMap(({ id, title }) => {
    const entry = of(id);
    if (entry === undefined) return [];
    return [[title, ...row.metrics.flatMap((metric) => cellsOf(metric, entry, first))]];
  });
  if (lines.length === 0) return '';
  const head = [row.title, ...row.metrics.flatMap(({ title }) => [title, '(min–max)', ''])];
  return formatTable([head, ...lines]);
}

/** Median, spread, and how many times better the first contender is. */
function cellsOf({ id, better, format }: Metric, entry: Figures, first: Figures | undefined): string[] {
  const spread = entry.metrics[id]!;
  const reference = first?.metrics[id];
  const ratio =
    reference === undefined || entry === first ? '' : formatRatio(ratioTo(spread, reference, better));
  return [format(spread.median), `(${format(spread.min)}–${format(spread.max)})`, ratio];
}
