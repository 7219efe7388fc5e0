import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { openConnection } from '../client/connect.js';
import type { Connection } from '../client/connection.js';
import { Session } from '../client/session.js';
import { segmentBytes } from '../config/document.js';
import { loadConfig } from '../config/load.js';
import type { RuntimeConfig } from '../config/runtime-config.js';
import { runtimeDirectory } from '../config/runtime-dir.js';
import { ensurePrivateDirectory } from '../os/private-directory.js';
import { isAlive, selfIdentity } from '../os/process-identity.js';
import { importAdmin } from '../submit/import-admin.js';
import { composePools } from './compose.js';
import { DEFAULT_GRACE_MS } from './control-plane-options.js';
import { EmbeddedRuntime } from './embedded-runtime.js';
import { logPath, releasePossession, takePossession } from './runtime-files.js';
import type { EmbeddedOptions } from './start-embedded.js';

/** Process and start time of the program, and a number. */
const TEMPORARY = /^embedded-(\d+)-(\d+)-/;

/** What `startEmbedded` does, loaded when it is called. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Connection> {
  const admin = importAdmin();
  admin.catch(() => undefined); // awaited below
  const { config, source } = await configOf(options);
  const dir = options.dir === undefined ? temporaryDirectory() : resolve(options.dir);
  const logFile = config.logging.file === undefined ? undefined : logPath(dir, config.logging.file);
  const runtime = await EmbeddedRuntime.start(
    { config: { ...config, compose: [] }, dir, source, logFile, embedded: true },
    options.dir === undefined,
  );
  const stop = (): Promise<void> => runtime.stop(DEFAULT_GRACE_MS);
  try {
    const session = await Session.open({ dir, waitServerSeconds: 0, mappings: runtime.mappings });
    const connection = await openConnection(session, admin, { afterClose: stop });
    await composePools(connection, config.compose);
    return connection;
  } catch (error) {
    await stop();
    throw error;
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
        mainSegmentBytes: segmentBytes(mainSegmentSize ?? memory.mainSegmentBytes),
        clientDataSegmentBytes: segmentBytes(clientDataSegmentSize ?? memory.clientDataSegmentBytes),
        runtimeDataSegmentBytes: segmentBytes(runtimeDataSegmentSize ?? memory.runtimeDataSegmentBytes),
      },
      // Without a file it speaks on the program's stderr, and then only if something is wrong.
      logging:
        logging.file === undefined && logging.level === 'info' ? { ...logging, level: 'warn' } : logging,
    },
  };
}

/** One that nobody else uses, beside the user's default; those of programs that were killed are cleared away. */
function temporaryDirectory(): string {
  const parent = dirname(runtimeDirectory(undefined, { ...process.env, CHI_RUNTIME_DIR: undefined }));
  ensurePrivateDirectory(parent);
  for (const name of readdirSync(parent)) if (TEMPORARY.test(name)) clearIfDead(join(parent, name));
  const { pid, startTime } = selfIdentity();
  const dir = join(parent, `embedded-${pid}-${startTime}-${randomBytes(4).toString('hex')}`);
  mkdirSync(dir, { mode: 0o700 });
  return dir;
}

function clearIfDead(dir: string): void {
  const [, pid, startTime] = TEMPORARY.exec(basename(dir)) as RegExpExecArray;
  if (isAlive(Number(pid), startTime)) return;
  try {
    takePossession(dir);
    releasePossession(dir);
    rmSync(dir, { recursive: true, force: true });
  } catch {
    // another program clears it away at this moment
  }
}
