// Where a runtime keeps its state and its sockets, and where clients look for it.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { ensurePrivateDirectory, userId } from '../os/private-directory.js';
import type { Environment } from './load.js';

/** The absolute path of the first of: `dir` (--dir), CHI_RUNTIME_DIR, the user's default. It need not exist. */
export function runtimeDirectory(dir?: string, env: Environment = process.env): string {
  return resolve(dir || env.CHI_RUNTIME_DIR || defaultDirectory(env));
}

/**
 * Creates the directory, closed to others. An existing one that the user chose is taken as it is. Below the default
 * place, which in /tmp anybody could have prepared, everything must be the user's own (`UNSAFE_DIRECTORY`).
 * @throws ChimaeraError also SYSTEM_ERROR
 */
export function createRuntimeDirectory(directory: string, env: Environment = process.env): void {
  if (directory === resolve(defaultDirectory(env))) {
    createDefaultParent(directory, env);
    ensurePrivateDirectory(directory);
  } else {
    makeDirectories(directory);
  }
}

/**
 * Creates the parent of a default directory.
 * @throws ChimaeraError UNSAFE_DIRECTORY; SYSTEM_ERROR, for instance if XDG_RUNTIME_DIR is left over from another
 * session
 */
export function createDefaultParent(directory: string, env: Environment = process.env): string {
  const parent = dirname(directory);
  try {
    ensurePrivateDirectory(parent);
  } catch (cause) {
    if (cause instanceof ChimaeraError) throw cause;
    const place = env.XDG_RUNTIME_DIR ? 'XDG_RUNTIME_DIR' : '/tmp';
    const message =
      `the directory of the runtime cannot be created in ${place}: ${(cause as Error).message}; ` +
      `${env.XDG_RUNTIME_DIR ? 'fix or unset XDG_RUNTIME_DIR, or choose' : 'choose'} another one with --dir or CHI_RUNTIME_DIR`;
    throw new ChimaeraError('SYSTEM_ERROR', message, { cause });
  }
  return parent;
}

function makeDirectories(directory: string): void {
  try {
    makeDirectory(directory);
  } catch (cause) {
    const message = `the directory of the runtime cannot be created: ${(cause as Error).message}; choose another one with --dir`;
    throw new ChimaeraError('SYSTEM_ERROR', message, { cause });
  }
}

/**
 * Like mkdir -p, but Node's own recursive mkdir never returns where the system reports an existing parent as missing,
 * as below /proc.
 */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(directory).isDirectory()) return;
    const parent = dirname(directory);
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    makeDirectory(parent);
    makeDirectory(directory);
  }
}

function defaultDirectory(env: Environment): string {
  return join(env.XDG_RUNTIME_DIR || '/tmp', `chimaera-${userId()}`, 'default');
}
