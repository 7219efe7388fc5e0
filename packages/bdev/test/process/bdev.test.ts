import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Chi, type ChiBuffer, type Connection, PoolId } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { serialised } from '../../../mod-name/test/support/serialised.js';
import { failureOf, within } from '../../../mod-name/test/support/wait.js';

const KiB = 1024;
const MiB = 2 ** 20;
const { BdevType } = bdev;

let runtime: ScratchRuntime;
let chi: Connection;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({ workers: 2 });
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

interface Kind {
  readonly type: 'kRam' | 'kFile';
  readonly net: boolean;
}

const kinds: Kind[] = [
  { type: 'kRam', net: false },
  { type: 'kFile', net: false },
  { type: 'kRam', net: true },
  { type: 'kFile', net: true },
];

let devices = 0;

/** A new device of that kind, with its name. */
async function makeDevice(
  { type, net }: Kind,
  totalSize: number,
): Promise<{ dev: bdev.Client; name: string }> {
  const name = type === 'kFile' ? join(runtime.root, `device-${devices++}`) : `ram${devices++}`;
  const plain = new bdev.Client(chi);
  await plain.create({ poolName: name, params: { bdevType: BdevType[type], totalSize } });
  return { dev: net ? serialised(plain) : plain, name };
}

function filled(byteLength: number, byte: number, owner: Chi = chi): ChiBuffer {
  const buffer = owner.allocateBuffer(byteLength);
  buffer.bytes.fill(byte);
  return buffer;
}

