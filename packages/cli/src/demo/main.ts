/** `npm run demo`: the main job from end to end, on a real file, between two processes. */
import { reportError } from '../report-error.js';
import { startScratchRuntime, type ScratchRuntime } from '../testing/index.js';
import { checkRoom } from './check-room.js';
import { type DemoOptions, parseDemoOptions, usage } from './options.js';
import { Progress } from './progress.js';
import { formatResult } from './report.js';
import { isIntact } from './result.js';
import { DEMO_SIZES, runDemo } from './run-demo.js';
import { tmpdir } from 'node:os';

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

/** The demo itself; gives the exit code. */
async function demonstrate({ path, json }: DemoOptions, starting: Promise<ScratchRuntime>): Promise<number> {
  progress.begin('starting a runtime');
  const result = await runDemo(await starting, path, progress);
  progress.end();
  const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
  console.log(json ? JSON.stringify(result) : formatResult(result, { colours, ...DEMO_SIZES }));
  return isIntact(result) ? 0 : 1;
}

/** Fulfilled with the exit code that shells use for it, when somebody wants this process to end. */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve(130));
    process.on('SIGTERM', () => resolve(143));
    process.on('SIGHUP', () => resolve(129));
  });
}

const options = readOptions();
const progress = new Progress();
const interrupted = interruption(); // from here on, nothing ends this process before its runtime
let starting: Promise<ScratchRuntime> | undefined;
let exitCode = 1;
try {
  checkRoom(options.path, tmpdir());
  starting = startScratchRuntime();
  exitCode = await Promise.race([demonstrate(options, starting), interrupted]);
} catch (error) {
  progress.end();
  reportError('demo', error);
} finally {
  progress.end();
  await starting?.then(
    (runtime) => runtime.stop(),
    () => undefined,
  );
}
// What an interruption left behind in the middle has lost its runtime, and must not keep the process alive.
process.exit(exitCode);
