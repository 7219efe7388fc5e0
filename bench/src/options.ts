import { parseArgs } from 'node:util';
import { contenderIds } from './contenders/index.js';
import { isQuick, repeatsOf } from './read-options.js';
import type { RowSettings } from './row.js';
import { rows } from './rows/index.js';
import { TRIED } from './suite.js';
import { trials } from './trials/index.js';

export interface BenchOptions {
  readonly json: boolean;
  /** Number of samples of each contender, and of each trial. */
  readonly repeats: number;
  readonly trialRepeats: number;
  readonly contenders: readonly string[];
  readonly rows: readonly string[];
  /** Empty if Chimaera, which they are about, does not take part. */
  readonly trials: readonly string[];
  readonly settings: RowSettings;
  /** Directory for the report; undefined: a new one in bench/results. */
  readonly out?: string;
  /** Whether to update the documents of the workspace. */
  readonly report: boolean;
}

const rowIds = rows.map(({ id }) => id);
const trialIds = trials.map(({ id }) => id);

export const usage = `Usage: npm run bench -- [quick] [--json] [--repeats N] [--only NAME,…] [--rows NAME,…] [--out DIR] [--report]

  quick      shorter and fewer samples: under two minutes
  --json     one JSON object on stdout instead of tables
  --repeats  samples of each contender and trial (5; quick: 2 and 1)
  --only     these contenders alone: ${contenderIds.join(', ')}
  --rows     these rows and trials alone: ${[...rowIds, ...trialIds].join(', ')}
  --out      where report.json, report.md and the charts go (a new directory in bench/results)
  --report   also brings the tables and charts of README.md and docs/performance.md up to date

Other programs: npm run bench -- bdev | codec | codegen | scheduling | publish [report.json]`;

const QUICK: RowSettings = {
  firstWarmUpMs: 600,
  warmUpMs: 300,
  durationMs: 150,
  shortRests: 3,
  longRests: 1,
  starts: 1,
};
const FULL: RowSettings = {
  firstWarmUpMs: 1000,
  warmUpMs: 500,
  durationMs: 1000,
  shortRests: 20,
  longRests: 3,
  starts: 5,
};

/** @throws Error that says what is wrong with the arguments */
export function parseOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      only: { type: 'string' },
      rows: { type: 'string' },
      out: { type: 'string' },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const quick = isQuick(positionals);
  const contenders = chosen('contender', contenderIds, values.only);
  const questions = chosen('row', [...rowIds, ...trialIds], values.rows);
  const repeats = values.repeats === undefined ? undefined : repeatsOf(values.repeats);
  return {
    json: values.json,
    repeats: repeats ?? (quick ? 2 : 5),
    trialRepeats: repeats ?? (quick ? 1 : 5),
    contenders,
    rows: rowIds.filter((id) => questions.includes(id)),
    trials: contenders.includes(TRIED) ? trialIds.filter((id) => questions.includes(id)) : [],
    settings: quick ? QUICK : FULL,
    out: values.out,
    report: values.report,
  };
}

/** In the order of the table, however they were listed. */
function chosen(kind: string, all: readonly string[], text: string | undefined): readonly string[] {
  if (text === undefined) return all;
  const wanted = text.split(',').map((id) => id.trim());
  const stranger = wanted.find((id) => !all.includes(id));
  if (stranger !== undefined)
    throw new Error(`no ${kind} is called '${stranger}'; there are ${all.join(', ')}`);
  return all.filter((id) => wanted.includes(id));
}
