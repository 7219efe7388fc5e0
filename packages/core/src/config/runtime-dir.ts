// Where a runtime keeps its state and its sockets, and where clients look for it.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensurePrivateDirectory, userId } from '../os/private-directory.js';
import type { Environment } from './load.js';

/** The absolute path of the first of: `dir` (--dir), CHI_RUNTIME_DIR, the user's default. It need not exist. */
export function runtimeDirectory(dir?: string, env: Environment = process.env): string {
  return resolve(dir || env.CHI_RUNTIME_DIR || defaultDirectory(env));
}

/**
 * Creates it, closed to others. One that the user chose and that exists is taken as it is; below the default
 * place, which in /tmp anybody could have prepared, everything must be the user's own (`UNSAFE_DIRECTORY`).
 */
export function createRuntimeDirectory(directory: string, env: Environment = process.env): void {
  if (directory === resolve(defaultDirectory(env))) {
    ensurePrivateDirectory(dirname(directory));
    ensurePrivateDirectory(directory);
  } else {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
}

function defaultDirectory(env: Environment): string {
  return join(env.XDG_RUNTIME_DIR || '/tmp', `chimaera-${userId()}`, 'default');
}
