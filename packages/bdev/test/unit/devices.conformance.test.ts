import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlockDevice } from '../../src/devices/block-device.js';
import { openFileDevice } from '../../src/devices/open-file.js';
import { RamDevice } from '../../src/devices/ram-device.js';

// What every device that keeps its bytes must do, whatever keeps them.
const CAPACITY = 3 * 2 ** 20;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimaera-bdev-'));
});

afterAll(() => rm(directory, { recursive: true }));

const devices: [name: string, open: () => Promise<BlockDevice>][] = [
  ['ram', () => Promise.resolve(new RamDevice(CAPACITY))],
  ['ram in small chunks', () => Promise.resolve(new RamDevice(CAPACITY, 100_000))],
  ['file', () => openFileDevice(join(directory, 'device.dat'), CAPACITY, 32)],
  ['file, one transfer at a time', () => openFileDevice(join(directory, 'serial.dat'), CAPACITY, 1)],
];

function pattern(bytes: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + seed * 17 + (i >> 8)) & 0xff);
}

async function readBack(device: BlockDevice, offset: number, bytes: number): Promise<Uint8Array> {
  const view = new Uint8Array(bytes).fill(0xee);
  expect(await device.read(offset, view)).toBe(bytes);
  return view;
}

describe.each(devices)('%s', (_name, open) => {
  let device: BlockDevice;

  beforeAll(async () => {
    device = await open();
  });

  afterAll(() => device.close());

  test('has the capacity it was asked for, and begins as zeros', async () => {
    expect(device.capacity).toBe(CAPACITY);
    expect((await readBack(device, 0, CAPACITY)).every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    ['a block', 8192, 4096],
    ['a byte', 777, 1],
    ['an odd length at an odd place', 12_345, 54_321],
    ['the first bytes', 0, 10],
    ['the last bytes', CAPACITY - 100, 100],
    ['a MiB', 2 ** 20, 2 ** 20],
    ['nothing', 4096, 0],
  ])('gives back %s and leaves the neighbours alone', async (_what, offset, bytes) => {
    await device.write(0, new Uint8Array(CAPACITY).fill(0xaa));
    const written = pattern(bytes, offset);
    expect(await device.write(offset, written)).toBe(bytes);
    const all = await readBack(device, 0, CAPACITY);
    expect(Buffer.compare(all.subarray(offset, offset + bytes), written)).toBe(0);
    expect(all.subarray(0, offset).every((byte) => byte === 0xaa)).toBe(true);
    expect(all.subarray(offset + bytes).every((byte) => byte === 0xaa)).toBe(true);
  });

  test('fills a part of a buffer in place and nothing around it', async () => {
    await device.write(5000, pattern(100, 3));
    const memory = new Uint8Array(300).fill(0x55);
    await device.read(5000, memory.subarray(100, 200));
    expect(Buffer.compare(memory.subarray(100, 200), pattern(100, 3))).toBe(0);
    expect(memory.subarray(0, 100).every((byte) => byte === 0x55)).toBe(true);
    expect(memory.subarray(200).every((byte) => byte === 0x55)).toBe(true);
  });

  test('a flush after a write ends, and what was written is there', async () => {
    await device.write(4096, pattern(4096, 9));
    await device.flush();
    expect(Buffer.compare(await readBack(device, 4096, 4096), pattern(4096, 9))).toBe(0);
  });

  test('serves 200 transfers at once', async () => {
    const size = 4096;
    const count = 200;
    const all = Array.from({ length: count }, (_, i) => i);
    await Promise.all(all.map(async (i) => device.write(i * size, pattern(size, i))));
    const blocks = await Promise.all(all.map((i) => readBack(device, i * size, size)));
    expect(blocks.findIndex((block, i) => Buffer.compare(block, pattern(size, i)) !== 0)).toBe(-1);
  });
});
