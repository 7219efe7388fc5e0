import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { userId } from '../os/private-directory.js';
import { CONTROL_SOCKET } from './control-protocol.js';

/** Of the kernel's list: a socket that somebody listens on, by its flags, type and state, and its path. */
const LISTENING = /^\S+ \S+ \S+ 00010000 0001 01 +\d+ (\/.+)$/;
/** Nobody connects to one of these but the program that it is in. */
const TEMPORARY = /^embedded-/;
const MOST = 3;

/**
 * Where this user's other runtimes listen, a few of them, unless one listens in `dir`: a program that was started from
 * another kind of session looks in another default directory, and who looks in the wrong place is helped most by the
 * right one.
 */
export function otherRuntimes(dir: string, most = MOST): string[] {
  const dirs = listeningPaths()
    .filter((path) => basename(path) === CONTROL_SOCKET && isMine(path))
    .map((path) => dirname(path));
  if (dirs.includes(dir)) return [];
  return dirs.filter((other) => !TEMPORARY.test(basename(other))).slice(0, most);
}

function listeningPaths(): string[] {
  try {
    const lines = readFileSync('/proc/net/unix', 'latin1').split('\n');
    return lines.flatMap((line) => LISTENING.exec(line)?.slice(1) ?? []);
  } catch {
    return []; // without /proc there is no hint
  }
}

function isMine(path: string): boolean {
  try {
    return statSync(path).uid === userId();
  } catch {
    return false; // gone by now, or behind a door that is closed to this user
  }
}
