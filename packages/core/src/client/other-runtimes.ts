import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { userId } from '../os/private-directory.js';
import { CONTROL_SOCKET } from './control-protocol.js';

/** An entry of the kernel's list: a listening socket, by its flags, type and state, and its path. */
const LISTENING = /^\S+ \S+ \S+ 00010000 0001 01 +\d+ (\/.+)$/;
/** Only the program that contains such a runtime connects to it. */
const TEMPORARY = /^embedded-/;
const MOST = 3;

/**
 * Where other runtimes of this user listen, at most `most` of them; none if one listens in `dir`. A program that was
 * started from another kind of session has another default directory, and what helps it most is the right one.
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
    return false; // gone by now, or not accessible to this user
  }
}