describe.each(kinds)('a $type device, serialised: $net', (kind) => {
  test('behaves as the design describes', async () => {
    const name = kind.type === 'kRam' ? 'the-ram0' : join(runtime.root, 'the-file');
    const poolName = `${name}${kind.net ? '-net' : ''}`;
    const plain = new bdev.Client(chi, PoolId.parse(`8001.${kinds.indexOf(kind)}`));
    await plain.create({ poolName, params: { bdevType: BdevType[kind.type], totalSize: 64 * MiB } });
    const dev = kind.net ? serialised(plain) : plain;
    const { blocks } = await dev.allocateBlocks({ size: 4096 });
    expect(blocks).toEqual([{ offset: 0, size: 4096, blockType: BdevType[kind.type] }]);
    const buf = chi.allocateBuffer(4096);
    buf.bytes.forEach((_, i) => (buf.bytes[i] = (i * 7) % 256));
    const written = [...buf.bytes];
    const { bytesWritten } = await dev.write({ block: blocks[0], data: buf, length: 4096 });
    buf.bytes.fill(0);
    const { bytesRead } = await dev.read({ block: blocks[0], data: buf, length: 4096 });
    expect({ bytesWritten, bytesRead, bytes: [...buf.bytes] }).toEqual({
      bytesWritten: 4096,
      bytesRead: 4096,
      bytes: written,
    });
    await dev.freeBlocks({ blocks });
    const { remainingSize } = await dev.getStats({});
    expect(remainingSize).toBe(64 * MiB);
    buf.free();
  });

  test('keeps the bytes around a write of any length', async () => {
    const { dev } = await makeDevice(kind, MiB);
    const { blocks } = await dev.allocateBlocks({ size: 3 * 4096 });
    const [block] = blocks;
    expect(block.size).toBe(4 * 4096);
    using background = filled(block.size, 0xaa);
    await dev.write({ block, data: background, length: block.size });
    const middle = { ...block, offset: block.offset + 4096, size: 4096 };
    using front = filled(4096, 0x55);
    for (const length of [1, 511, 513, 4095, 100]) {
      await dev.write({ block, data: background, length: block.size });
      expect(await dev.write({ block: middle, data: front, length })).toMatchObject({ bytesWritten: length });
      using back = filled(block.size, 0);
      await dev.read({ block, data: back, length: block.size });
      const expected = Buffer.alloc(block.size, 0xaa).fill(0x55, 4096, 4096 + length);
      expect(Buffer.compare(back.bytes, expected)).toBe(0);
    }
  });

  test('refuses wrong sizes and blocks without changing anything', async () => {
    const { dev, name } = await makeDevice(kind, MiB);
    const { blocks } = await dev.allocateBlocks({ size: 16 * KiB });
    const [block] = blocks;
    using buffer = filled(64 * KiB, 1);
    using small = filled(100, 1);
    const write = (changes: object, data = buffer, length = 4096): Promise<unknown> =>
      dev.write({ block: { ...block, ...changes }, data, length });
    const codes = async (calls: Promise<unknown>[]): Promise<(string | undefined)[]> =>
      Promise.all(calls.map(async (call) => (await failureOf(call)).code));
    expect(
      await codes([
        write({ offset: MiB }),
        write({ offset: MiB - 4096, size: 8192 }, buffer, 8192),
        write({ offset: 2 ** 52 }),
        write({ offset: block.offset + block.size }), // nobody's
        write({ size: 32 * KiB }, buffer, 32 * KiB),
        write({ blockType: 1 - block.blockType }),
        write({}, buffer, 16 * KiB + 1),
        write({}, small, 101),
        dev.read({ block: { ...block, offset: MiB }, data: buffer, length: 1 }),
        dev.read({ block, data: small, length: 101 }),
        dev.read({ block, data: buffer, length: 16 * KiB + 1 }),
        dev.allocateBlocks({ size: 0 }),
        dev.allocateBlocks({ size: MiB }),
        dev.allocateBlocks({ size: 2 ** 53 - 1 }),
        dev.freeBlocks({ blocks: [{ ...block, offset: block.offset + 4096 }] }),
        dev.freeBlocks({ blocks: [{ ...block, size: 4096 }] }),
        dev.freeBlocks({ blocks: [block, { ...block, offset: 2 ** 40 }] }),
        dev.freeBlocks({ blocks: [block, block] }),
      ]),
    ).toEqual([
      ...new Array(6).fill('BAD_BLOCK'),
      'BAD_LENGTH',
      'BAD_BUFFER',
      'BAD_BLOCK',
      'BAD_BUFFER',
      'BAD_LENGTH',
      'BAD_LENGTH',
      'NO_SPACE',
      'NO_SPACE',
      'BAD_BLOCK',
      'BAD_BLOCK',
      'BAD_BLOCK',
      'DOUBLE_FREE',
    ]);
    if (kind.type === 'kFile') {
      expect(statSync(name).size).toBe(MiB);
      expect(readFileSync(name).every((byte) => byte === 0)).toBe(true);
    }
    expect(await dev.getStats()).toMatchObject({
      remainingSize: MiB - 16 * KiB,
      allocatedBlocks: 1,
      errors: 18,
    });
    await dev.freeBlocks({ blocks });
    expect(await failureOf(dev.freeBlocks({ blocks }))).toMatchObject({
      code: 'DOUBLE_FREE',
      returnCode: 13,
    });
    expect(await dev.getStats()).toMatchObject({ remainingSize: MiB, allocatedBlocks: 0 });
  });

  test('runs out of space, and has space again after a free', async () => {
    const { dev } = await makeDevice(kind, 4 * MiB);
    const taken: bdev.Block[][] = [];
    for (;;) {
      try {
        taken.push((await dev.allocateBlocks({ size: 300_000 })).blocks);
      } catch (error) {
        expect(error).toMatchObject({ code: 'NO_SPACE', returnCode: 11 });
        break;
      }
    }
    const sizes = taken.flat().map(({ size }) => size);
    const used = sizes.reduce((sum, size) => sum + size, 0);
    expect(await dev.getStats()).toMatchObject({
      remainingSize: 4 * MiB - used,
      allocatedBlocks: sizes.length,
    });
    expect(new Set(taken.flat().map(({ offset }) => offset)).size).toBe(sizes.length);
    await dev.freeBlocks({ blocks: taken[3] });
    const { blocks } = await dev.allocateBlocks({ size: 300_000 });
    taken[3] = blocks;
    await dev.freeBlocks({ blocks: taken.flat() });
    const whole = await dev.allocateBlocks({ size: 4 * MiB });
    expect(whole.blocks.reduce((sum, { size }) => sum + size, 0)).toBe(4 * MiB);
    expect(await dev.getStats()).toMatchObject({ remainingSize: 0, largestFreeSize: 0 });
  });

  test('puts many concurrent transfers in the right places', async () => {
    const { dev } = await makeDevice(kind, 4 * MiB);
    const blocks = await Promise.all(
      Array.from({ length: 64 }, async () => (await dev.allocateBlocks({ size: 16 * KiB })).blocks[0]),
    );
    const buffers = blocks.map((_, i) => filled(16 * KiB, i + 1));
    await within(
      Promise.all(blocks.map((block, i) => dev.write({ block, data: buffers[i], length: 16 * KiB }))),
      '64 writes',
    );
    for (const buffer of buffers) buffer.bytes.fill(0);
    await within(
      Promise.all(blocks.map((block, i) => dev.read({ block, data: buffers[i], length: 16 * KiB }))),
      '64 reads',
    );
    expect(buffers.map(({ bytes }, i) => bytes.every((byte) => byte === i + 1))).toEqual(
      buffers.map(() => true),
    );
    for (const buffer of buffers) buffer.free();
  });

  test('refuses a buffer that belongs to another client', async () => {
    const { dev } = await makeDevice(kind, MiB);
    const [block] = (await dev.allocateBlocks({ size: 4096 })).blocks;
    const other = await runtime.connect();
    using theirs = filled(4096, 0x77, other);
    expect(await failureOf(dev.write({ block, data: theirs, length: 4096 }))).toMatchObject({
      code: 'CLOSED',
    });
    expect(await failureOf(dev.read({ block, data: theirs, length: 4096 }))).toMatchObject({
      code: 'CLOSED',
    });
    expect(theirs.bytes.every((byte) => byte === 0x77)).toBe(true);
    await other.close();
  });
});

