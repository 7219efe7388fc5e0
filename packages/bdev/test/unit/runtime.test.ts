import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ChimaeraError } from '@chimaera/core';
import { BaseCreateTask, MonitorMode, PoolId, PoolQuery, RunContext } from '@chimaera/core/module';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runtime } from '../../src/runtime.js';
import {
  type AllocateBlocksTask,
  BdevType,
  CreateParams,
  type FreeBlocksTask,
  type GetStatsTask,
  type ReadTask,
  type WriteTask,
} from '../../src/tasks.js';

const rctx = new RunContext(0);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimaera-bdev-'));
});

afterAll(() => rm(directory, { recursive: true }));

async function open(poolName: string, given: Partial<CreateParams>): Promise<Runtime> {
  const container = Object.assign(new Runtime(), { poolId: PoolId.parse('8001.0'), poolName });
  const params = Object.assign(new CreateParams(), given);
  const { poolId } = container;
  await container.create(
    new BaseCreateTask('chimaera_bdev', poolName, poolId, PoolQuery.local(), params),
    rctx,
  );
  return container;
}

/** A task that is an ordinary object: the fields of the class, without shared memory. */
function fake<T>(fields: object): T {
  return fields as T;
}

function allocate(container: Runtime, size: number) {
  const task = fake<AllocateBlocksTask>({ size });
  void container.allocateBlocks(task, rctx); // at once, because nothing durable is asked for
  return task.blocks;
}

function remaining(container: Runtime): number {
  const task = fake<GetStatsTask>({});
  container.getStats(task, rctx);
  return task.remainingSize;
}

function bufferOf(bytes: Uint8Array) {
  return { bytes, byteLength: bytes.byteLength };
}

test('a RAM device reads and writes synchronously', async () => {
  const container = await open('ram', { bdevType: BdevType.kRam, totalSize: 8192 });
  const [block] = allocate(container, 4096);
  const write = fake<WriteTask>({ block, data: bufferOf(new Uint8Array(100).fill(3)), length: 100 });
  expect(container.write(write, rctx)).toBeUndefined();
  expect(write.bytesWritten).toBe(100);
  const read = fake<ReadTask>({ block, data: bufferOf(new Uint8Array(100)), length: 100 });
  expect(container.read(read, rctx)).toBeUndefined();
  expect(read.bytesRead).toBe(100);
  expect(read.data.bytes.every((byte) => byte === 3)).toBe(true);
  await container.destroy(fake({}), rctx);
});

test('a file device reads and writes asynchronously, in the file that the pool is named after', async () => {
  const path = join(directory, 'device');
  const container = await open(path, { totalSize: 16_384 });
  const [block] = allocate(container, 16_384);
  const write = fake<WriteTask>({ block, data: bufferOf(new Uint8Array(16_384).fill(4)), length: 16_384 });
  await container.write(write, rctx);
  expect(write.bytesWritten).toBe(16_384);

  await truncate(path, 9000);
  const read = fake<ReadTask>({ block, data: bufferOf(new Uint8Array(16_384)), length: 16_384 });
  await expect(container.read(read, rctx)).rejects.toMatchObject({ code: 'IO_ERROR' });
  expect(read.bytesRead).toBe(9000);
  await container.destroy(fake({}), rctx);
});

test('allocates nothing when the answer does not fit into shared memory', async () => {
  const container = await open('ram', { bdevType: BdevType.kRam, totalSize: 8192 });
  const full = {
    size: 4096,
    set blocks(_: unknown) {
      throw new Error('OUT_OF_MEMORY');
    },
  };
  expect(() => container.allocateBlocks(fake(full), rctx)).toThrow('OUT_OF_MEMORY');
  expect(remaining(container)).toBe(8192);
});

test('takes back a durable allocation whose client has gone, and records nothing of it', async () => {
  const path = join(directory, 'orphaned');
  const container = await open(path, { totalSize: 65_536 });
  const kept = fake<AllocateBlocksTask>({ size: 4096, durable: true });
  await container.allocateBlocks(kept, rctx);
  const context = new RunContext(0);
  const orphan = fake<AllocateBlocksTask>({ size: 10_000, durable: true });
  const pending = container.allocateBlocks(orphan, context);
  expect(remaining(container)).toBe(65_536 - 4096 - 16_384);
  context.$abort(new ChimaeraError('CANCELLED', 'gone'));
  await expect(pending).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(remaining(container)).toBe(65_536 - 4096);
  await container.destroy(fake({}), rctx);

  const again = await open(path, {});
  expect(remaining(again)).toBe(65_536 - 4096);
  await again.destroy(fake({}), rctx);
});

test('a free returns every byte', async () => {
  const container = await open('ram', { bdevType: BdevType.kRam, totalSize: 65_536 });
  const blocks = allocate(container, 10_000);
  expect(remaining(container)).toBe(65_536 - 16_384);
  void container.freeBlocks(fake<FreeBlocksTask>({ blocks }), rctx);
  expect(remaining(container)).toBe(65_536);
  expect(() => container.freeBlocks(fake<FreeBlocksTask>({ blocks }), rctx)).toThrow('free already');
});

test('estimates transfers by their length and puts every task into the single lane', async () => {
  const container = await open('ram', { bdevType: BdevType.kRam, totalSize: 8192 });
  const estimate = (length: number) => {
    const context = new RunContext(0);
    container.monitorWrite(MonitorMode.kEstLoad, fake<WriteTask>({ length }), context);
    return context.estimatedCompletionTimeUs;
  };
  expect(estimate(2 ** 20)).toBeGreaterThan(estimate(4096));
  for (const monitor of [
    'AllocateBlocks',
    'FreeBlocks',
    'Write',
    'Read',
    'Flush',
    'ListBlocks',
    'GetStats',
  ] as const) {
    const context = new RunContext(0);
    container[`monitor${monitor}`](MonitorMode.kLocalSchedule, fake({}), context);
    expect(context.routeLane).toBe(container.getLane(0, 0));
  }
});
