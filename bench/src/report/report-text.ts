import type { Row, Trial } from '../row.js';
import { formatTable } from './format.js';
import type { Report } from './report.js';
import { failureLines, goalTable, headerLines, rowTable, trialTable } from './tables.js';

/** The report for a terminal: where, what, a table per row and trial, the goals, what failed. */
export function formatReport(report: Report, rows: readonly Row[], trials: readonly Trial[]): string {
  const [task, ...where] = headerLines(report);
  const setups = report.contenders.map(({ title, setup, version }) => `  ${title} ${version}: ${setup}`);
  const tables = [
    ...rows.map((row) => rowTable(report, row)),
    ...trials.map((trial) => trialTable(report, trial)),
    goalTable(report),
  ];
  return [
    [`Chimaera bench: ${task}`, ...where, ...setups].join('\n'),
    ...tables.flatMap((table) => (table === undefined ? [] : [formatTable(table)])),
    ...failureLines(report),
  ].join('\n\n');
}
