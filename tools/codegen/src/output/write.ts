/** Brings the disk in line with what was generated; touches only what differs. */
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DiskError } from '../errors.js';
import { compare } from './compare.js';
import { isLeftBehind, temporaryOf } from './temporary.js';

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
  const removed = orphans.filter((path) => isLeftBehind(basename(path)) || beginsWith(path, mark));
  const written = differences.filter(({ kind }) => kind !== 'orphan').map(({ path }) => path);
  writeAll(written.map((path) => [path, files.get(path)!]));
  for (const path of removed) rmSync(path, { force: true });
  return { written, removed, foreign: orphans.filter((path) => !removed.includes(path)) };
}

/**
 * All of the files or none: their texts are on the disk before the first takes its place, so that nothing that can be
 * known beforehand (no right to write, a full disk) stops it half-way. A reader sees an old file or a new one, never a
 * part. Whoever is killed in between leaves files that the next run brings in line.
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
 * With those above it; adds to `made` what was not there. Node's own way says of a read-only disk that the parent is
 * missing.
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
    // As with a file: it says no more than is said already.
  }
}

/** What could not be made need not be removed: its directory may be a file. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What keeps the files from being written is said already.
  }
}

function beginsWith(path: string, mark: string): boolean {
  try {
    return readFileSync(path, 'utf8').startsWith(mark);
  } catch {
    return false;
  }
}
