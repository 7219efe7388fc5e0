import { expect } from '@jest/globals';
import { connect, PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from './capacity.js';
import { privateBytes } from './processes.js';
import type { ScratchRuntime } from './scratch-runtime.js';
import { within } from './wait.js';

const MiB = 2 ** 20;
/** For garbage that has not been collected, and code that was compiled meanwhile. */
const SLACK_BYTES = 48 * MiB;

/** Runs that many tasks of several kinds; afterwards neither the runtime nor its segments may hold more. */
export async function expectNoGrowth(
  runtime: ScratchRuntime,
  tasks: number,
  timeoutMs: number,
): Promise<void> {
  const chi = await connect({ dir: runtime.dir, waitServerSeconds: 0 });
  const mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  await run(mod, tasks / 5, timeoutMs); // what is made once
  const capacity = await measureCapacity(runtime);
  const before = privateBytes(runtime.pid);
  await run(mod, tasks, timeoutMs);
  expect(privateBytes(runtime.pid) - before).toBeLessThan(SLACK_BYTES);
  const now = await measureCapacity(runtime);
  expect({ capacity, now, isBack: isBack(now, capacity) }).toMatchObject({ isBack: true });
  await chi.close();
}

async function run(mod: modName.Client, tasks: number, timeoutMs: number): Promise<void> {
  let left = tasks;
  const loop = async (first: number): Promise<void> => {
    for (let i = first; left-- > 0; i++) {
      if (i % 100 === 0) await mod.largeOutput({ size: 3000 });
      else if (i % 101 === 0) await mod.fail({ message: 'once more' }).catch(() => undefined);
      else if (i % 102 === 0) mod.asyncCustom({ data: 'dropped', operationId: i }).dispose();
      else if (i % 103 === 0) await mod.custom({ data: 'late', operationId: i }, { timeoutMs: 1000 });
      else if (i % 503 === 0) await mod.waitTest({ depth: 3, testId: i, currentDepth: 0 });
      else if (i % 504 === 0) await mod.coMutexTest({ testId: i, holdMs: 0 });
      else await mod.custom({ data: 'x'.repeat(64), operationId: i });
    }
  };
  await within(Promise.all(Array.from({ length: 64 }, (_, i) => loop(i))), `${tasks} tasks`, timeoutMs);
}
