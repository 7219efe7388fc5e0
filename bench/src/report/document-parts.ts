import type { Trial } from '../row.js';
import { rows } from '../rows/index.js';
import { trials } from '../trials/index.js';
import { formatPerSecond, formatRatio, formatUs } from './format.js';
import { markdownTable } from './markdown-table.js';
import type { Report } from './report.js';
import { goalTable, rowTable, trialTable, type Table } from './tables.js';

/** The parts of a report that documents show, by the names in their markers. */
export function documentParts(report: Report): Record<string, string> {
  return {
    summary: `${markdownTable(summaryTable(report))}\n\n${whereAndWhen(report)}`,
    machine: whereAndWhen(report),
    goals: markdownTable(goalTable(report)),
    rows: tables(rows.map((row) => rowTable(report, row))),
    path: tables(trials.filter(isPath).map((trial) => trialTable(report, trial))),
    trials: tables(trials.filter((trial) => !isPath(trial)).map((trial) => trialTable(report, trial))),
  };
}

function tables(all: readonly (Table | undefined)[]): string {
  return all.flatMap((table) => (table === undefined ? [] : [markdownTable(table)])).join('\n\n');
}

/** It has a section of its own. */
function isPath({ id }: Trial): boolean {
  return id === 'path';
}

/** A line per contender: its latency, its throughput, and how far behind it is. */
function summaryTable({ contenders, figures }: Report): Table {
  const median = (id: string, row: string, metric: string): number | undefined =>
    figures.find((entry) => entry.row === row && entry.contender === id)?.metrics[metric]?.median;
  const first = contenders[0]!.id;
  const lines = contenders.flatMap(({ id, title }) => {
    const p50 = median(id, 'oneInFlight', 'p50Us');
    const perSecond = median(id, 'inFlight64', 'perSecond');
    if (p50 === undefined || perSecond === undefined) return [];
    const [ownP50, ownPerSecond] = [
      median(first, 'oneInFlight', 'p50Us'),
      median(first, 'inFlight64', 'perSecond'),
    ];
    return [
      [
        title,
        formatUs(p50),
        id === first ? '' : formatRatio(p50 / (ownP50 ?? NaN)),
        formatPerSecond(perSecond),
        id === first ? '' : formatRatio((ownPerSecond ?? NaN) / perSecond),
      ],
    ];
  });
  return [['', 'round trip, p50 µs', '', 'tasks/s, 64 in flight', ''], ...lines];
}

/** In one sentence, because figures without their machine mean nothing. */
function whereAndWhen({ machine, repeats, pingPongNs }: Report): string {
  const { cpu, cores, os, node, date } = machine;
  return [
    `${repeats === 1 ? 'One sample of each' : `Medians of ${repeats} interleaved repeats`} on ${cpu}, ${cores} cores, ${os}, Node ${node}, ${date.slice(0, 10)};`,
    `a flag between two spinning processes took ${pingPongNs.median.toFixed(0)} ns there and back (${pingPongNs.min.toFixed(0)}–${pingPongNs.max.toFixed(0)}).`,
  ].join('\n');
}
