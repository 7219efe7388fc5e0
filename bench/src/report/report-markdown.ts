import type { Row, Trial } from '../row.js';
import type { Chart } from './charts.js';
import { markdownTable } from './markdown-table.js';
import type { Report } from './report.js';
import { failureLines, goalTable, headerLines, rowTable, trialTable } from './tables.js';

/** The report for a repository or a browser, with the charts beside it. */
export function markdownReport(
  report: Report,
  rows: readonly Row[],
  trials: readonly Trial[],
  charts: readonly Chart[],
): string {
  const sections = (questions: readonly (Row | Trial)[], tableOf: typeof rowTable): string[] =>
    questions.flatMap((question) => {
      const table = tableOf(report, question);
      return table === undefined ? [] : [markdownTable(table)];
    });
  const contenders = report.contenders.map(({ title, version, setup }) => [title, version, setup]);
  const failures = failureLines(report);
  return [
    '# Chimaera bench',
    headerLines(report)
      .map((line) => `* ${line}`)
      .join('\n'),
    charts.map(({ file, title }) => `![${title}](${file})`).join('\n\n'),
    '## Side by side',
    markdownTable([['contender', 'version', 'set up as'], ...contenders], 'left'),
    'A factor says how many times better Chimaera is in the same run; below 1× it is worse.',
    ...sections(rows, rowTable),
    '## Chimaera alone',
    ...sections(trials, trialTable),
    '## Goals',
    markdownTable(goalTable(report)),
    ...(failures.length > 0
      ? ['## Left out', failures.map((line) => `* ${line.split('\n')[0]}`).join('\n')]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}
