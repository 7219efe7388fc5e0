/** Where new files are written: a directory, or Nx's pending changes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GeneratorError } from './generator-error.js';
import { listNames } from '../input/files.js';

export interface FileTree {
  exists(path: string): boolean;
  /** The text of a file, or null if there is none. */
  read(path: string, encoding: 'utf-8'): string | null;
  write(path: string, text: string): void;
  /** Names in a directory; none if there is no such directory. */
  children(path: string): string[];
}

/**
 * What a JSON file says; an object without members if there is no such file.
 * @throws GeneratorError when it is no JSON
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
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null),
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    children: (path) => listNames(join(root, path)),
  };
}
