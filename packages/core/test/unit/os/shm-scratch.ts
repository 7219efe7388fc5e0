// A scratch directory below /dev/shm for one test file, removed after its tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

export function shmScratch(): string {
  const directory = mkdtempSync('/dev/shm/chimaera-test-');
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A path in a scratch directory that nothing else uses. */
export function freshPath(directory: string): string {
  return join(directory, `f${counter++}`);
}

let counter = 0;
