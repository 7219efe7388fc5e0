import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { ChimaeraError } from '../errors.js';

/** Nobody writes this much by hand. The parser takes a thousand times as much memory, and for some inputs minutes. */
const MAX_BYTES = 2 ** 20;
/**
 * Pipes that a shell passes on, as in `--config <(envsubst < template)`. They have a writer already, so it is safe to
 * wait for it.
 */
const HANDED_DOWN = /^\/dev\/(stdin$|fd\/)|^\/proc\/self\/fd\//;

/**
 * The text of a file. Refuses directories, endless devices, and pipes that nobody writes to.
 */
export function readYamlText(path: string): string {
  let bytes: Buffer;
  try {
    const stat = statSync(path);
    if (!stat.isFile() && !(stat.isFIFO() && HANDED_DOWN.test(path)))
      throw new Error('it is not a regular file');
    bytes = readAtMost(path, MAX_BYTES + 1);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const matter = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read: ${message}`;
    throw new ChimaeraError('CONFIG_INVALID', `${path} ${matter}`, { cause });
  }
  if (bytes.length <= MAX_BYTES) return bytes.toString('utf8');
  throw new ChimaeraError('CONFIG_INVALID', `${path} is longer than 1 MB, the limit`);
}

/** Read in pieces, because the size of what a pipe delivers is not known in advance. */
function readAtMost(path: string, limit: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(limit);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(fd, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
