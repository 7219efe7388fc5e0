import { closeSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { IoUringOp } from '../../../src/os/io-uring-layout.js';
import { IoUring } from '../../../src/os/io-uring.js';
import { fileCalls } from '../../../src/os/libc/file-calls.js';
import { addressOf, mapPrivateMemory, takeBulkMemory } from '../../../src/os/native-memory.js';
import { settleRemains } from '../../../src/os/settle-remains.js';
import { remains } from '../../../src/os/thread-remains.js';

const BULK_BYTES = 4 * 2 ** 20;
const SOON_MS = 60;
const LONG_MS = 20_000;

/** From earlier tests in this process: the mappings of a ring stay. */
const others = rings();
const isThere = ((): boolean => {
  try {
    IoUring.open(1, 2).close();
    return true;
  } catch {
    return false;
  }
})();

/** Descriptors and mappings of io_urings in this process. */
function rings(): number {
  const descriptors = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('io_uring');
    } catch {
      return false;
    }
  });
  const mappings = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes('io_uring'));
  return descriptors.length + mappings.length;
}

(isThere ? test : test.skip)(
  'nothing of a thread is given back while the kernel has a transfer of it, all of it afterwards',
  async () => {
    const before = rings();
    const bulk = takeBulkMemory(BULK_BYTES).fill(7);
    const ends = new Int32Array(2);
    expect(fileCalls().pipe2(ends, 0)).toBe(0);
    const [from, to] = ends as unknown as [number, number];
    const ring = IoUring.open(4, 8);
    const memory = mapPrivateMemory(4096);
    ring.prepare({
      op: IoUringOp.kRead,
      fd: from,
      address: addressOf(memory),
      byteLength: 1,
      offset: 0,
      userData: 1,
      flags: 0,
      opFlags: 0,
    });
    ring.submit();

    expect(await settleRemains(remains(), SOON_MS)).toBe(false);
    expect(rings()).toBeGreaterThan(before);
    expect(bulk.every((byte) => byte === 7)).toBe(true);

    const settled = settleRemains(remains(), LONG_MS);
    writeSync(to, 'x');
    expect(await settled).toBe(true);
    expect(memory[0]).toBe('x'.charCodeAt(0));
    expect(rings()).toBe(others);
    expect(bulk.every((byte) => byte === 0)).toBe(true);
    expect(remains().descriptors).toEqual([]);
    closeSync(from);
    closeSync(to);
  },
);
