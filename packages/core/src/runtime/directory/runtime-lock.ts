// The lock of a runtime in a directory, and the lock of a process that removes what a dead runtime left there. They are
// separate because the holder of the first is taken for a runtime, so that no other can start and `stop` would kill it,
// and because a process that starts elsewhere clears up, too.
import { join } from 'node:path';
import { ChimaeraError } from '../../errors.js';
import { isDying, type ProcessIdentity } from '../../os/process-identity.js';
import { acquireLock, holdsLock, lockHolder, pause, releaseLock } from './lock-file.js';

export const LOCK_FILE = 'runtime.lock';
export const CLEARING_LOCK = 'clearing.lock';
/** Clearing takes a fraction of a millisecond per MiB, and so does the end of a killed process. */
const LONGEST_CLEARING_MS = 10_000;

/**
 * Makes the lock of a runtime in `directory` this process's own, once nobody clears it any more and no runtime is dying
 * there. Returns undefined if it has the lock now, else the living process that holds it.
 * @param make creates a directory that may be removed at this very moment; without it, the directory stays
 */
export function takeRuntimeLock(directory: string, make?: () => void): ProcessIdentity | undefined {
  const lock = join(directory, LOCK_FILE);
  const deadlineMs = performance.now() + LONGEST_CLEARING_MS;
  do {
    try {
      make?.();
      let holder = acquireLock(lock);
      while (holder !== undefined && isDying(holder) && performance.now() < deadlineMs) {
        pause();
        holder = acquireLock(lock);
      }
      if (holder !== undefined) return holder;
    } catch (error) {
      if (make === undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      pause();
      continue;
    }
    // [clearing] The runtime's lock exists before this look, so a process that begins to clear afterwards finds the
    // lock.
    while (isBeingCleared(directory) && performance.now() < deadlineMs) pause();
    if (isBeingCleared(directory)) break;
    if (holdsLock(lock)) return undefined;
    // The lock was removed with the rest.
  } while (performance.now() < deadlineMs);
  releaseLock(lock);
  throw new ChimaeraError(
    'SYSTEM_ERROR',
    `what a runtime left in ${directory} is being cleared away without end, by the process in its ${CLEARING_LOCK}`,
  );
}

/**
 * Calls `clear` if the runtime in a directory is dead, and nobody else is clearing it. `clear` has to remove that
 * runtime's lock, after everything but the clearing lock. False if it was not called.
 */
export function clearIfDead(directory: string, clear: () => void): boolean {
  const clearing = join(directory, CLEARING_LOCK);
  const lock = join(directory, LOCK_FILE);
  if (lockHolder(lock) !== undefined || acquireLock(clearing) !== undefined) return false;
  try {
    // [clearing] Read while this lock exists: whoever takes the other lock afterwards waits.
    if (lockHolder(lock) !== undefined) return false;
    clear();
    return true;
  } finally {
    releaseLock(clearing);
  }
}

/** Whether somebody is clearing it now. */
export function isBeingCleared(directory: string): boolean {
  return lockHolder(join(directory, CLEARING_LOCK)) !== undefined;
}
