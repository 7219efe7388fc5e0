import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../config/load.js';
import type { RuntimeConfig } from '../../config/runtime-config.js';
import { createRuntimeDirectory } from '../../config/runtime-dir.js';
import { ChimaeraError } from '../../errors.js';
import { identityOf } from '../../os/process-identity.js';
import { fromWire } from '../../worker/control-port.js';
import { composerOf } from '../compose/composer.js';
import { logPath } from '../directory/runtime-files.js';
import type { RuntimeState } from '../directory/state-file.js';
import { checkSurroundings } from '../directory/surroundings.js';
import {
  ARENAS_VARIABLE,
  arenasFor,
  READY_FD,
  START_VARIABLE,
  type DaemonOptions,
  type DaemonReport,
} from './daemon-start.js';

const READY_TIMEOUT_MS = 60_000;
/**
 * The worker's own thread collects the young generation: with helper threads that takes twice as long (0.32 ms instead
 * of 0.17), and they run on the clients' cores. Compiler flags are set later (daemon-main): with one of them on the
 * command line, the engine rejects the compiled code that comes with Node and compiles all of it anew.
 */
const ENGINE_FLAGS = ['--single-threaded-gc'];

/** How much of the log is shown when the start fails. */
const TAIL_BYTES = 4096;

export interface StartDaemonOptions {
  readonly config: RuntimeConfig;
  /** Where the configuration came from, for people. */
  readonly source: string;
  /** An absolute path. */
  readonly dir: string;
  readonly env?: Environment;
  readonly readyTimeoutMs?: number;
  /**
   * The pid of the process with which the daemon ends, however that ends: the caller's, if nobody else is to use it.
   */
  readonly exitWith?: number;
}

/**
 * Starts a daemon in a process of its own, and in it the pools that its configuration lists; resolves when they exist
 * and others can connect. If one of them fails, the daemon is stopped. It outlives this process unless `exitWith` says
 * otherwise. Its output goes to its log.
 * @throws ChimaeraError INVALID_ARGUMENT if the process to end with does not exist, RUNTIME_ALREADY_RUNNING,
 * SHM_TOO_SMALL, RUNTIME_START_FAILED with the end of the log, what composePools throws, ...
 */
export async function startDaemon(options: StartDaemonOptions): Promise<RuntimeState> {
  const { config, dir } = options;
  const state = await startEmpty(options);
  if (config.compose.length === 0) return state;
  try {
    const { composeDaemon } = await import('../compose/compose-first.js');
    await composeDaemon(dir, config.compose);
  } catch (error) {
    const { stopDaemon } = await import('./stop-daemon.js');
    await stopDaemon({ dir, graceMs: 0 });
    throw error;
  }
  return state;
}

/** Without its pools: nobody else is let in before they have been created. */
async function startEmpty(options: StartDaemonOptions): Promise<RuntimeState> {
  const { config, source, dir, readyTimeoutMs = READY_TIMEOUT_MS } = options;
  checkSurroundings();
  createRuntimeDirectory(dir);
  const logFile = logPath(dir, config.logging.file);
  const log = openLog(logFile, source);
  const logStart = fstatSync(log).size;
  try {
    const child = spawnDaemon(options, logFile, log);
    const report = await reportOf(child, readyTimeoutMs);
    if (report !== undefined && 'state' in report) return report.state;
    if (report !== undefined) throw fromWire(report.error);
    throw new ChimaeraError(
      'RUNTIME_START_FAILED',
      `${await howItEnded(child, readyTimeoutMs)} Its log ${logFile}: ${tailOf(log, logStart)}`,
    );
  } finally {
    closeSync(log);
  }
}

function spawnDaemon(options: StartDaemonOptions, logFile: string, log: number): ChildProcess {
  const { config, source, dir, env = process.env, exitWith } = options;
  // The pools of `compose` are created by a client, which is this process. The daemon does not need them.
  const start: DaemonOptions = {
    config: { ...config, compose: [] },
    source,
    dir,
    logFile,
    composer: composerOf(config),
    exitWith: exitWith === undefined ? undefined : identityOf(exitWith),
  };
  const main = fileURLToPath(new URL('./daemon-main.js', import.meta.url));
  const child = spawn(process.execPath, [...ENGINE_FLAGS, main, dir], {
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    env: { [ARENAS_VARIABLE]: arenasFor(config), ...env, [START_VARIABLE]: JSON.stringify(start) },
  });
  child.unref();
  return child;
}

/** Processes that were killed because they had not become ready. */
const tooLate = new WeakSet<ChildProcess>();

/** What the daemon reports; undefined if it ends or stays silent. */
async function reportOf(child: ChildProcess, timeoutMs: number): Promise<DaemonReport | undefined> {
  const pipe = child.stdio[READY_FD] as Readable;
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const timer = setTimeout(() => {
    tooLate.add(child);
    child.kill('SIGKILL');
    pipe.destroy();
  }, timeoutMs);
  try {
    return JSON.parse(await Promise.race([text(pipe), failed])) as DaemonReport;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    pipe.destroy();
  }
}

async function howItEnded(child: ChildProcess, timeoutMs: number): Promise<string> {
  if (child.pid === undefined) return 'The daemon could not be started.';
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }
  const { exitCode, signalCode } = child;
  if (tooLate.has(child)) return `The daemon was not ready after ${timeoutMs / 1000} s, and was killed.`;
  return `The daemon ended before it was ready, with ${signalCode ?? `exit code ${exitCode}`}.`;
}

function openLog(logFile: string, source: string): number {
  try {
    return openSync(logFile, 'a+', 0o600);
  } catch (cause) {
    throw new ChimaeraError(
      'RUNTIME_START_FAILED',
      `the log file ${logFile} cannot be opened: ${(cause as Error).message}; choose another directory with --dir, or change logging.file; configured by ${source}`,
      { cause },
    );
  }
}

/** The last part of what was written to the log since `start`. */
function tailOf(log: number, start: number): string {
  const from = Math.max(start, fstatSync(log).size - TAIL_BYTES);
  const bytes = Buffer.alloc(TAIL_BYTES);
  const tail = bytes.toString('utf8', 0, readSync(log, bytes, 0, TAIL_BYTES, from)).trim();
  return tail === '' ? 'nothing was written.' : `\n${tail}`;
}
