/** `npm run demo`: the main job from end to end, on a real file, between two processes. */
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { reportError } from '../report-error.js';
import { startScratchRuntime, type ScratchRuntime } from '../testing/index.js';
import { checkRoom } from './check-room.js';
import { type DemoOptions, parseDemoOptions, usage } from './options.js';
import { Progress } from './progress.js';
import { formatResult } from './report.js';
import { isIntact } from './result.js';
import { DEMO_SIZES, runDemo } from './run-demo.js';

const MAX_END_MS = 3000;

function readOptions(): DemoOptions {
  try {
    const options = parseDemoOptions(process.argv.slice(2), process.env);
    if (options !== 'help') return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`demo: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** The demo itself; returns the exit code. */
async function demonstrate({ path, json }: DemoOptions, starting: Promise<ScratchRuntime>): Promise<number> {
  progress.begin('starting a runtime');
  const result = await runDemo(await starting, path, progress);
  progress.end();
  const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
  console.log(json ? JSON.stringify(result) : formatResult(result, { colours, ...DEMO_SIZES }));
  return isIntact(result) ? 0 : 1;
}

/**
 * Resolves when a signal is to end this process, with the exit code that shells use for it; rejects with an error that
 * nobody caught. From here on, nothing ends the process before its runtime.
 */
function interruption(): Promise<number> {
  return new Promise((resolve, reject) => {
    process.on('SIGINT', () => resolve(130));
    process.on('SIGTERM', () => resolve(143));
    process.on('SIGHUP', () => resolve(129));
    process.on('uncaughtException', reject); // unhandled rejections get here as well
  });
}

const options = readOptions();
const progress = new Progress();
const interrupted = interruption();
interrupted.catch(() => undefined); // awaited below
let starting: Promise<ScratchRuntime> | undefined;
let working: Promise<number> | undefined;
let exitCode = 1;
try {
  checkRoom(options.path, tmpdir());
  starting = startScratchRuntime();
  working = demonstrate(options, starting);
  exitCode = await Promise.race([working, interrupted]);
} catch (error) {
  progress.end();
  reportError('demo', error);
} finally {
  progress.end();
  await starting?.then(
    (runtime) => runtime.stop(),
    () => undefined,
  );
  // By now an interrupted demo has lost its runtime, so it fails and cleans up after itself.
  await Promise.race([working?.catch(() => undefined), sleep(MAX_END_MS)]);
}
process.exit(exitCode);
