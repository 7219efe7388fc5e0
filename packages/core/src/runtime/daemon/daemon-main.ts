/**
 * Entry point of the daemon's process. The configuration arrives resolved, in the environment, so that the parsers of
 * YAML and of schemas are not loaded here. The outcome of the start goes out as one line of JSON on a pipe. There is no
 * top-level `await`, so that the bundle can be CommonJS, which Node starts faster.
 */
import { closeSync, writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { toWire } from '../../worker/control-port.js';
import { Workers } from '../workers/workers.js';
import {
  ARENAS_VARIABLE,
  arenasFor,
  READY_FD,
  START_VARIABLE,
  type DaemonOptions,
  type DaemonReport,
} from './daemon-start.js';

/**
 * More of a task's path is compiled into one function than by default (920 bytes of bytecode): 10 % less CPU per task.
 */
const COMPILER_FLAG = '--max-inlined-bytecode-size-cumulative=2500';

const options = JSON.parse(process.env[START_VARIABLE] ?? 'null') as DaemonOptions;
delete process.env[START_VARIABLE];
// It was meant for this process, and not for those that modules start.
if (process.env[ARENAS_VARIABLE] === arenasFor(options.config)) delete process.env[ARENAS_VARIABLE];

void main();

async function main(): Promise<never> {
  try {
    // The worker threads load their code while this thread loads its own.
    const threads = Workers.boot(options.config.runtime.workers);
    const { runDaemon } = await import('./run-daemon.js');
    await runDaemon({ ...options, threads }, (state) => {
      report({ state });
      setFlagsFromString(COMPILER_FLAG);
    });
    process.exit(0);
  } catch (error) {
    report({ error: toWire(error) });
    process.exit(1);
  }
}

function report(message: DaemonReport): void {
  try {
    writeSync(READY_FD, `${JSON.stringify(message)}\n`);
    closeSync(READY_FD);
  } catch {
    // whoever started this process has gone
  }
}
