import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { printJson } from '../output.js';
import { dirOption, jsonOption, type DirOption, type JsonOption } from './options.js';

export interface MonitorOptions extends DirOption, JsonOption {
  readonly once?: boolean;
  /** Seconds between two reports. */
  readonly interval: number;
}

const MAX_INTERVAL_S = 24 * 3600;
const MS_PER_S = 1000;
const CLEAR_ALL = '\u001b[2J';

export function registerMonitor(program: Command): void {
  program
    .command('monitor')
    .description('show what a runtime does: workers, methods, lanes, memory, clients, locks')
    .option('--once', 'show it once and end')
    .addOption(
      new Option('-i, --interval <seconds>', 'time between two refreshes')
        .argParser(parseInterval)
        .default(1),
    )
    .addOption(dirOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nWith --json, one line each time. Ends with the runtime, or on Ctrl-C.')
    .action(monitor);
}

/** @throws InvalidArgumentError, which commander turns into a message about the option */
export function parseInterval(text: string): number {
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (seconds >= 0.1 && seconds <= MAX_INTERVAL_S) return seconds;
  throw new InvalidArgumentError(`Give seconds from 0.1 to ${MAX_INTERVAL_S}.`);
}

async function monitor({ dir: named, once, json, interval }: MonitorOptions): Promise<void> {
  const { runtimeDirectory, runtimeReport } = await import('@chimaera/core/runtime');
  const { screenOf } = await import('../monitor/screen.js');
  const { frameOf } = await import('../monitor/frame.js');
  // A reader such as `head` may have seen enough.
  process.stdout.once('error', () => process.exit(0));
  const isLive = once !== true && json !== true && process.stdout.isTTY;
  process.once('SIGINT', () => {
    if (isLive) process.stdout.write('\n');
    process.exit(0);
  });
  const dir = runtimeDirectory(named);
  let last = await runtimeReport(dir);
  let lastMs = performance.now();
  show(undefined);
  while (once !== true) {
    await sleep(interval * MS_PER_S);
    const before = last;
    const beforeMs = lastMs;
    last = await runtimeReport(dir);
    lastMs = performance.now();
    show({ report: before, elapsedMs: lastMs - beforeMs });
  }

  function show(before: { report: typeof last; elapsedMs: number } | undefined): void {
    if (json === true) return printJson(last);
    const text = screenOf(last, dir, before);
    if (!isLive) return void process.stdout.write(`${text}\n`);
    const { rows, columns } = process.stdout;
    process.stdout.write((before === undefined ? CLEAR_ALL : '') + frameOf(text, rows, columns));
  }
}
