import { type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLockFile } from '@chimaera/core/module';
import { bdevError } from '../errors.js';

/** A process that was killed a moment ago may still hold its lock. */
export const LOCK_PATIENCE_MS = 2000;
export const LOCK_POLL_MS = 10;

/**
 * Locks the file for this device alone, for as long as this handle is open: under another name of the file, or with
 * other metadata, a second device would hand out the same blocks.
 * @throws DEVICE_BUSY
 */
export async function claimFile(file: FileHandle, path: string): Promise<void> {
  for (const beganMs = performance.now(); !isOurs(file);) {
    if (performance.now() - beganMs > LOCK_PATIENCE_MS) throw busy(path);
    await sleep(LOCK_POLL_MS);
  }
}

export function busy(path: string): Error {
  return bdevError('DEVICE_BUSY', `${path} is in use: another pool or runtime has the device open`);
}

/** Where the file system has no locks, the metadata's lock is all there is. */
function isOurs({ fd }: FileHandle): boolean {
  try {
    return tryLockFile(fd);
  } catch {
    return true;
  }
}
