import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Locks have 32 bytes, the state of a runtime some hundred, and a long path. */
const MAX_BYTES = 64 * 1024;

/**
 * The text of a file that others may have replaced: a pipe in its place is not waited for, and of what has no end the
 * beginning is read.
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
