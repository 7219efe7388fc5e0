/** `npm run bench`: compares Chimaera and its peers on the same task. */
import { loadContender } from './contenders/index.js';
import { describeMachine, versionOf } from './machine.js';
import { parseOptions, usage } from './options.js';
import { readOptions } from './read-options.js';
import { publish } from './report/publish.js';
import { makeReport, type ContenderInfo, type Skipped } from './report/report.js';
import { formatReport } from './report/report-text.js';
import { writeResults } from './report/results.js';
import { rows } from './rows/index.js';
import { runSuite } from './suite.js';
import { trials } from './trials/index.js';

/** One line that is redrawn on a terminal, a line per sample elsewhere. */
function showProgress(done: number, total: number, title: string): void {
  const text = `sample ${done + 1} of ${total}: ${title}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

async function describeContender(id: string): Promise<ContenderInfo | Skipped> {
  const { title, setup, packageName, missing } = await loadContender(id);
  const reason = missing?.();
  if (reason !== undefined) return { id, title, reason };
  return { id, title, setup, version: packageName === undefined ? process.version : versionOf(packageName) };
}

const options = readOptions(process.argv.slice(2), parseOptions, usage);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

const machine = describeMachine();
const described = await Promise.all(options.contenders.map(describeContender));
const contenders = described.filter((one): one is ContenderInfo => 'setup' in one);
const skipped = described.filter((one): one is Skipped => 'reason' in one);
const { repeats, trialRepeats, settings } = options;
const samples = await runSuite({
  contenders: contenders.map(({ id }) => id),
  rows: options.rows,
  trials: options.trials,
  repeats,
  trialRepeats,
  settings,
  onProgress: showProgress,
  signal: interrupted.signal,
});
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
if (interrupted.signal.aborted) process.exit(130);
if (samples.length === 0) {
  for (const { title, reason } of skipped) console.error(`bench: ${title} was left out: ${reason}`);
  process.exit(1);
}

const report = makeReport(
  { machine, repeats, trialRepeats, settings, contenders, skipped },
  rows,
  trials,
  samples,
);
console.log(options.json ? JSON.stringify(report) : `\n${formatReport(report, rows, trials)}\n`);
console.error(`report and charts: ${writeResults(report, options.out)}`);
if (options.report) for (const file of publish(report)) console.error(`brought up to date: ${file}`);
process.exitCode = samples.some(({ error }) => error !== undefined) ? 1 : 0;
