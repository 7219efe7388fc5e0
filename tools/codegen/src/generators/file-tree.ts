/** Where new files are written: a directory, or Nx's pending changes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listNames } from '../input/files.js';

export interface FileTree {
  exists(path: string): boolean;
  /** The text of a file, or null if there is none. */
  read(path: string, encoding: 'utf-8'): string | null;
  write(path: string, text: string): void;
  /** Names in a directory; none if there is no such directory. */
  children(path: string): string[];
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
