// Directories that only their user may enter, in places such as /tmp and /dev/shm where anybody can prepare something
// under the name we are about to use.
import { lstatSync, mkdirSync } from 'node:fs';
import { ChimaeraError } from '../errors.js';

const OTHERS = 0o077;

/** Creates the directory with mode 0700, or accepts an existing one if `checkPrivateDirectory` does. */
export function ensurePrivateDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    checkPrivateDirectory(path);
  }
}

/** Throws `UNSAFE_DIRECTORY` unless this is a real directory, ours, and closed to everybody else. */
export function checkPrivateDirectory(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) throw unsafe(path, 'is a symbolic link');
  if (!stat.isDirectory()) throw unsafe(path, 'is not a directory');
  if (stat.uid !== userId()) throw unsafe(path, `belongs to user ${stat.uid}, not to ${userId()}`);
  if ((stat.mode & OTHERS) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    throw unsafe(path, `is open to other users (mode ${mode} instead of 0700)`);
  }
}

/** The user who will own created files. */
export function userId(): number {
  return process.geteuid?.() ?? 0;
}

function unsafe(path: string, what: string): ChimaeraError {
  return new ChimaeraError(
    'UNSAFE_DIRECTORY',
    `${path} ${what}, so others could read or replace what is put there; remove it, or choose another directory`,
  );
}