describe('a device that cannot be made', () => {
  test.each<[string, string, Partial<bdev.CreateParams>, string]>([
    ['a RAM device without a size', 'no-ram', { bdevType: BdevType.kRam }, 'ZERO_SIZE'],
    [
      'a RAM device beyond all memory',
      'no-ram',
      { bdevType: BdevType.kRam, totalSize: 2 ** 42 },
      'ALLOCATION_FAILED',
    ],
    ['two sizes', 'no-ram', { bdevType: BdevType.kRam, totalSize: MiB, capacity: 2 * MiB }, 'BAD_PARAMETERS'],
    ['a path that is nowhere', '/nowhere/at/all', { totalSize: MiB }, 'OPEN_FAILED'],
    ['a directory', '/tmp', { totalSize: MiB }, 'OPEN_FAILED'],
    ['a device node', '/dev/null', { totalSize: MiB }, 'STAT_FAILED'],
    ['an unknown type', 'no-type', { bdevType: 7 as bdev.BdevType }, 'INVALID_ARGUMENT'],
  ])('%s: reports an error and leaves the name free', async (_what, poolName, params, code) => {
    const dev = new bdev.Client(chi, PoolId.parse('8400.0'));
    const error = await failureOf(dev.create({ poolName, params }));
    expect(error.code).toBe(code);
    expect(await failureOf(dev.getStats())).toMatchObject({ code: 'POOL_NOT_FOUND' });
    const again = new bdev.Client(chi, PoolId.parse('8400.0'));
    await again.create({ poolName, params: { bdevType: BdevType.kRam, totalSize: MiB } });
    expect(await again.getStats()).toMatchObject({ remainingSize: MiB });
    await chi.admin.destroyPool({ targetPoolId: again.poolId });
  });

  test('leaves the bytes of an existing file alone and removes a file that it created', async () => {
    const path = join(runtime.root, 'precious');
    writeFileSync(path, 'do not touch');
    const dev = new bdev.Client(chi);
    const size = { totalSize: 4096, alignment: 1000 };
    expect(await failureOf(dev.create({ poolName: path, params: size }))).toMatchObject({
      code: 'BAD_PARAMETERS',
    });
    expect(readFileSync(path, 'utf8')).toBe('do not touch');
    const missing = join(runtime.root, 'missing');
    expect(await failureOf(dev.create({ poolName: missing }))).toMatchObject({ code: 'ZERO_SIZE' });
    expect(() => statSync(missing)).toThrow('ENOENT');
  });

  test('a device in several containers', async () => {
    const dev = new bdev.Client(chi);
    const params = { bdevType: BdevType.kRam, totalSize: MiB };
    expect(await failureOf(dev.create({ poolName: 'split', containers: 2, params }))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(await dev.create({ poolName: 'split', params })).toMatchObject({ returnCode: 0 });
  });
});

test('a file device keeps its bytes and allocations when its pool is destroyed and created again', async () => {
  const path = join(runtime.root, 'lasting');
  const dev = new bdev.Client(chi, PoolId.parse('8500.0'));
  await dev.create({ poolName: path, params: { totalSize: MiB } });
  const { blocks } = await dev.allocateBlocks({ size: 4096 });
  using buffer = filled(4096, 0x42);
  await dev.write({ block: blocks[0], data: buffer, length: 4096 });
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  expect(
    readFileSync(path)
      .subarray(0, 4096)
      .every((byte) => byte === 0x42),
  ).toBe(true);
  await dev.create({ poolName: path });
  expect(await dev.getStats()).toMatchObject({ capacity: MiB, remainingSize: MiB - 4096, remembers: true });
  expect((await dev.listBlocks({ fromOffset: 0, limit: 10 })).blocks).toEqual(blocks);
  buffer.bytes.fill(0);
  await dev.read({ block: blocks[0], data: buffer, length: 4096 });
  expect(buffer.bytes.every((byte) => byte === 0x42)).toBe(true);
});

test('destroying a pool ends every transfer under way', async () => {
  const dev = new bdev.Client(chi, PoolId.parse('8600.0'));
  await dev.create({ poolName: join(runtime.root, 'doomed'), params: { totalSize: 16 * MiB } });
  const { blocks } = await dev.allocateBlocks({ size: 8 * MiB });
  const buffers = blocks.map(({ size }) => filled(size, 1));
  const writes = blocks.map((block, i) => dev.write({ block, data: buffers[i], length: block.size }));
  const outcomes = await within(
    Promise.allSettled([...writes, chi.admin.destroyPool({ targetPoolId: dev.poolId })]),
    'the end of all transfers',
  );
  expect(outcomes.at(-1)).toMatchObject({ status: 'fulfilled' });
  for (const buffer of buffers) buffer.free();
});
