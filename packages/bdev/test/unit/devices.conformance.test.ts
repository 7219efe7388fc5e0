import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deviceIo } from '@chimaera/core/module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlockDevice } from '../../src/devices/block-device.js';
import { openFileDevice } from '../../src/devices/open-file.js';
import { RamDevice } from '../../src/devices/ram-device.js';
import { enginesHere } from '../support/engines.js';
import { numbersFrom } from '../support/random.js';

// What every device that keeps its bytes must do, wherever they are and whatever moves them.
const CAPACITY = 3 * 2 ** 20;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimaera-bdev-'));
});

afterAll(() => rm(directory, { recursive: true }));

type Named = [name: string, open: () => Promise<BlockDevice>];

const files: Named[] = enginesHere.flatMap((engine) =>
  [true, false].flatMap((directIo) =>
    [32, 1].map((ioDepth): Named => {
      const name = `file, ${engine.name}, ${directIo ? 'direct' : 'buffered'}, depth ${ioDepth}`;
      const options = { capacity: CAPACITY, engine, directIo, ioDepth };
      return [name, () => openFileDevice(join(directory, name.replace(':', '-')), options)];
    }),
  ),
);
const devices: Named[] = [
  ['ram', () => Promise.resolve(new RamDevice(CAPACITY))],
  ['ram in small chunks', () => Promise.resolve(new RamDevice(CAPACITY, 100_000))],
  ...files,
];

function pattern(bytes: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + seed * 17 + (i >> 8)) & 0xff);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
/** Whether every byte has this value; a loop over MiB would take long. */
const isFull = (view: Uint8Array, byte: number): boolean => same(view, Buffer.alloc(view.byteLength, byte));
const onHeap = (bytes: number): Uint8Array => new Uint8Array(bytes);
/** Memory like that of clients' buffers, which the kernel may use. */
const mapped = (bytes: number): Uint8Array => {
  if (mappedTop + bytes > mappedMemory.byteLength) mappedTop = 0;
  const start = mappedTop;
  mappedTop = Math.ceil((start + bytes) / 4096) * 4096;
  return mappedMemory.subarray(start, start + bytes);
};
const mappedMemory = deviceIo.mapPrivateMemory(32 * 2 ** 20);
let mappedTop = 0;

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

  test('has the capacity asked for and starts as zeros', async () => {
    expect(device.capacity).toBe(CAPACITY);
    expect(isFull(await readBack(device, 0, CAPACITY), 0)).toBe(true);
  });

  describe.each([
    ['mapped memory', mapped],
    ['memory of the heap', onHeap],
  ])('with %s', (_where, memory) => {
    test.each([
      ['a block', 8192, 4096],
      ['a byte', 777, 1],
      ['an odd length at an odd place', 12_345, 54_321],
      ['whole sectors and a bit', 8192, 10_000],
      ['a bit and whole sectors', 8000, 4096 * 3 + 192],
      ['the end of one sector and the begin of the next', 4090, 12],
      ['the first bytes', 0, 10],
      ['the last bytes', CAPACITY - 100, 100],
      ['a MiB', 2 ** 20, 2 ** 20],
      ['an odd MiB', 2 ** 20 + 1, 2 ** 20 + 3],
      ['nothing', 4096, 0],
    ])('returns %s and leaves the neighbours alone', async (_what, offset, bytes) => {
      await device.write(0, memory(CAPACITY).fill(0xaa));
      const written = memory(bytes);
      written.set(pattern(bytes, offset));
      expect(await device.write(offset, written)).toBe(bytes);
      const all = await readBack(device, 0, CAPACITY);
      expect(same(all.subarray(offset, offset + bytes), pattern(bytes, offset))).toBe(true);
      expect(isFull(all.subarray(0, offset), 0xaa)).toBe(true);
      expect(isFull(all.subarray(offset + bytes), 0xaa)).toBe(true);
      const back = memory(bytes);
      expect(await device.read(offset, back)).toBe(bytes);
      expect(same(back, pattern(bytes, offset))).toBe(true);
    });

    test('fills a part of a buffer in place and nothing around it', async () => {
      await device.write(5000, pattern(100, 3));
      const buffer = memory(300).fill(0x55);
      await device.read(5000, buffer.subarray(100, 200));
      expect(same(buffer.subarray(100, 200), pattern(100, 3))).toBe(true);
      expect(isFull(buffer.subarray(0, 100), 0x55)).toBe(true);
      expect(isFull(buffer.subarray(200), 0x55)).toBe(true);
    });

    test('serves 200 concurrent transfers', async () => {
      const size = 4096;
      const all = Array.from({ length: 200 }, (_, i) => i);
      const buffer = memory(200 * size);
      const part = (i: number): Uint8Array => buffer.subarray(i * size, (i + 1) * size);
      for (const i of all) part(i).set(pattern(size, i));
      await Promise.all(all.map(async (i) => device.write(i * size, part(i))));
      buffer.fill(0);
      await Promise.all(all.map(async (i) => device.read(i * size, part(i))));
      expect(all.findIndex((i) => !same(part(i), pattern(size, i)))).toBe(-1);
    });
  });

  test('concurrent writes to the same sectors all arrive, whichever of them completes first', async () => {
    const random = numbersFrom(7);
    const expected = await readBack(device, 0, 64 * 1024);
    for (let round = 0; round < 20; round++) {
      // Ranges that touch each other and never overlap: [0, a), [a, b), [b, c) and so on, some of them whole sectors.
      const cuts = Array.from({ length: 30 }, (_, i) =>
        i % 3 === 0 ? Math.floor(random() * 16) * 4096 : Math.floor(random() * 65_536),
      ).sort((a, b) => a - b);
      const writes = cuts.slice(1).map((end, i): [number, Uint8Array] => {
        const data = mapped(end - cuts[i]);
        return [cuts[i], data.fill(Math.floor(random() * 256))];
      });
      for (const [offset, data] of writes) expected.set(data, offset);
      await Promise.all(writes.map(async ([offset, data]) => device.write(offset, data)));
      expect(same(await readBack(device, 0, 64 * 1024), expected)).toBe(true);
    }
  });

  test('a flush after a write completes, and the data are there', async () => {
    await device.write(4096, pattern(4096, 9));
    await device.flush();
    expect(same(await readBack(device, 4096, 4096), pattern(4096, 9))).toBe(true);
  });
});
