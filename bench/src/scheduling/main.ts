/** `npm run bench -- scheduling`: the cost of locks, subtasks and lanes by hash. */
import { stopBenchRuntimes } from '../bench-runtime.js';
import { describeMachine } from '../machine.js';
import { readOptions } from '../read-options.js';
import { measureOnce, type Reading } from './measure.js';
import { parseOptions, usage } from './options.js';
import { formatReport, makeReport } from './report.js';

const options = readOptions(process.argv.slice(3), parseOptions, usage);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopBenchRuntimes().finally(() => process.exit(130)));
const machine = describeMachine();
const readings: Reading[] = [];
for (let repeat = 0; repeat < options.repeats; repeat++) {
  process.stderr.write(
    process.stderr.isTTY
      ? `\r\x1b[Krepeat ${repeat + 1} of ${options.repeats}`
      : `repeat ${repeat + 1} of ${options.repeats}\n`,
  );
  readings.push(await measureOnce(options));
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
const report = makeReport(machine, readings);
console.log(options.json ? JSON.stringify({ ...report, readings }) : `\n${formatReport(report)}\n`);
