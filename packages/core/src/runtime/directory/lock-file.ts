import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ChimaeraError } from '../../errors.js';
import { isAlive, type ProcessIdentity, selfIdentity } from '../../os/process-identity.js';
import { readSmallFile } from './read-small-file.js';

/** At a greater depth, every process that tried to take over has died in the attempt. */
const MAX_DEPTH = 8;
const MAX_ATTEMPTS = 1000;
const RETRY_MS = 1;

/**
 * Makes the file at `path` this process's own. Returns undefined if it has the lock now, else the living process that
 * holds it.
 *
 * A lock is a file with the identity of its holder, linked into place whole. The lock of a dead holder is replaced only
 * by a process that holds a second lock, named after that dead holder. Of two processes that find the same dead holder,
 * the second is too late for that lock and starts over. The second lock may itself be left behind by a dead process,
 * like any other. Identities are never reused (os/process-identity.ts), so a name stands for one death for ever.
 */
export function acquireLock(path: string): ProcessIdentity | undefined {
  return acquire(path, 0);
}

/** The living process that holds the lock. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  const holder = readHolder(path);
  return holder !== undefined && isAlive(holder.pid, holder.startTime) ? holder : undefined;
}

/** Gives up a lock that this process holds; leaves another's alone. */
export function releaseLock(path: string): void {
  if (holdsLock(path)) rmSync(path, { force: true });
}

/** Whether this process holds the lock. */
export function holdsLock(path: string): boolean {
  const holder = readHolder(path);
  return holder !== undefined && isSelf(holder);
}

/** Gives others a moment. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
}

function acquire(path: string, depth: number): ProcessIdentity | undefined {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (linkInto(path)) return undefined;
    const holder = readHolder(path);
    if (holder === undefined) continue; // just released
    if (isAlive(holder.pid, holder.startTime)) return holder;
    if (depth === MAX_DEPTH) break;
    const takeover = `${path}.${holder.pid}-${holder.startTime}`;
    if (acquire(takeover, depth + 1) !== undefined) {
      pause(); // somebody is taking over right now
      continue;
    }
    try {
      if (sameAs(readHolder(path), holder)) {
        renameSync(writeOwn(path), path);
        return undefined;
      }
    } finally {
      releaseLock(takeover);
    }
  }
  throw new ChimaeraError(
    'SYSTEM_ERROR',
    `the lock ${path} keeps changing hands; remove it if no runtime uses it`,
  );
}

/** False if there is a lock already. */
function linkInto(path: string): boolean {
  const own = writeOwn(path);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Creates a file, under a name that nobody else uses, with this process's identity in it. */
function writeOwn(path: string): string {
  const { pid, startTime } = selfIdentity();
  const own = `${path}.new-${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(own, `${pid} ${startTime}\n`, { mode: 0o600, flag: 'wx' });
    return own;
  } catch (error) {
    rmSync(own, { force: true }); // on a full disk the file exists without its contents
    throw error;
  }
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const [, pid, startTime] = /^(\d{1,10}) (\d{1,20})\n$/.exec(readSmallFile(path)) ?? [];
    // No living process leaves anything but a lock here: pid 0 is never alive.
    return { pid: Number(pid ?? 0), startTime: startTime ?? '0' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (isLink(path)) return { pid: 0, startTime: '0' };
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ChimaeraError(
      'SYSTEM_ERROR',
      `the lock of a runtime cannot be read: ${message}; a runtime belongs to the user who started it; choose another directory with --dir`,
      { cause: error },
    );
  }
}

/** A symbolic link, to itself or to nothing, is nobody's lock. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function sameAs(a: ProcessIdentity | undefined, b: ProcessIdentity): boolean {
  return a?.pid === b.pid && a.startTime === b.startTime;
}

function isSelf(holder: ProcessIdentity): boolean {
  return sameAs(holder, selfIdentity());
}
