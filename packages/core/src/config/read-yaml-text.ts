import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { ChimaeraError } from '../errors.js';

/** Nobody writes that much by hand; the parser takes a thousand times as much memory, and minutes for some of it. */
const MAX_BYTES = 2 ** 20;
/**
 * What a shell hands down: `--config <(envsubst < template)`. Its other end is there already, so that it can be waited
 * for.
 */
const HANDED_DOWN = /^\/dev\/(stdin$|fd\/)|^\/proc\/self\/fd\//;

/**
 * The text of a file: of no directory, no device without an end, no pipe that nobody writes to.
 * @throws ChimaeraError CONFIG_INVALID with the path and what is the matter with it
 */
export function readYamlText(path: string): string {
  let bytes: Buffer;
  try {
    const stat = statSync(path);
    if (!stat.isFile() && !(stat.isFIFO() && HANDED_DOWN.test(path)))
      throw new Error('it is no regular file');
    bytes = readAtMost(path, MAX_BYTES + 1);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const matter = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read: ${message}`;
    throw new ChimaeraError('CONFIG_INVALID', `${path} ${matter}`, { cause });
  }
  if (bytes.length <= MAX_BYTES) return bytes.toString('utf8');
  throw new ChimaeraError('CONFIG_INVALID', `${path} is longer than 1 MB, the most that is read`);
}

/** Read in pieces, because a pipe does not know how much will come. */
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
