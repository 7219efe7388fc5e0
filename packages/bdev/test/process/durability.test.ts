import { existsSync, linkSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connection } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { failureOf, within } from '../../../mod-name/test/support/wait.js';

const MiB = 2 ** 20;
const { BdevType } = bdev;

let runtime: ScratchRuntime;
let chi: Connection;
let devices = 0;
beforeAll(async () => {
  runtime = await ScratchRuntime.start();
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

async function open(path: string, params: Partial<bdev.CreateParams> = {}): Promise<bdev.Client> {
  const dev = new bdev.Client(chi);
  await dev.create({ poolName: path, params });
  return dev;
}

const newPath = () => join(runtime.root, `device-${devices++}`);
const listed = async (dev: bdev.Client) => (await dev.listBlocks({ fromOffset: 0, limit: 4096 })).blocks;

/** Kills the runtime and starts another. */
async function crash(): Promise<void> {
  const gone = chi;
  await runtime.kill();
  await runtime.launch();
  await gone.close();
  chi = await runtime.connect();
}

test('durable data survives the death of the runtime, and freed blocks stay free', async () => {
  const path = newPath();
  let dev = await open(path, { totalSize: 16 * MiB });
  const kept = (await dev.allocateBlocks({ size: 3 * MiB + 1, durable: true })).blocks;
  const freed = (await dev.allocateBlocks({ size: 64 * 1024, durable: true })).blocks;
  using data = chi.allocateBuffer(MiB);
  data.bytes.fill(0x5a);
  await dev.write({ block: kept[1], data, length: MiB, durable: true });
  await dev.freeBlocks({ blocks: freed });
  await crash();

  dev = await open(path);
  expect(await listed(dev)).toEqual(kept);
  const inUse = kept.reduce((sum, { size }) => sum + size, 0);
  expect(await dev.getStats()).toMatchObject({ remainingSize: 16 * MiB - inUse, metadataCutBytes: 0 });
  using back = chi.allocateBuffer(MiB);
  await dev.read({ block: kept[1], data: back, length: MiB });
  expect(back.bytes.every((byte) => byte === 0x5a)).toBe(true);
  await dev.freeBlocks({ blocks: kept });
  expect(await failureOf(dev.freeBlocks({ blocks: freed }))).toMatchObject({ code: 'DOUBLE_FREE' });
});

test('a flush and a durable write both cover earlier allocations', async () => {
  const path = newPath();
  let dev = await open(path, { totalSize: MiB });
  const first = (await dev.allocateBlocks({ size: 4096 })).blocks;
  await dev.flush();
  const second = (await dev.allocateBlocks({ size: 4096 })).blocks;
  using data = chi.allocateBuffer(100);
  await dev.write({ block: second[0], data, length: 100, durable: true });
  await crash();
  dev = await open(path);
  expect(await listed(dev)).toEqual([...first, ...second]);
});

test('an orderly stop also saves what was not yet durable', async () => {
  const path = newPath();
  let dev = await open(path, { totalSize: MiB });
  const { blocks } = await dev.allocateBlocks({ size: 100_000 });
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  dev = await open(path);
  expect(await listed(dev)).toEqual(blocks);
});

test('concurrent durable requests share commits', async () => {
  const dev = await open(newPath(), { totalSize: 16 * MiB });
  const before = (await dev.getStats()).metadataCommits;
  const answers = await within(
    Promise.all(Array.from({ length: 400 }, () => dev.allocateBlocks({ size: 4096, durable: true }))),
    '400 durable allocations',
  );
  const after = await dev.getStats();
  expect(new Set(answers.flatMap(({ blocks }) => blocks.map(({ offset }) => offset))).size).toBe(400);
  expect(after.metadataCommits - before).toBeLessThan(200);
  expect(after.metadataCommits - before).toBeGreaterThan(0);
});

test('lists blocks from any offset, page by page', async () => {
  const dev = await open('listed', { bdevType: BdevType.kRam, totalSize: MiB });
  for (let i = 0; i < 10; i++) await dev.allocateBlocks({ size: 4096 });
  const { blocks } = await dev.listBlocks({ fromOffset: 5 * 4096, limit: 3 });
  expect(blocks.map(({ offset }) => offset / 4096)).toEqual([5, 6, 7]);
  expect((await dev.listBlocks({ fromOffset: 2 ** 50, limit: 3 })).blocks).toEqual([]);
});

describe('a device without metadata', () => {
  test.each<[string, () => Partial<bdev.CreateParams>, string]>([
    ['a RAM device', () => ({ bdevType: BdevType.kRam, totalSize: MiB }), 'ram'],
    ['a file device without metadata', () => ({ totalSize: MiB, metadataPath: 'none' }), 'file'],
  ])('%s: refuses durable requests without changing anything', async (_what, params, kind) => {
    const name = kind === 'ram' ? 'forgetful-ram' : newPath();
    const dev = await open(name, params());
    using data = chi.allocateBuffer(100);
    const { blocks } = await dev.allocateBlocks({ size: 4096 });
    const [block] = blocks;
    for (const call of [
      dev.allocateBlocks({ size: 4096, durable: true }),
      dev.write({ block, data, length: 100, durable: true }),
      dev.writeBlocks({ blocks, data, length: 100, durable: true }),
      dev.freeBlocks({ blocks, durable: true }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: 'NOT_DURABLE', returnCode: 18 });
    }
    await dev.flush();
    expect(await dev.getStats()).toMatchObject({ remainingSize: MiB - 4096, remembers: false, errors: 4 });
    await dev.freeBlocks({ blocks });
    expect(existsSync(`${name}.meta`)).toBe(false);
  });
});

describe('a device that is refused', () => {
  test('touches neither file when the metadata belong to another device', async () => {
    const path = newPath();
    writeFileSync(path, Buffer.alloc(MiB, 3));
    writeFileSync(`${path}.meta`, 'a diary');
    const error = await failureOf(open(path, { totalSize: 2 * MiB }));
    expect(error).toMatchObject({ code: 'METADATA_FOREIGN', message: expect.stringMatching(/metadataPath/) });
    expect(readFileSync(`${path}.meta`, 'utf8')).toBe('a diary');
    expect(statSync(path).size).toBe(MiB);
    const dev = await open(path, { metadataPath: `${path}.mine` });
    await dev.allocateBlocks({ size: 4096, durable: true });
  });

  test('in use by another pool under another name', async () => {
    const path = newPath();
    await open(path, { totalSize: MiB });
    const alias = `${runtime.root}/./${basename(path)}`;
    const error = await failureOf(open(alias, { totalSize: MiB }));
    expect(error).toMatchObject({ code: 'DEVICE_BUSY' });
  });

  test.each([
    ['a symbolic link', symlinkSync, ''],
    ['a hard link', linkSync, ''],
    ['another name without metadata', symlinkSync, 'none'],
  ])('in use by another pool by way of %s', async (_how, link, metadataPath) => {
    const path = newPath();
    await open(path, { totalSize: MiB });
    const other = newPath();
    link(path, other);
    const error = await failureOf(open(other, { totalSize: 2 * MiB, metadataPath }));
    expect(error).toMatchObject({
      code: 'DEVICE_BUSY',
      message: expect.stringContaining(`${other} is in use`),
    });
    expect(statSync(path).size).toBe(MiB);
    expect(existsSync(`${other}.meta`)).toBe(false);
  });

  test('removes the device file when the metadata cannot be created', async () => {
    const path = newPath();
    const params = { totalSize: MiB, metadataPath: join(runtime.root, 'nowhere', 'at-all') };
    expect(await failureOf(open(path, params))).toMatchObject({ code: 'OPEN_FAILED' });
    expect(existsSync(path)).toBe(false);
  });
});

test('cuts a torn log and reports it in the log of the runtime and in the statistics', async () => {
  const path = newPath();
  let dev = await open(path, { totalSize: MiB });
  const { blocks } = await dev.allocateBlocks({ size: 4096, durable: true });
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  const bytes = readFileSync(`${path}.meta`);
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  bytes.fill(0xee, Math.ceil(end / 8) * 8, Math.ceil(end / 8) * 8 + 40);
  writeFileSync(`${path}.meta`, bytes);

  dev = await open(path);
  expect(await listed(dev)).toEqual(blocks);
  expect((await dev.getStats()).metadataCutBytes).toBeGreaterThanOrEqual(40);
  expect(runtime.log()).toMatch(new RegExp(`metadata log of ${path} ends in \\d+ bytes`));
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  dev = await open(path);
  expect(await dev.getStats()).toMatchObject({ metadataCutBytes: 0, allocatedBlocks: 1 });
});
