import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from '../support/capacity.js';
import { connectMany } from '../support/connect-many.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until } from '../support/wait.js';

const WORKERS = 2;

test('2,000 connections come and go from 20 processes, 100 at once', async () => {
  // 100 clients have 100 pairs of rings for each worker.
  const runtime = await ScratchRuntime.start({
    workers: WORKERS,
    memory: { mainSegmentBytes: 32 * 2 ** 20 },
  });
  try {
    const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
    await mod.create({ poolName: 'greetings', containers: WORKERS });
    const descriptors = (): number => readdirSync(`/proc/${runtime.pid}/fd`).length;
    const before = { capacity: await measureCapacity(runtime), descriptors: descriptors() };
    await connectMany(runtime, { processes: 20, rounds: 20, atOnce: 5 }, 300_000);
    await until(() => descriptors() <= before.descriptors, 'the end of all connections');
    await until(
      async () => isBack(await measureCapacity(runtime), before.capacity, WORKERS),
      'the return of memory',
    );
    expect(await mod.custom({ data: 'x', operationId: 1 })).toMatchObject({ data: 'x_processed' });
    expect(runtime.log()).not.toMatch(/ERROR|WARN/);
  } finally {
    expect(await runtime.stop()).toEqual([]);
  }
}, 400_000);
