import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChiBuffer, type Connection } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';
import { type Client } from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from '../../../mod-name/test/support/scratch-module.js';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { failureOf, sleep, within } from '../../../mod-name/test/support/wait.js';
import { uringEngine } from '../support/engines.js';

const MIB = 2 ** 20;
/** More than the heaps of different threads differ by. */
const RAM_BYTES = 192 * MIB;

/** Ends its thread in the way that the input says. */
const MORTAL = `
  custom(task) {
    if (task.data === 'exit') process.exit(3);
    if (task.data === 'hoard') for (const hoard = []; ; ) hoard.push({ hoard });
  }
`;

let runtime: ScratchRuntime;
let chi: Connection;
let mortal: Client;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    memory: { clientDataSegmentBytes: 96 * MIB },
    prepare: (root) => ({
      CHI_REPO_PATH: writeScratchModule(root, 'mortal', MORTAL),
      NODE_OPTIONS: '--max-old-space-size=64',
    }),
  });
  chi = await runtime.connect();
  mortal = await createScratchPool(chi, 'mortal');
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

async function kill(way: 'exit' | 'hoard'): Promise<void> {
  const end = failureOf(within(mortal.custom({ data: way, operationId: 0 }), 'its death', 20_000));
  expect(await end).toMatchObject({ code: 'WORKER_DIED' });
}

async function openFull(name: string): Promise<{ dev: bdev.Client; blocks: bdev.Block[] }> {
  const dev = new bdev.Client(chi);
  await dev.create({ poolName: join(runtime.root, name), params: { totalSize: 64 * MIB, ioDepth: 64 } });
  const { blocks } = await dev.allocateBlocks({ size: 64 * MIB, durable: true });
  return { dev, blocks };
}

/** The daemon's descriptors of the kinds that a device has, without their numbers. */
function descriptors(): string[] {
  return readdirSync(`/proc/${runtime.pid}/fd`)
    .flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${runtime.pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    })
    .filter((target) => /io_uring|eventfd|pipe:|device/.test(target))
    .map((target) => target.replace(/\d+|\.new \(deleted\)/g, ''))
    .sort();
}

/** Number of the daemon's mappings of io_uring memory. */
const ringMappings = (): number =>
  readFileSync(`/proc/${runtime.pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => line.includes('io_uring')).length;

test('a thread that runs out of heap leaves no descriptor, ring or page behind', async () => {
  const { dev, blocks } = await openFull('device-heap');
  using data = chi.allocateBuffer(MIB);
  await dev.write({ block: blocks[0]!, data, length: MIB });
  const had = { descriptors: descriptors(), rings: ringMappings() };
  expect(had.descriptors.some((target) => target.includes('io_uring'))).toBe(uringEngine !== undefined);
  for (let times = 0; times < 2; times++) {
    await kill('hoard');
    // The successor has opened the device again.
    await within(dev.write({ block: blocks[0]!, data, length: MIB }), 'the next thread');
    expect({ descriptors: descriptors(), rings: ringMappings() }).toEqual(had);
  }
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
}, 60_000);

/** Of the daemon. */
const residentBytes = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${runtime.pid}/status`, 'utf8'))?.[1]) * 1024;

test.each(['exit', 'hoard'] as const)(
  'a RAM device gives its pages back when its thread dies by %s',
  async (way) => {
    const dev = new bdev.Client(chi);
    const params = { bdevType: bdev.BdevType.kRam, totalSize: RAM_BYTES };
    await dev.create({ poolName: `ram-${way}`, params });
    const { blocks } = await dev.allocateBlocks({ size: RAM_BYTES });
    using data = chi.allocateBuffer(MIB);
    data.bytes.fill(7);
    const empty = residentBytes();
    for (const block of blocks) await dev.write({ block, data, length: MIB });
    expect(residentBytes() - empty).toBeGreaterThan(RAM_BYTES * 0.9);
    await kill(way);
    // The successor's device is a new one: nothing is allocated there, and its bytes are zeros.
    expect(await within(dev.allocateBlocks({ size: RAM_BYTES }), 'the next thread')).toMatchObject({
      returnCode: 0,
    });
    await dev.read({ block: blocks[0]!, data, length: MIB });
    expect(data.bytes.every((byte) => byte === 0)).toBe(true);
    expect(residentBytes() - empty).toBeLessThan(RAM_BYTES / 2);
    await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  },
  60_000,
);

test('the kernel is done with a buffer by the time its task learns that the thread has died', async () => {
  const { dev, blocks } = await openFull('device-late');
  const buffers: ChiBuffer[] = blocks.map(() => chi.allocateBuffer(MIB));
  for (const [i, block] of blocks.entries()) await dev.write({ block, data: buffers[i]!, length: MIB });
  const ends = blocks.map(async (block, i) => {
    const end = await dev.read({ block, data: buffers[i]!, length: MIB }).catch((error: unknown) => error);
    buffers[i]!.bytes.fill(0xaa);
    return end;
  });
  await kill('exit');
  const died = (await Promise.all(ends)).filter((end) => end instanceof Error);
  expect(died.length).toBeGreaterThan(0);
  for (const end of died) expect(end).toMatchObject({ code: 'WORKER_DIED' });
  await sleep(300);
  for (const { bytes } of buffers) expect(bytes.every((byte) => byte === 0xaa)).toBe(true);
  for (const buffer of buffers) buffer.free();
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
}, 60_000);
