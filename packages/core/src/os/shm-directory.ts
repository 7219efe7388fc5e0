// Where the segments of a runtime lie. The name depends on the runtime's directory alone, so that whoever finds a dead
// runtime also finds its remains, and nobody else's.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, realpathSync, rmdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { retireFile } from './mapped-file.js';
import { checkPrivateDirectory, ensurePrivateDirectory, userId } from './private-directory.js';

export const SHM_ROOT = '/dev/shm';

/** The directory of the segments of the runtime in `runtimeDir`. */
export function segmentDirectory(runtimeDir: string): string {
  const hash = createHash('sha256').update(realPath(runtimeDir)).digest('hex').slice(0, 16);
  return join(SHM_ROOT, `chimaera-${userId()}-${hash}`);
}

/** Also resolves a path that does not exist (any more), as far as its existing part goes. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!isMissing || parent === path) throw error;
    return join(realPath(parent), basename(path));
  }
}

/** Creates it with mode 0700; an existing one must be ours alone (`UNSAFE_DIRECTORY`). */
export function createSegmentDirectory(directory: string): void {
  if (lstatSync(SHM_ROOT, { throwIfNoEntry: false }) === undefined) {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `Chimaera keeps its segments in ${SHM_ROOT}: mount a tmpfs there`,
    );
  }
  ensurePrivateDirectory(directory);
}

/** Retires the files in it, those named in `last` after all others, and removes it. A missing directory is fine. */
export function removeSegmentDirectory(directory: string, last: readonly string[] = []): void {
  if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) return;
  checkPrivateDirectory(directory);
  const others = readdirSync(directory).filter((name) => !last.includes(name));
  for (const name of [...others, ...last]) retireFile(join(directory, name));
  try {
    rmdirSync(directory);
  } catch (error) {
    // A runtime that waited for the last of the files is using the directory already.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}
