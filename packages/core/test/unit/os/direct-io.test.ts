import { closeSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blockDeviceBytes, directIoAlignment, reserveFile } from '../../../src/os/direct-io.js';
import { createMappedFile } from '../../../src/os/mapped-file.js';
import {
  addressOf,
  giveBulkMemory,
  mapPrivateMemory,
  takeBulkMemory,
} from '../../../src/os/native-memory.js';
import { freshPath, shmScratch } from './shm-scratch.js';

const scratch = shmScratch();
let directory: string;
let path: string;
let fd: number;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chimaera-direct-'));
  path = join(directory, 'file');
  fd = openSync(path, 'w+');
});

afterAll(() => {
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

test('alignments are powers of two for files that support direct transfers', () => {
  const alignment = directIoAlignment(fd);
  if (alignment === undefined) return;
  for (const bytes of [alignment.memory, alignment.offset]) expect(Math.log2(bytes) % 1).toBe(0);
  expect(alignment.offset).toBeGreaterThanOrEqual(512);
});

test('reserves a file to the size asked for', async () => {
  expect(await reserveFile(fd, 1_000_000)).toBe(0);
  expect(statSync(path).size).toBe(1_000_000);
  expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(1_000_000);
  expect(await reserveFile(-1, 4096)).toBe(9);
});

test('a file is not a block device', () => {
  expect(() => blockDeviceBytes(fd)).toThrow('ENOTTY');
});

test('the address of a view is known only where its memory was mapped', () => {
  const { buffer, address } = createMappedFile(freshPath(scratch), 8192);
  expect(addressOf(new Uint8Array(buffer, 100, 8))).toBe(Number(address) + 100);
  const own = mapPrivateMemory(8192);
  expect(addressOf(own) % 4096).toBe(0);
  expect(own.every((byte) => byte === 0)).toBe(true);
  expect(addressOf(own.subarray(17))).toBe(addressOf(own) + 17);
  expect(addressOf(new Uint8Array(8))).toBe(0);
});

test('bulk memory is zeroed, even when reused, and aligned to huge pages', () => {
  const MIB = 2 ** 20;
  const first = takeBulkMemory(3 * MIB);
  expect(first.byteLength).toBe(3 * MIB);
  expect(addressOf(first) % (2 * MIB)).toBe(0);
  expect(first.every((byte) => byte === 0)).toBe(true);
  first.fill(7);
  giveBulkMemory(first);
  const again = takeBulkMemory(3 * MIB);
  expect(addressOf(again)).toBe(addressOf(first));
  expect(again.every((byte) => byte === 0)).toBe(true);
  expect(addressOf(takeBulkMemory(3 * MIB))).not.toBe(addressOf(again));
});
