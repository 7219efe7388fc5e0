// What a runtime leaves in its directory, and how that is cleared away: by itself when it stops, or by the next one
// when it could not.
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
/** Left by a process that died while it took a lock over. */
const TAKEOVER = /^(runtime|clearing)\.lock(\.\d+-\d+)+$/;
const UNFINISHED = /^(runtime|clearing)\.(lock|json)[.\d-]*\.new-/;
const UNFINISHED_MAX_AGE_MS = 60_000;

/** Beside the segments: says in which PID namespace the lock's process id means something. */
export const NAMESPACE_FILE = 'pidns';

/** In the order in which they go, after all else: by them others judge what is left if who clears up dies of it. */
export const LAST_FILES: readonly string[] = [NAMESPACE_FILE, LOCK_FILE, CLEARING_LOCK];

export function lockPath(dir: string): string {
  return join(dir, LOCK_FILE);
}

/** Relative paths are meant from the runtime's directory. */
export function logPath(dir: string, file: string | undefined): string {
  return resolve(dir, file ?? DEFAULT_LOG_FILE);
}

/**
 * Makes `dir` and its directory of segments this process's own, and clears what a dead runtime left there. The
 * segments have a lock of their own: their place follows from the path of `dir`, which may have been removed
 * and made again under a runtime that lives. Gives that directory.
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
      // Somebody who would clear it finds that there is nothing to clear, and takes a lock with him that he leaves.
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

/** Clears everything away but the log, the lock last; also where the directory itself has gone meanwhile. */
export function releasePossession(dir: string, segments: string = segmentDirectory(dir)): void {
  try {
    removeSegmentDirectory(segments, LAST_FILES);
    if (existsSync(dir)) removeFiles(dir);
  } finally {
    releaseLock(lockPath(dir));
  }
}

/** Clears away what a dead runtime left in `dir`, unless somebody lives there or does it already. */
export function clearRemains(dir: string): void {
  if (!existsSync(lockPath(dir))) return; // where no runtime has been, nothing is ours
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
 * Not `rmSync`, which looks at the file before: of a socket Node keeps that in mind where it resolves the next import.
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
    `a runtime lives in ${dir} already: process ${holder.pid}; connect to it, stop it with \`npx chimaera runtime stop\`, or choose another directory with --dir`,
  );
}

function refuseIfBereft(dir: string, holder: ProcessIdentity | undefined): void {
  if (holder === undefined) return;
  throw new ChimaeraError(
    'RUNTIME_ALREADY_RUNNING',
    `process ${holder.pid} is a runtime in ${dir} that nobody can reach any more, because the directory was removed; end it with \`npx chimaera runtime stop\`, or choose another directory with --dir`,
  );
}
