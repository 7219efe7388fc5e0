import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChiBuffer, type Connection } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { serialised } from '../../../mod-name/test/support/serialised.js';
import { failureOf, sleep, until, within } from '../../../mod-name/test/support/wait.js';
import { uringEngine } from '../support/engines.js';
import { numbersFrom } from '../support/random.js';

const MIB = 2 ** 20;
const { BdevType, IoEngineType } = bdev;
const program = (name: string): string =>
  fileURLToPath(new URL(`../support/programs/${name}.mjs`, import.meta.url));

let runtime: ScratchRuntime;
let chi: Connection;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({ workers: 2 });
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

let made = 0;
async function makeDevice(params: Partial<bdev.CreateParams>): Promise<bdev.Client> {
  const dev = new bdev.Client(chi);
  await dev.create({ poolName: join(runtime.root, `engine-${made++}`), params });
  return dev;
}

function patterned(byteLength: number, seed: number): ChiBuffer {
  const buffer = chi.allocateBuffer(byteLength);
  const random = numbersFrom(seed);
  const { bytes } = buffer;
  // Its length is prime, so that no two sectors are alike.
  const piece = Uint8Array.from({ length: 4093 }, () => random() * 256);
  for (let at = 0; at < byteLength; at += piece.length) bytes.set(piece.subarray(0, byteLength - at), at);
  return buffer;
}

/** More MiB than are free until a dying client that had 8 is gone. */
async function allocateMany(owner: Connection, count: number): Promise<ChiBuffer[]> {
  const buffers: ChiBuffer[] = [];
  const hasAll = (): boolean => {
    try {
      while (buffers.length < count) buffers.push(owner.allocateBuffer(MIB));
    } catch {
      return false;
    }
    return true;
  };
  await until(hasAll, 'memory for those that come after');
  return buffers;
}

interface Kind {
  readonly name: string;
  readonly params: Partial<bdev.CreateParams>;
}
const file = (name: string, params: Partial<bdev.CreateParams>): Kind => ({
  name,
  params: { totalSize: 16 * MIB, ...params },
});
const kinds: Kind[] = [
  ...(uringEngine
    ? [
        file('io_uring', { ioEngine: IoEngineType.kIoUring }),
        file('io_uring, buffered', { ioEngine: IoEngineType.kIoUring, directIo: false }),
        file('io_uring, one at a time', { ioEngine: IoEngineType.kIoUring, ioDepth: 1 }),
      ]
    : []),
  file('node:fs', { ioEngine: IoEngineType.kNodeFs }),
  file('node:fs, buffered', { ioEngine: IoEngineType.kNodeFs, directIo: false }),
  file('memory', { bdevType: BdevType.kRam }),
];

