import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BELL_SUBMISSIONS, CompletionBell } from '../../../src/os/completion-bell.js';
import { FSYNC_DATASYNC, IoUringOp, SILENT_USER_DATA, SqeFlag } from '../../../src/os/io-uring-layout.js';
import { IoUring, type Submission } from '../../../src/os/io-uring.js';
import { addressOf, mapPrivateMemory } from '../../../src/os/native-memory.js';

const isThere = ((): boolean => {
  try {
    IoUring.open(1, 2).close();
    return true;
  } catch (error) {
    console.warn(`no io_uring on this machine, its tests are skipped: ${String(error)}`);
    return false;
  }
})();

let directory: string;
let path: string;
let fd: number;
const memory = mapPrivateMemory(64 * 1024);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chimaera-uring-'));
  path = join(directory, 'file');
  writeFileSync(
    path,
    Uint8Array.from({ length: 8192 }, (_, i) => i % 251),
  );
  fd = openSync(path, 'r+');
});

afterAll(() => {
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

function submission(given: Partial<Submission>): Submission {
  const address = addressOf(memory);
  return {
    op: IoUringOp.kRead,
    fd,
    address,
    byteLength: 1,
    offset: 0,
    userData: 0,
    flags: 0,
    opFlags: 0,
    ...given,
  };
}

/** A reader waits here until somebody writes. */
function fifo(): { reader: number; writer: number; close: () => void } {
  const name = join(directory, 'fifo');
  execFileSync('mkfifo', [name]);
  const reader = openSync(name, constants.O_RDWR);
  const writer = openSync(name, constants.O_WRONLY);
  return { reader, writer, close: () => [reader, writer].forEach((end) => closeSync(end)) };
}

/** Completions as they come, until there are `count`. */
async function completions(ring: IoUring, count: number): Promise<Map<number, number>> {
  const results = new Map<number, number>();
  const deadline = performance.now() + 5000;
  while (results.size < count && performance.now() < deadline) {
    ring.submit();
    ring.reap((userData, result) => results.set(userData, result));
    await new Promise(setImmediate);
  }
  return results;
}

(isThere ? describe : describe.skip)('a ring', () => {
  test('reads, writes and syncs, and reports each outcome', async () => {
    const ring = IoUring.open(8, 16);
    memory.set([1, 2, 3, 4], 4096);
    ring.prepare(submission({ byteLength: 100, offset: 50, userData: 1 }));
    ring.prepare(
      submission({ op: IoUringOp.kFsync, byteLength: 0, address: 0, userData: 3, opFlags: FSYNC_DATASYNC }),
    );
    const { kWrite } = IoUringOp;
    ring.prepare(
      submission({ op: kWrite, address: addressOf(memory) + 4096, byteLength: 4, offset: 6000, userData: 2 }),
    );
    ring.prepare(submission({ fd: 99_999, userData: 0xffff_fff0 }));
    expect(ring.unsubmitted).toBe(4);
    const results = await completions(ring, 4);
    expect(Object.fromEntries(results)).toEqual({ 1: 100, 2: 4, 3: 0, [0xffff_fff0]: -9 });
    expect([...memory.subarray(0, 3)]).toEqual([50, 51, 52]);
    expect([...readFileSync(path).subarray(6000, 6005)]).toEqual([1, 2, 3, 4, 6004 % 251]);
    ring.close();
    ring.close();
  });

  test('accepts as many submissions as it was opened for, repeatedly', async () => {
    const ring = IoUring.open(4, 64);
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 4; i++) {
        expect(ring.room).toBe(4 - i);
        ring.prepare(submission({ offset: round * 4 + i, userData: round * 4 + i }));
      }
      expect(ring.room).toBe(0);
      ring.submit();
      expect(ring.room).toBe(4);
      expect((await completions(ring, 4)).size).toBe(4);
    }
    ring.close();
  });

  test('loses no completion when more arrive than its memory holds', async () => {
    const ring = IoUring.open(4, 4);
    const count = ring.cqEntries * 8;
    for (let i = 0; i < count; i++) {
      if (ring.room === 0) ring.submit();
      ring.prepare(submission({ op: IoUringOp.kNop, userData: i }));
    }
    const results = await completions(ring, count);
    expect([...results.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    ring.close();
  });

  test('counts submissions in the kernel, whether or not their completions were looked at', async () => {
    const ring = IoUring.open(8, 16);
    const ends = fifo();
    ring.prepare(submission({ fd: ends.reader, userData: 7 }));
    ring.prepare(submission({ op: IoUringOp.kNop, userData: SILENT_USER_DATA, flags: SqeFlag.kSkipSuccess }));
    ring.prepare(submission({ op: IoUringOp.kNop, userData: 8 }));
    expect(ring.underWay).toBe(0);
    ring.submit();
    expect(ring.underWay).toBe(1);
    ring.reap(() => undefined);
    expect(ring.underWay).toBe(1);
    ring.prepare(submission({ op: IoUringOp.kNop, userData: SILENT_USER_DATA, flags: SqeFlag.kSkipSuccess }));
    expect(ring.underWay).toBe(1);
    ring.submit();
    writeSync(ends.writer, 'x');
    const results = await completions(ring, 1);
    expect([...results]).toEqual([[7, 1]]);
    expect(ring.underWay).toBe(0);
    ends.close();
    ring.close();
  });

  test('an armed bell rings for every sleep in which something completes', async () => {
    const ring = IoUring.open(16, 32);
    let rings = 0;
    let onRing = (): void => undefined;
    const bell = new CompletionBell(ring, () => {
      rings++;
      onRing();
    });
    bell.keepAlive(true);
    for (let round = 1; round <= 20; round++) {
      const rung = new Promise<void>((resolve) => (onRing = resolve));
      ring.prepare(submission({ userData: round }));
      expect(ring.room).toBeGreaterThanOrEqual(BELL_SUBMISSIONS);
      bell.arm();
      ring.submit();
      const seen: number[] = [];
      // What ended before the bell was armed does not ring.
      if (ring.reap((userData) => seen.push(userData)) === 0) {
        await rung;
        bell.mute();
        ring.reap((userData) => seen.push(userData));
        expect(rings).toBeGreaterThan(0);
      }
      bell.mute();
      expect(seen).toEqual([round]);
    }
    bell.keepAlive(false);
  });

  test('a muted bell is silent', async () => {
    const ring = IoUring.open(16, 32);
    let rings = 0;
    const bell = new CompletionBell(ring, () => rings++);
    bell.arm();
    ring.submit();
    bell.mute();
    ring.prepare(submission({ userData: 5 }));
    expect([...(await completions(ring, 1)).keys()]).toEqual([5]);
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    expect(rings).toBe(0);
  });
});
