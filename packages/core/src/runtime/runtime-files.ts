// What a runtime leaves in its directory, and how that is cleared away: by itself when it stops, or by the next one
// when it could not.
import { existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONTROL_SOCKET } from '../client/control-protocol.js';
import { ChimaeraError } from '../errors.js';
import { retireFile } from '../os/mapped-file.js';
import type { ProcessIdentity } from '../os/process-identity.js';
import { createSegmentDirectory, removeSegmentDirectory, segmentDirectory } from '../os/shm-directory.js';
import { acquireLock, releaseLock } from './lock-file.js';

export const STATE_FILE = 'runtime.json';
export const LOCK_FILE = 'runtime.lock';
const DEFAULT_LOG_FILE = 'chimaera.log';
const OF_WORKER = /^w\d+\.(sock|bell)$/;
/** Left by a process that died while it took a lock over. */
const TAKEOVER = /^runtime\.lock(\.\d+-\d+)+$/;
const UNFINISHED = /^runtime\.(lock|json)[.\d-]*\.new-/;
const UNFINISHED_MAX_AGE_MS = 60_000;

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
  refuseIfHeld(dir, acquireLock(lockPath(dir)));
  try {
    const segments = segmentDirectory(dir);
    createSegmentDirectory(segments);
    refuseIfBereft(dir, acquireLock(join(segments, LOCK_FILE)));
    try {
      for (const name of readdirSync(segments)) if (name !== LOCK_FILE) retireFile(join(segments, name));
      removeFiles(dir);
    } catch (error) {
      removeSegmentDirectory(segments);
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
    removeSegmentDirectory(segments);
    if (existsSync(dir)) removeFiles(dir);
  } finally {
    releaseLock(lockPath(dir));
  }
}

function removeFiles(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (isOurs(dir, name)) unlink(join(dir, name));
  }
}

/** Not `rmSync`, which looks at the file before: of a socket Node keeps that in mind where it resolves the next import. */
function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function isOurs(dir: string, name: string): boolean {
  if (name === CONTROL_SOCKET || name === STATE_FILE || OF_WORKER.test(name) || TAKEOVER.test(name))
    return true;
  return UNFINISHED.test(name) && ageMs(join(dir, name)) > UNFINISHED_MAX_AGE_MS;
}

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function refuseIfHeld(dir: string, holder: ProcessIdentity | undefined): void {
  if (holder === undefined) return;
  throw new ChimaeraError(
    'RUNTIME_ALREADY_RUNNING',
    `A runtime lives in ${dir} already: process ${holder.pid}. Connect to it, stop it with \`npx chimaera runtime stop\`, or choose another directory with --dir.`,
  );
}

function refuseIfBereft(dir: string, holder: ProcessIdentity | undefined): void {
  if (holder === undefined) return;
  throw new ChimaeraError(
    'RUNTIME_ALREADY_RUNNING',
    `Process ${holder.pid} is a runtime in ${dir} that nobody can reach any more, because the directory was removed. End it with \`npx chimaera runtime stop\`, or choose another directory with --dir.`,
  );
}
