/** Where new files are written: a directory, or Nx's pending changes. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GeneratorError } from './generator-error.js';
import { listNames, readText } from '../input/files.js';
import { writeAll } from '../output/write.js';

export interface FileTree {
  exists(path: string): boolean;
  /** The text of a file, or null if there is none. */
  read(path: string, encoding: 'utf-8'): string | null;
  write(path: string, text: string): void;
  /** Names in a directory; none if there is no such directory. */
  children(path: string): string[];
}

/**
 * The contents of a JSON file; an empty object if there is no such file.
 * @throws GeneratorError if it is not JSON
 */
export function readJson<T extends object>(tree: FileTree, path: string): Partial<T> {
  try {
    return JSON.parse(tree.read(path, 'utf-8') ?? '{}') as Partial<T>;
  } catch (error) {
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The files below a directory, written at once. */
export function diskTree(root: string): FileTree {
  return {
    exists: (path) => existsSync(join(root, path)),
    read: (path) => readText(join(root, path)) ?? null,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    children: (path) => listNames(join(root, path)),
  };
}

/**
 * The files below a directory. What is written to it takes effect with `commit`: all of it or nothing.
 * @throws DiskError at `commit`
 */
export function pendingTree(root: string): FileTree & { commit(): void } {
  const texts = new Map<string, string>();
  return {
    ...diskTree(root),
    write: (path, text) => void texts.set(join(root, path), text),
    commit: () => writeAll([...texts]),
  };
}
