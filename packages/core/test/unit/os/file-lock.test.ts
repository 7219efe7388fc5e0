import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { tryLockFile } from '../../../src/os/file-lock.js';

const directory = mkdtempSync(join(tmpdir(), 'chi-lock-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('one descriptor holds the lock until it is closed', async () => {
  const path = join(directory, 'one');
  const [first, second] = [await open(path, 'w+'), await open(path, 'r+')];
  expect(tryLockFile(first.fd)).toBe(true);
  expect(tryLockFile(first.fd)).toBe(true);
  expect(tryLockFile(second.fd)).toBe(false);
  await first.close();
  expect(tryLockFile(second.fd)).toBe(true);
  await second.close();
});

test('another process does not get it, and the lock of a dead process is free', async () => {
  const path = join(directory, 'two');
  const file = await open(path, 'w+');
  const tryThere = () =>
    promisify(execFile)('flock', ['-n', path, 'true']).then(
      () => true,
      () => false,
    );
  expect(tryLockFile(file.fd)).toBe(true);
  expect(await tryThere()).toBe(false);
  await file.close();
  expect(await tryThere()).toBe(true);
});
