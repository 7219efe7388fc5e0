/** Lock files of an earlier state: from a commit of git, from a copy of the repository, or a single file. */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ArgumentError } from '../errors.js';
import { LOCK_FILE } from '../model/lock.js';
import { listNames, readText } from './files.js';
import type { TextFile } from './inputs.js';

export interface PromisedLock extends TextFile {
  /** The present directory of its module; undefined if only the module's name can tell. */
  readonly moduleDir: string | undefined;
}

const MOST_BYTES = 64 * 2 ** 20;
const DEEPEST = 3;
const SKIPPED = ['node_modules', 'dist', 'src', 'test'];

/**
 * @param dir the repository of modules as it is now
 * @throws ArgumentError if there is neither such a file or directory nor such a commit
 */
export function promisedLocks(dir: string, against: string): PromisedLock[] {
  const path = resolve(against);
  if (!existsSync(path)) return locksOfCommit(dir, against);
  if (!statSync(path).isDirectory()) return [{ path, text: readText(path)!, moduleDir: undefined }];
  return filesBelow(path, '').map((name) => ({
    path: join(path, name),
    text: readText(join(path, name))!,
    moduleDir: resolve(dir, dirname(name)),
  }));
}

function filesBelow(root: string, at: string, depth = 0): string[] {
  return listNames(join(root, at)).flatMap((name) => {
    const path = join(at, name);
    if (name === LOCK_FILE) return [path];
    const isSearched = depth < DEEPEST && !name.startsWith('.') && !SKIPPED.includes(name);
    return isSearched ? filesBelow(root, path, depth + 1) : [];
  });
}

function locksOfCommit(dir: string, against: string): PromisedLock[] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: dir,
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const unknown = `${against} is neither a file nor a directory, nor does git know such a commit`;
  if (against.startsWith('-')) throw new ArgumentError(unknown);
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', `${against}^{commit}`).trim();
  } catch {
    throw new ArgumentError(`${unknown}; in a shallow clone fetch it first: git fetch origin ${against}`);
  }
  // Paths of ls-tree are relative to the directory in which it runs, and so are those that begin with ./
  const names = git('ls-tree', '-r', '-z', '--name-only', commit)
    .split('\0')
    .filter((name) => name === LOCK_FILE || name.endsWith(`/${LOCK_FILE}`));
  return names.map((name) => ({
    path: `${against}:${name}`,
    text: git('show', `${commit}:./${name}`),
    moduleDir: resolve(dir, dirname(name)),
  }));
}
