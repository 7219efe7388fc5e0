/** Brings the disk in line with what was generated; touches only what differs. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compare } from './compare.js';

export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Files in a generated folder that are not generated and so were left alone. */
  readonly foreign: readonly string[];
}

/**
 * @param mark how a generated file begins: orphans that do not are somebody's work
 * @param owns as for compare
 */
export function write(
  files: ReadonlyMap<string, string>,
  mark: string,
  owns: (dir: string) => boolean,
): Written {
  const differences = compare(files, owns);
  const orphans = differences.filter(({ kind }) => kind === 'orphan').map(({ path }) => path);
  const removed = orphans.filter((path) => beginsWith(path, mark));
  const written = differences.filter(({ kind }) => kind !== 'orphan').map(({ path }) => path);
  for (const path of written) writeAtomically(path, files.get(path)!);
  for (const path of removed) rmSync(path);
  return { written, removed, foreign: orphans.filter((path) => !removed.includes(path)) };
}

/** A reader sees the old file or the new one, never a part. */
export function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function beginsWith(path: string, mark: string): boolean {
  try {
    return readFileSync(path, 'utf8').startsWith(mark);
  } catch {
    return false;
  }
}
