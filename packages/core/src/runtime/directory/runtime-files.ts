// What a runtime leaves in its directory, and how that is removed: by itself when it stops, or by the next one if it
// could not.
import { existsSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONTROL_SOCKET } from '../../client/control-protocol.js';
import { ChimaeraError } from '../../errors.js';
import { isWorkerSocketName } from '../../layout/bell-layout.js';
import { retireFile } from '../../os/mapped-file.js';
import type { ProcessIdentity } from '../../os/process-identity.js';
import { createSegmentDirectory, removeSegmentDirectory, segmentDirectory } from '../../os/shm-directory.js';
import { releaseLock } from './lock-file.js';
import { CLEARING_LOCK, clearIfDead, LOCK_FILE, takeRuntimeLock } from './runtime-lock.js';

export const STATE_FILE = 'runtime.json';
const DEFAULT_LOG_FILE = 'chimaera.log';
/** Left behind by a process that died while it was taking a lock over. */
const TAKEOVER = /^(runtime|clearing)\.lock(\.\d+-\d+)+$/;
const UNFINISHED = /^(runtime|clearing)\.(lock|json)[.\d-]*\.new-/;
const UNFINISHED_MAX_AGE_MS = 60_000;

/** Lies beside the segments and tells in which PID namespace the pid in the lock is valid. */
export const NAMESPACE_FILE = 'pidns';

/**
 * Removed in this order, after everything else: others go by them to judge what is left if the process that removes the
 * files dies meanwhile.
 */
export const LAST_FILES: readonly string[] = [NAMESPACE_FILE, LOCK_FILE, CLEARING_LOCK];

export function lockPath(dir: string): string {
  return join(dir, LOCK_FILE);
}

/** Relative paths are relative to the runtime's directory. */
export function logPath(dir: string, file: string | undefined): string {
  return resolve(dir, file ?? DEFAULT_LOG_FILE);
}

/**
 * Makes `dir` and its directory of segments this process's own, and removes what a dead runtime left there. The
 * segments have a lock of their own: their place depends on the path of `dir` only, and `dir` may have been removed and
 * created again under a living runtime. Returns the directory of the segments.
 * @throws ChimaeraError RUNTIME_ALREADY_RUNNING
 */
export function takePossession(dir: string): string {
  refuseIfHeld(dir, takeRuntimeLock(dir));
  try {
    const segments = segmentDirectory(dir);
    refuseIfBereft(
      dir,
      takeRuntimeLock(segments, () => createSegmentDirectory(segments)),
    );
    try {
      // Another process that wants to clear it then finds nothing to clear, and removes only its own lock.
      const isRemains = (name: string): boolean => name !== LOCK_FILE && !name.startsWith(CLEARING_LOCK);
      for (const name of readdirSync(segments).filter(isRemains)) retireFile(join(segments, name));
      removeFiles(dir);
    } catch (error) {
      removeSegmentDirectory(segments, LAST_FILES);
      throw error;
    }
    return segments;
  } catch (error) {
    releaseLock(lockPath(dir));
    throw error;
  }
}

/** Removes everything but the log, the lock last; also if the directory itself has gone meanwhile. */
export function releasePossession(dir: string, segments: string = segmentDirectory(dir)): void {
  try {
    removeSegmentDirectory(segments, LAST_FILES);
    if (existsSync(dir)) removeFiles(dir);
  } finally {
    releaseLock(lockPath(dir));
  }
}

/** Removes what a dead runtime left in `dir`, unless somebody lives there or is doing so already. */
export function clearRemains(dir: string): void {
  if (!existsSync(lockPath(dir))) return; // nothing is ours where no runtime has been
  clearIfDead(dir, () => {
    const segments = segmentDirectory(dir);
    if (existsSync(segments)) clearIfDead(segments, () => removeSegmentDirectory(segments, LAST_FILES));
    removeFiles(dir);
    rmSync(lockPath(dir), { force: true });
  });
}

function removeFiles(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (isOurs(dir, name)) unlink(join(dir, name));
  }
}

/**
 * Not `rmSync`, which looks at the file first: if that is a socket, Node remembers it when it resolves the next import.
 */
function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function isOurs(dir: string, name: string): boolean {
  if (name === CONTROL_SOCKET || name === STATE_FILE) return true;
  if (isWorkerSocketName(name) || TAKEOVER.test(name)) return true;
  return UNFINISHED.test(name) && ageMs(join(dir, name)) > UNFINISHED_MAX_AGE_MS;
}

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function refuseIfHeld(dir: string, holder: ProcessIdentity | undefined): void {
  if (holder === undefined) return;
  throw new ChimaeraError(
    'RUNTIME_ALREADY_RUNNING',
    `a runtime is already running in ${dir}: process ${holder.pid}; connect to it, stop it with \`npx chimaera runtime stop\`, or choose another directory with --dir`,
  );
}

function refuseIfBereft(dir: string, holder: ProcessIdentity | undefined): void {
  if (holder === undefined) return;
  throw new ChimaeraError(
    'RUNTIME_ALREADY_RUNNING',
    `process ${holder.pid} is a runtime in ${dir} that nobody can reach any more, because the directory was removed; end it with \`npx chimaera runtime stop\`, or choose another directory with --dir`,
  );
}
