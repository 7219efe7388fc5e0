/**
 * The files that the generator reads. It remembers what it has read, so that a later run can tell whether anything has
 * changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { Unreadable } from '../errors.js';

const MOST_BYTES = 8 * 2 ** 20;

/** Path, or path and `/` for a listing, to a hash of what was found; null if there was nothing. */
export type Observations = Readonly<Record<string, string | null>>;

export class Files {
  private readonly seen = new Map<string, string | null>();

  /** The text of a file, or undefined if there is none. */
  read(path: string): string | undefined {
    const text = readText(path);
    this.seen.set(path, text === undefined ? null : hashOf(text));
    return text;
  }

  /** Like read, for a file that is also an output: whether that has changed since is known elsewhere. */
  peek(path: string): string | undefined {
    return readText(path);
  }

  exists(path: string): boolean {
    const found = existsSync(path);
    // The content of a file that only has to exist does not matter.
    if (!this.seen.has(path)) this.seen.set(`${path}?`, found ? 'there' : null);
    return found;
  }

  /** Sorted names in a directory; none if there is no such directory. */
  list(path: string): string[] {
    const names = listNames(path);
    this.seen.set(`${path}/`, hashOf(names.join('\n')));
    return names;
  }

  get observations(): Observations {
    return Object.fromEntries(this.seen);
  }
}

/** Whether everything is as it was observed. */
export function isUnchanged(observations: Observations): boolean {
  try {
    return Object.entries(observations).every(([path, expected]) => observe(path) === expected);
  } catch {
    return false; // whoever needs the file reports that it cannot be read
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * The text of a file, or undefined if there is none.
 * @throws Unreadable if the file exists, but is not readable for us, is a pipe, or is larger than any source
 */
export function readText(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isDirectory()) return undefined;
    if (!found.isFile()) throw new Unreadable(path, 'it is not a regular file');
    if (found.size > MOST_BYTES)
      throw new Unreadable(path, `it has ${found.size} bytes; no source has so many`);
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Unreadable || code === undefined) throw error;
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined;
    throw new Unreadable(path, message);
  }
}

export function listNames(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function observe(path: string): string | null {
  if (path.endsWith('/')) return hashOf(listNames(path.slice(0, -1)).join('\n'));
  if (path.endsWith('?')) return existsSync(path.slice(0, -1)) ? 'there' : null;
  const text = readText(path);
  return text === undefined ? null : hashOf(text);
}
