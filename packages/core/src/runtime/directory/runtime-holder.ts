import { join } from 'node:path';
import type { ProcessIdentity } from '../../os/process-identity.js';
import { segmentDirectory } from '../../os/shm-directory.js';
import { lockHolder } from './lock-file.js';
import { lockPath } from './runtime-files.js';
import { LOCK_FILE } from './runtime-lock.js';

/** The process of the runtime in a directory. */
export interface RuntimeHolder {
  readonly process: ProcessIdentity;
  /**
   * Directory of its segments if its own directory was removed while it runs, so that nobody can connect to it any
   * more.
   */
  readonly bereft: string | undefined;
}

/**
 * The runtime of `dir`, known by the lock there, or by the lock of the segments, whose place depends on the path only.
 */
export function runtimeHolder(dir: string): RuntimeHolder | undefined {
  const process = lockHolder(lockPath(dir));
  if (process !== undefined) return { process, bereft: undefined };
  const segments = segmentDirectory(dir);
  const left = lockHolder(join(segments, LOCK_FILE));
  return left === undefined ? undefined : { process: left, bereft: segments };
}
