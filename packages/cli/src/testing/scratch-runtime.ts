import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultConfig,
  isAlive,
  type RuntimeConfig,
  selfIdentity,
  startDaemon,
  stopDaemon,
} from '@chimaera/core/runtime';

const MiB = 2 ** 20;
/** Leaves room for the name of a socket within the 107 bytes that its path may have. */
const MAX_PARENT_BYTES = 40;
/** Contains pid and start time of the program. */
const SCRATCH = /^chimaera-scratch-(\d+)-(\d+)-/;
const GRACE_MS = 1000;

export interface ScratchOptions {
  /** 1 by default. */
  readonly workers?: number;
  /** What else differs from the defaults. The segments have 48 MiB in all, so a container's /dev/shm suffices. */
  readonly runtime?: Partial<RuntimeConfig['runtime']>;
  readonly memory?: Partial<RuntimeConfig['memory']>;
}

/** A private runtime, in a temporary directory. */
export interface ScratchRuntime {
  /** For `connect({ dir })`. */
  readonly dir: string;
  readonly pid: number;
  /** A place for files, removed with the runtime. */
  readonly files: string;
  /** Stops the runtime and removes everything. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a daemon that nobody else uses. The caller has to call `stop`. If its process is killed before that, the
 * daemon ends by itself, and its files are removed by the next call of this function.
 */
export async function startScratchRuntime(options: ScratchOptions = {}): Promise<ScratchRuntime> {
  const parent = parentDirectory();
  await clearAwayDead(parent);
  const self = selfIdentity();
  const root = mkdtempSync(join(parent, `chimaera-scratch-${self.pid}-${self.startTime}-`));
  const dir = join(root, 'runtime');
  try {
    const config = configOf(options);
    const { pid } = await startDaemon({ config, source: 'its program', dir, exitWith: self.pid });
    let stopping: Promise<void> | undefined;
    return { dir, pid, files: root, stop: () => (stopping ??= stopAndRemove(dir, root)) };
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what killed programs have left behind. */
async function clearAwayDead(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const [, pid, startTime] = SCRATCH.exec(name) ?? [];
    if (startTime === undefined || isAlive(Number(pid), startTime)) continue;
    const root = join(parent, name);
    // Somebody else may be removing it, or it may belong to another user.
    await stopAndRemove(join(root, 'runtime'), root).catch(() => undefined);
  }
}

async function stopAndRemove(dir: string, root: string): Promise<void> {
  try {
    await stopDaemon({ dir, graceMs: GRACE_MS });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function configOf({ workers = 1, runtime, memory }: ScratchOptions): RuntimeConfig {
  const defaults = defaultConfig();
  return {
    ...defaults,
    runtime: { ...defaults.runtime, workers, ...runtime },
    memory: {
      mainSegmentBytes: 16 * MiB,
      clientDataSegmentBytes: 24 * MiB,
      runtimeDataSegmentBytes: 8 * MiB,
      ...memory,
    },
  };
}

function parentDirectory(): string {
  const directory = tmpdir();
  return Buffer.byteLength(directory) > MAX_PARENT_BYTES ? '/tmp' : directory;
}
