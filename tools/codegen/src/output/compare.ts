/** Compares what is on disk with what should be there. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareText } from '../errors.js';
import { isUnderWay } from './temporary.js';

export interface Difference {
  readonly path: string;
  /** `stale`: different text; `missing`: no file; `orphan`: a file that nothing generates. */
  readonly kind: 'stale' | 'missing' | 'orphan';
}

/**
 * @param files path to text
 * @param owns whether every file in a directory is generated, so that others in it are orphans
 */
export function compare(files: ReadonlyMap<string, string>, owns: (dir: string) => boolean): Difference[] {
  const differences: Difference[] = [];
  for (const [path, text] of files) {
    const present = read(path);
    if (present === undefined) differences.push({ path, kind: 'missing' });
    else if (inLines(present) !== inLines(text)) differences.push({ path, kind: 'stale' });
  }
  for (const dir of new Set([...files.keys()].map((path) => dirname(path)).filter(owns))) {
    for (const name of names(dir)) {
      const path = join(dir, name);
      if (!files.has(path) && !isEditors(name) && !isUnderWay(name))
        differences.push({ path, kind: 'orphan' });
    }
  }
  return differences.sort((a, b) => compareText(a.path, b.path));
}

/** Whether an editor keeps this file while another is open: the lock of Emacs (`.#name`), the swap file of Vim. */
function isEditors(name: string): boolean {
  return /^\.(#|.*\.sw[a-p]$)/.test(name);
}

/** Git may check texts out with CRLF (core.autocrlf); that does not make the files stale. */
function inLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function names(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
