import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  adoptMapping,
  checkFreeSpace,
  createMappedFile,
  createPendingFile,
  type MappedMemory,
  openMappedFile,
  punchHole,
  retireFile,
} from '../../../src/os/mapped-file.js';
import { freshPath, shmScratch } from './shm-scratch.js';

const scratch = shmScratch();
const SIZE = 1 << 20;

async function createMappedFileAsync(path: string, byteLength: number): Promise<MappedMemory> {
  const { memory, reserve } = createPendingFile(path, byteLength);
  await reserve();
  return memory;
}

/** Bytes that the file really occupies. */
function occupied(path: string): number {
  return statSync(path).blocks * 512;
}

describe('creating', () => {
  test('makes a private file of zeros with every page reserved', () => {
    const path = freshPath(scratch);
    const memory = createMappedFile(path, SIZE);
    expect(memory).toMatchObject({ path, byteLength: SIZE });
    expect(memory.buffer.byteLength).toBe(SIZE);
    expect(memory.address % 4096n).toBe(0n);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(path).size).toBe(SIZE);
    expect(occupied(path)).toBe(SIZE);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  test('creates the same file in two steps', async () => {
    const path = freshPath(scratch);
    const memory = await createMappedFileAsync(path, SIZE);
    expect(memory.buffer.byteLength).toBe(SIZE);
    expect(occupied(path)).toBe(SIZE);
  });

  test('can reserve the first pages before the rest, up to the size of the file', async () => {
    const path = freshPath(scratch);
    const { reserve } = createPendingFile(path, SIZE);
    await reserve(8192);
    expect(occupied(path)).toBe(8192);
    await reserve();
    expect(occupied(path)).toBe(SIZE);
    await reserve(2 * SIZE);
    expect(statSync(path).size).toBe(SIZE);
  });

  test('writes reach the file and its other mappings', () => {
    const path = freshPath(scratch);
    const one = new Uint32Array(createMappedFile(path, SIZE).buffer);
    const other = new Uint32Array(openMappedFile(path, SIZE).buffer);
    one[3] = 0x12345678;
    Atomics.store(other, 4, 42);
    expect(other[3]).toBe(0x12345678);
    expect(Atomics.load(one, 4)).toBe(42);
    expect(readFileSync(path).readUInt32LE(12)).toBe(0x12345678);
  });

  test('refuses an existing file and leaves it alone', () => {
    const path = freshPath(scratch);
    writeFileSync(path, 'mine');
    expect(() => createMappedFile(path, SIZE)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test.each([0, -1, 1.5, NaN])('refuses a size of %p', (size) => {
    const path = freshPath(scratch);
    expect(() => createMappedFile(path, size)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(existsSync(path)).toBe(false);
  });
});

describe('opening', () => {
  test('refuses a file of another size', () => {
    const path = freshPath(scratch);
    createMappedFile(path, SIZE);
    expect(() => openMappedFile(path, SIZE * 2)).toThrow(
      expect.objectContaining({
        code: 'CONNECT_FAILED',
        message: expect.stringContaining(`${SIZE} bytes where`),
      }),
    );
  });

  test('refuses a missing file and a symbolic link', () => {
    const target = freshPath(scratch);
    createMappedFile(target, SIZE);
    const link = freshPath(scratch);
    symlinkSync(target, link);
    for (const path of [link, freshPath(scratch)]) {
      expect(() => openMappedFile(path, SIZE)).toThrow(expect.objectContaining({ code: 'CONNECT_FAILED' }));
    }
  });
});

describe('adopting', () => {
  test('a second view shows the same memory', () => {
    const memory = createMappedFile(freshPath(scratch), SIZE);
    const adopted = adoptMapping(memory.address, memory.byteLength, memory.path);
    new Uint8Array(memory.buffer)[SIZE - 1] = 7;
    expect(new Uint8Array(adopted.buffer)[SIZE - 1]).toBe(7);
  });

  test('a worker thread writes and this thread reads, even after the worker is gone', async () => {
    const memory = createMappedFile(freshPath(scratch), SIZE);
    const code = `
      const { workerData } = require('node:worker_threads');
      const koffi = require('koffi');
      new Uint32Array(koffi.view(workerData.address, workerData.byteLength))[5] = 99;`;
    const { address, byteLength } = memory;
    const worker = new Worker(code, { eval: true, workerData: { address, byteLength } });
    await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
    expect(new Uint32Array(memory.buffer)[5]).toBe(99);
  });
});

describe('giving memory back', () => {
  test('a hole reads as zeros and occupies nothing, and the size stays', () => {
    const path = freshPath(scratch);
    const bytes = new Uint8Array(createMappedFile(path, SIZE).buffer).fill(1);
    punchHole(path, 4096, 8192);
    expect([bytes[4095], bytes[4096], bytes[12287], bytes[12288]]).toEqual([1, 0, 0, 1]);
    expect(statSync(path).size).toBe(SIZE);
    const fd = openSync(path, 'r+');
    punchHole(fd, 0, SIZE);
    closeSync(fd);
    expect(occupied(path)).toBe(0);
  });

  test('retiring removes the file and all its pages but the first, and views stay usable', () => {
    const path = freshPath(scratch);
    const bytes = new Uint8Array(createMappedFile(path, SIZE).buffer).fill(1);
    const fd = openSync(path, 'r');
    retireFile(path);
    expect(existsSync(path)).toBe(false);
    expect(statSync(`/proc/self/fd/${fd}`).blocks * 512).toBe(4096);
    closeSync(fd);
    // A client that looks late can still read how the runtime has ended.
    expect([bytes[0], bytes[4095], bytes[4096], bytes[SIZE - 1]]).toEqual([1, 1, 0, 0]);
    bytes[SIZE - 1] = 1;
    retireFile(path);
  });

  test('retiring removes a FIFO without waiting for a process to open its other end', () => {
    const path = freshPath(scratch);
    execFileSync('mkfifo', [path]);
    retireFile(path);
    expect(existsSync(path)).toBe(false);
  });
});

describe('when there is too little room,', () => {
  const mountPoint = join(scratch, 'small');
  let mounted = false;
  beforeAll(() => {
    mkdirSync(mountPoint);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mountPoint], { stdio: 'ignore' });
      mounted = true;
    } catch {
      // not permitted to mount: the test that needs it does nothing
    }
  });
  afterAll(() => {
    if (mounted) execFileSync('umount', ['--lazy', mountPoint]);
  });

  test('a file larger than the file system is refused with the sizes and the remedy', () => {
    const { bavail, bsize } = statfsSync(scratch);
    const path = freshPath(scratch);
    const wanted = bavail * bsize + (1 << 30);
    const error = expect.objectContaining({
      code: 'SHM_TOO_SMALL',
      message: expect.stringMatching(/\d+ MB of shared memory are needed, \d+ MB are free.*--shm-size/s),
    });
    expect(() => createMappedFile(path, wanted)).toThrow(error);
    expect(() => checkFreeSpace(scratch, wanted)).toThrow(error);
    expect(existsSync(path)).toBe(false);
  });

  test('room lost during the reservation is an error too, and leaves no file behind', async () => {
    if (!mounted) return;
    // Interleaving: both look at the free space, then both reserve. Repeated until it has happened, because the second
    // may look when the first has reserved already.
    const paths = [join(mountPoint, 'a'), join(mountPoint, 'b')];
    let sawReservationFail = false;
    for (let round = 0; round < 500 && !sawReservationFail; round++) {
      const results = await Promise.allSettled(paths.map((path) => createMappedFileAsync(path, 3 << 20)));
      const failed = results.filter((result) => result.status === 'rejected');
      expect(failed.length).toBeGreaterThan(0); // both, if each got half of the room
      for (const { reason } of failed) expect(reason).toMatchObject({ code: 'SHM_TOO_SMALL' });
      sawReservationFail = failed.some(({ reason }) => String(reason).includes('ENOSPC'));
      expect(paths.filter((path) => existsSync(path))).toHaveLength(paths.length - failed.length);
      paths.forEach(retireFile);
    }
    expect(sawReservationFail).toBe(true);
  });
});
