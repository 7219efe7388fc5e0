import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Locks have 32 bytes, the state of a runtime a few hundred and a path that may be long. */
const MAX_BYTES = 64 * 1024;

/**
 * The text of a file that others may have replaced: does not wait for a pipe in its place, and reads only the beginning
 * of what has no end.
 */
export function readSmallFile(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.allocUnsafe(MAX_BYTES);
    return bytes.toString('utf8', 0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}