describe.each(kinds)('$name', ({ name, params }) => {
  test('transfers across several blocks in one task, of any length, in both directions', async () => {
    const dev = await makeDevice(params);
    const { blocks } = await dev.allocateBlocks({ size: 3 * MIB + 5000 });
    expect(blocks.length).toBeGreaterThan(1);
    const sum = blocks.reduce((bytes, { size }) => bytes + size, 0);
    for (const length of [sum, 3 * MIB + 4999, MIB + 1, 4096, 1]) {
      using data = patterned(length, length);
      const written = Buffer.from(data.bytes);
      expect(await dev.writeBlocks({ blocks, data, length })).toMatchObject({ bytesWritten: length });
      data.bytes.fill(0);
      expect(await dev.readBlocks({ blocks, data, length })).toMatchObject({ bytesRead: length });
      expect(Buffer.compare(data.bytes, written)).toBe(0);
    }
    using buffer = chi.allocateBuffer(sum + 4096);
    expect(await failureOf(dev.writeBlocks({ blocks, data: buffer, length: sum + 1 }))).toMatchObject({
      code: 'BAD_LENGTH',
    });
    const strangers = [...blocks, { ...blocks[0], offset: 12 * MIB }];
    expect(await failureOf(dev.readBlocks({ blocks: strangers, data: buffer, length: 4096 }))).toMatchObject({
      code: 'BAD_BLOCK',
    });
    // The same by way of the serializers.
    using data = patterned(MIB + 7, 3);
    const written = Buffer.from(data.bytes);
    await serialised(dev).writeBlocks({ blocks, data, length: MIB + 7 });
    data.bytes.fill(0);
    await serialised(dev).readBlocks({ blocks, data, length: MIB + 7 });
    expect(Buffer.compare(data.bytes, written)).toBe(0);
  });

  test('many concurrent transfers to parts of a block leave their neighbours alone', async () => {
    const dev = await makeDevice(params);
    const { blocks } = await dev.allocateBlocks({ size: 256 * 1024 });
    const [block] = blocks;
    using expected = chi.allocateBuffer(block.size);
    expected.bytes.fill(0xaa);
    await dev.write({ block, data: expected, length: block.size });
    const random = numbersFrom(11);
    const cuts = Array.from({ length: 200 }, () => Math.floor(random() * block.size)).sort((a, b) => a - b);
    const writes = cuts.slice(1).flatMap((end, i) => {
      const [offset, size] = [cuts[i], end - cuts[i]];
      if (size === 0 || i % 2 === 0) return [];
      const data = patterned(size, i);
      expected.bytes.set(data.bytes, offset);
      return [{ block: { ...block, offset: block.offset + offset, size }, data, length: size }];
    });
    await within(Promise.all(writes.map((write) => dev.write(write))), 'the writes');
    using back = chi.allocateBuffer(block.size);
    await dev.read({ block, data: back, length: block.size });
    expect(Buffer.compare(back.bytes, expected.bytes)).toBe(0);
    for (const { data } of writes) data.free();
  });

  test('a completion wakes a sleeping worker', async () => {
    const dev = await makeDevice(params);
    const [block] = (await dev.allocateBlocks({ size: MIB })).blocks;
    using data = patterned(MIB, 1);
    for (let i = 0; i < 20; i++) {
      await within(dev.write({ block, data, length: MIB }), `write ${i}`);
      await sleep(i % 3 === 0 ? 10 : 1);
      await within(dev.read({ block, data, length: 4096 }), `read ${i}`);
    }
  });

  test('reports its measurements in the statistics', async () => {
    const dev = await makeDevice(params);
    const { blocks } = await dev.allocateBlocks({ size: 64 * 4096 });
    const parts = blocks.flatMap(({ offset, size, blockType }) =>
      Array.from({ length: size / 4096 }, (_, i) => ({ offset: offset + i * 4096, size: 4096, blockType })),
    );
    expect(await dev.getStats()).toMatchObject({ readLatencyUsMax: 0, writeLatencyUsP50: 0 });
    using data = patterned(4096, 2);
    await Promise.all(parts.map((block) => dev.write({ block, data, length: 4096 })));
    await Promise.all(parts.map((block) => dev.read({ block, data, length: 100 })));
    await failureOf(dev.read({ block: parts[0], data, length: 4097 }));
    const stats = await dev.getStats();
    expect(stats).toMatchObject({
      writeOperations: 64,
      writtenBytes: 64 * 4096,
      readOperations: 64,
      readBytes: 6400,
      errors: 1,
      ioEngine: params.bdevType === BdevType.kRam ? 'memory' : name.split(',')[0],
    });
    const {
      readLatencyUsP50: p50,
      readLatencyUsP99: p99,
      readLatencyUsP999: p999,
      readLatencyUsMax: max,
    } = stats;
    expect(p50).toBeGreaterThan(0);
    expect([p50, p99, p999, max]).toEqual([p50, p99, p999, max].sort((a, b) => a - b));
    if (params.bdevType === BdevType.kRam) expect(stats.depthReached).toBe(0);
    else if (params.ioDepth === 1) expect(stats.depthReached).toBe(1);
    else expect(stats.depthReached).toBeLessThanOrEqual(32);
    if (params.directIo === false) expect(stats.directIo).toBe(false);
  });

  test('a client that gives up and frees its buffers harms nobody else', async () => {
    const dev = await makeDevice({ ...params, ioDepth: 1 });
    const { blocks } = await dev.allocateBlocks({ size: 8 * MIB });
    const hasty = await runtime.connect();
    const patient = await runtime.connect();
    const ones = hasty.allocateBuffer(MIB);
    ones.bytes.fill(1);
    const theirs = new bdev.Client(hasty, dev.poolId);
    for (const block of blocks) await theirs.write({ block, data: ones, length: block.size });
    ones.free();
    for (let round = 0; round < 3; round++) {
      const buffers = await allocateMany(hasty, 8);
      const reads = Array.from({ length: 32 }, (_, i) =>
        theirs.read({ block: blocks[i % 8], data: buffers[i % 8], length: MIB }, { timeoutMs: 1 }),
      );
      await within(Promise.allSettled(reads), 'the end of patience');
      for (const buffer of buffers) buffer.free();
      // Abandoned reads go on, one after the other. Their memory is given to others when they are over, and not before.
      const next = await allocateMany(patient, 14);
      for (const buffer of next) buffer.bytes.fill(0x5a);
      await sleep(50);
      const broken = next.findIndex(({ bytes }) => !bytes.every((byte) => byte === 0x5a));
      expect(broken).toBe(-1);
      for (const buffer of next) buffer.free();
    }
    await hasty.close();
    await patient.close();
  }, 60_000);

  test('clients that are killed while the device fills their buffers harm nobody else', async () => {
    const dev = await makeDevice(params);
    const { blocks } = await dev.allocateBlocks({ size: 8 * MIB });
    using ones = chi.allocateBuffer(MIB);
    ones.bytes.fill(1);
    for (const block of blocks) await dev.write({ block, data: ones, length: block.size });
    for (let round = 0; round < 4; round++) {
      const child = fork(program('reader'), [
        JSON.stringify({ dir: runtime.dir, poolId: String(dev.poolId), blocks }),
      ]);
      await within(once(child, 'message'), 'a client that reads', 20_000);
      child.kill('SIGKILL');
      // They need the dead client's memory, which they get as soon as nobody writes there any more.
      const next = await runtime.connect();
      const buffers = await allocateMany(next, 12);
      for (const buffer of buffers) buffer.bytes.fill(0x5a);
      await within(dev.read({ block: blocks[0], data: ones, length: MIB }), 'the work of others');
      await sleep(20);
      const broken = buffers.findIndex(({ bytes }) => !bytes.every((byte) => byte === 0x5a));
      expect(broken).toBe(-1);
      await next.close();
    }
  }, 60_000);
});

test('falls back to node:fs with one warning where the kernel refuses io_uring', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-nou-'));
  try {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [program('without-io-uring'), JSON.stringify({ root })],
      { encoding: 'utf8', timeout: 30_000 },
    );
    expect(stdout).toBe('{"engines":["node:fs","node:fs"],"refusal":"ENGINE_UNAVAILABLE"}\n');
    const warnings = stderr.split('\n').filter((line) => line.includes('WARN'));
    expect(warnings).toEqual([expect.stringMatching(/io_uring is not available .*EPERM.*node:fs/)]);
    expect(existsSync(join(root, 'three'))).toBe(false);
  } finally {
    rmSync(root, { recursive: true });
  }
}, 40_000);
