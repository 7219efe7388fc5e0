/** `npm run bench`: Chimaera and its peers at the same task, side by side. */
import { loadContender } from './contenders/index.js';
import { describeMachine, versionOf } from './machine.js';
import { type BenchOptions, parseOptions, usage } from './options.js';
import { formatReport, makeReport, type ContenderInfo } from './report.js';
import { rows } from './rows/index.js';
import { runSuite } from './suite.js';

function readOptions(): BenchOptions {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options !== 'help') return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`bench: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** One line that is written over on a terminal, a line per sample elsewhere. */
function showProgress(done: number, total: number, contender: string): void {
  const text = `sample ${done + 1} of ${total}: ${contender}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

async function describeContender(id: string): Promise<ContenderInfo> {
  const { title, setup, packageName } = await loadContender(id);
  return { id, title, setup, version: packageName === undefined ? process.version : versionOf(packageName) };
}

const { json, repeats, contenders, settings } = readOptions();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

const about = {
  machine: describeMachine(),
  repeats,
  settings,
  contenders: await Promise.all(contenders.map(describeContender)),
};
const samples = await runSuite({
  contenders,
  rows: rows.map(({ id }) => id),
  repeats,
  settings,
  onProgress: showProgress,
  signal: interrupted.signal,
});
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
if (interrupted.signal.aborted) process.exit(130);

const report = makeReport(about, rows, samples);
console.log(json ? JSON.stringify(report) : `\n${formatReport(report, rows)}\n`);
process.exitCode = samples.some(({ error }) => error !== undefined) ? 1 : 0;
