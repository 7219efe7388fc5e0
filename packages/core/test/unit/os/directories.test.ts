import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createMappedFile } from '../../../src/os/mapped-file.js';
import { ensurePrivateDirectory, userId } from '../../../src/os/private-directory.js';
import {
  createSegmentDirectory,
  removeSegmentDirectory,
  segmentDirectory,
} from '../../../src/os/shm-directory.js';
import { checkSocketPath } from '../../../src/os/socket-path.js';
import { freshPath, shmScratch } from './shm-scratch.js';

const scratch = shmScratch();
const unsafe = (what: string) =>
  expect.objectContaining({ code: 'UNSAFE_DIRECTORY', message: expect.stringContaining(what) });

test('the segment directory follows from the real path of the runtime directory', () => {
  const runtimeDir = freshPath(scratch);
  mkdirSync(runtimeDir);
  const link = freshPath(scratch);
  symlinkSync(runtimeDir, link);
  const directory = segmentDirectory(runtimeDir);
  expect(directory).toMatch(new RegExp(`^/dev/shm/chimaera-${userId()}-[0-9a-f]{16}$`));
  expect(segmentDirectory(link)).toBe(directory);
  expect(segmentDirectory(scratch)).not.toBe(directory);
});

test('the segment directory is private, may already exist, and is removed with its files', () => {
  const runtimeDir = freshPath(scratch);
  mkdirSync(runtimeDir);
  const directory = segmentDirectory(runtimeDir);
  createSegmentDirectory(directory);
  try {
    createSegmentDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    createMappedFile(join(directory, 'main'), 4096);
    writeFileSync(join(directory, 'empty'), '');
    // What somebody else has put there.
    mkdirSync(join(directory, 'a', 'b'), { recursive: true });
    symlinkSync(runtimeDir, join(directory, 'link'));
    symlinkSync(join(directory, 'circle'), join(directory, 'circle'));
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    removeSegmentDirectory(directory);
    expect(existsSync(runtimeDir)).toBe(true);
    expect(existsSync(directory)).toBe(false);
    removeSegmentDirectory(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('a directory that others can enter is refused', () => {
  const directory = freshPath(scratch);
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  expect(() => ensurePrivateDirectory(directory)).toThrow(unsafe('mode 0755'));
});

test('a symbolic link or a file in its place is refused, even during cleanup', () => {
  const victim = freshPath(scratch);
  mkdirSync(victim, { mode: 0o700 });
  writeFileSync(join(victim, 'file'), 'x');
  const link = freshPath(scratch);
  symlinkSync(victim, link);
  const file = freshPath(scratch);
  writeFileSync(file, '');
  expect(() => ensurePrivateDirectory(link)).toThrow(unsafe('symbolic link'));
  expect(() => removeSegmentDirectory(link)).toThrow(unsafe('symbolic link'));
  expect(() => ensurePrivateDirectory(file)).toThrow(unsafe('not a directory'));
  expect(existsSync(join(victim, 'file'))).toBe(true);
});

test('a socket path may have at most 107 bytes', () => {
  const fits = `/${'a'.repeat(106)}`;
  expect(checkSocketPath(fits)).toBe(fits);
  const path = `/${'ä'.repeat(54)}`;
  expect(() => checkSocketPath(path)).toThrow(
    expect.objectContaining({
      code: 'PATH_TOO_LONG',
      message: expect.stringMatching(new RegExp(`${path}.* 109 bytes.* 107.*--dir`)),
    }),
  );
});
