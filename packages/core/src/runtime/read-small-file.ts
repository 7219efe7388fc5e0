import { closeSync, constants, openSync, readFileSync } from 'node:fs';

/** The text of a file that others may have replaced: a pipe in its place is not waited for. */
export function readSmallFile(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}
