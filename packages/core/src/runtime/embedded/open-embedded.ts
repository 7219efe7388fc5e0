import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { importAdmin } from '../../chi/import-admin.js';
import { openConnection } from '../../client/connect.js';
import type { Connection } from '../../client/connection.js';
import { Session } from '../../client/session.js';
import { segmentBytes } from '../../config/document.js';
import { DEFAULT_GRACE_MS } from '../../config/grace.js';
import { loadConfig } from '../../config/load.js';
import type { RuntimeConfig } from '../../config/runtime-config.js';
import { createDefaultParent, runtimeDirectory } from '../../config/runtime-dir.js';
import { ChimaeraError, refuseUnknown, shown } from '../../errors.js';
import { MAX_WORKERS } from '../../layout/control-layout.js';
import { yieldProcessor } from '../../os/futex.js';
import { isAlive, selfIdentity } from '../../os/process-identity.js';
import { composeFirst } from '../compose/compose-first.js';
import { composerOf } from '../compose/composer.js';
import { clearRemains, logPath } from '../directory/runtime-files.js';
import { startError } from '../directory/start-error.js';
import { checkSurroundings } from '../directory/surroundings.js';
import { EmbeddedRuntime } from './embedded-runtime.js';
import type { EmbeddedThread } from './embedded-thread.js';
import type { EmbeddedOptions } from './start-embedded.js';

/** The name of a temporary directory: pid and start time of the program, and a number. */
const TEMPORARY = /^embedded-(\d+)-(\d+)-/;

/**
 * The implementation of `startEmbedded`, loaded when that is called.
 * @param thread booted, but not started
 */
export async function openEmbedded(options: EmbeddedOptions, thread: EmbeddedThread): Promise<Connection> {
  checkOptions(options);
  checkSurroundings();
  const admin = importAdmin();
  admin.catch(() => undefined); // awaited below
  const { config, source } = await configOf(options);
  const dir = options.dir === undefined ? temporaryDirectory() : resolve(options.dir);
  const logFile = config.logging.file === undefined ? undefined : logPath(dir, config.logging.file);
  const starting = EmbeddedRuntime.start(
    thread,
    {
      config: { ...config, compose: [] },
      dir,
      source,
      logFile,
      composer: composerOf(config),
      embedded: true,
    },
    options.dir === undefined,
  );
  warmUp();
  const runtime = await starting;
  const stop = (): Promise<void> => runtime.stop(DEFAULT_GRACE_MS);
  try {
    const session = await Session.open({ dir, waitServerSeconds: 0, mappings: runtime.mappings });
    const connection = await openConnection(session, admin, { afterClose: stop });
    await composeFirst(connection, dir, config.compose);
    return connection;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loads the C library while the other threads start. If that fails, it fails for them, too, and they report it. */
function warmUp(): void {
  try {
    yieldProcessor();
  } catch {
    // reported by the start, or by the connection
  }
}

async function configOf(options: EmbeddedOptions): Promise<{ config: RuntimeConfig; source: string }> {
  const { config, source } = await loadConfig({ path: options.config, env: process.env });
  const { runtime, memory, logging } = config;
  const { mainSegmentSize, clientDataSegmentSize, runtimeDataSegmentSize } = options.memory ?? {};
  return {
    source,
    config: {
      ...config,
      runtime: { ...runtime, workers: options.workers ?? runtime.workers },
      memory: {
        ...memory,
        mainSegmentBytes: sizeOf('mainSegmentSize', mainSegmentSize ?? memory.mainSegmentBytes),
        clientDataSegmentBytes: sizeOf(
          'clientDataSegmentSize',
          clientDataSegmentSize ?? memory.clientDataSegmentBytes,
        ),
        runtimeDataSegmentBytes: sizeOf(
          'runtimeDataSegmentSize',
          runtimeDataSegmentSize ?? memory.runtimeDataSegmentBytes,
        ),
      },
      // Without a log file it writes to the program's stderr, and then only if something is wrong.
      logging:
        logging.file === undefined && logging.level === 'info' ? { ...logging, level: 'warn' } : logging,
    },
  };
}

const MEMORY_OPTIONS = ['mainSegmentSize', 'clientDataSegmentSize', 'runtimeDataSegmentSize'];

/** Options are checked here, for callers without a compiler; the contents of a file are checked where it is read. */
function checkOptions(options: EmbeddedOptions): void {
  const refuse = (what: string): never => {
    throw new ChimaeraError('INVALID_ARGUMENT', `startEmbedded: ${what}`);
  };
  if (typeof options !== 'object' || options === null) refuse('its options are an object');
  refuseUnknown('startEmbedded()', options, ['workers', 'config', 'memory', 'dir']);
  const { workers, config, memory, dir } = options;
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1 && workers <= MAX_WORKERS))
    refuse(`workers is a whole number from 1 to ${MAX_WORKERS}, not ${shown(workers)}`);
  if (config !== undefined && typeof config !== 'string') refuse('config is the path of a file');
  if (dir !== undefined && (typeof dir !== 'string' || dir === '' || dir.includes('\0')))
    refuse('dir is the path of a directory');
  if (memory !== undefined && (typeof memory !== 'object' || memory === null))
    refuse('memory is an object with the sizes of segments');
  if (memory !== undefined) refuseUnknown('memory of startEmbedded()', memory, MEMORY_OPTIONS);
}

function sizeOf(name: string, size: string | number): number {
  if (typeof size === 'string' || typeof size === 'number') return segmentBytes(size);
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    `startEmbedded: memory.${name} is a size such as '64MB', not ${typeof size}`,
  );
}

/** A directory that nobody else uses, beside the user's default; those of killed programs are removed. */
function temporaryDirectory(): string {
  const parent = createDefaultParent(
    runtimeDirectory(undefined, { ...process.env, CHI_RUNTIME_DIR: undefined }),
  );
  for (const name of readdirSync(parent)) if (TEMPORARY.test(name)) clearTemporary(join(parent, name));
  const { pid, startTime } = selfIdentity();
  const dir = join(parent, `embedded-${pid}-${startTime}-${randomBytes(4).toString('hex')}`);
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    throw startError(error, dir);
  }
  return dir;
}

function clearTemporary(dir: string): void {
  const [, pid, startTime] = TEMPORARY.exec(basename(dir)) as RegExpExecArray;
  if (isAlive(Number(pid), startTime)) return;
  try {
    clearRemains(dir);
    rmSync(dir, { recursive: true, force: true });
  } catch {
    // another program is just removing it
  }
}
