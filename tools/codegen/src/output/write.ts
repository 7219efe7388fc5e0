/** Makes the disk match what was generated; touches only what differs. */
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DiskError } from '../errors.js';
import { compare } from './compare.js';
import { isLeftBehind, temporaryOf } from './temporary.js';

export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Files in a generated folder that were not generated, and so were left alone. */
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
  const removed = orphans.filter((path) => isLeftBehind(basename(path)) || beginsWith(path, mark));
  const written = differences.filter(({ kind }) => kind !== 'orphan').map(({ path }) => path);
  writeAll(written.map((path) => [path, files.get(path)!]));
  for (const path of removed) rmSync(path, { force: true });
  return { written, removed, foreign: orphans.filter((path) => !removed.includes(path)) };
}

/**
 * Writes all files or none: their texts are on the disk before the first takes its place, so that nothing that can be
 * known in advance (no right to write, a full disk) stops it half-way. A reader sees an old file or a new one, never a
 * part. If the process is killed in between, the next run repairs the files.
 * @throws DiskError with the file and the reason
 */
export function writeAll(files: readonly (readonly [path: string, text: string])[]): void {
  const places = files.map(([path]) => ({ path, temporary: temporaryOf(path) }));
  const made: string[] = [];
  let path = '';
  try {
    for (const [i, [target, text]] of files.entries()) {
      path = target;
      makeDirectory(dirname(path), made);
      if (isDirectory(path)) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
      writeFileSync(places[i]!.temporary, text);
    }
    for (const place of places) {
      path = place.path;
      renameSync(place.temporary, path);
    }
  } catch (cause) {
    for (const { temporary } of places) removeIfThere(temporary);
    for (const directory of made.reverse()) removeIfEmpty(directory);
    throw new DiskError(`${path} cannot be written, and nothing was`, cause as NodeJS.ErrnoException);
  }
}

/**
 * Creates the directory and those above it; adds the new ones to `made`. On a read-only disk, Node's recursive mkdir
 * would report a missing parent.
 */
function makeDirectory(path: string, made: string[]): void {
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if (isDirectory(path)) return;
      throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${path}'`), { code: 'ENOTDIR' });
    }
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || isDirectory(parent)) throw error;
    makeDirectory(parent, made);
    makeDirectory(path, made);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Another run may have written there meanwhile. */
function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // As with a file: the reason has been reported already.
  }
}

/** What could not be created need not be removed: its directory may be a file. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The reason why files cannot be written has been reported already.
  }
}

function beginsWith(path: string, mark: string): boolean {
  try {
    return readFileSync(path, 'utf8').startsWith(mark);
  } catch {
    return false;
  }
}
