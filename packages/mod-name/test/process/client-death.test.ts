import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from '../support/capacity.js';
import { ChildClient } from '../support/child-client.js';
import { killRounds, RETURN_MS } from '../support/kill-rounds.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

let runtime: ScratchRuntime;
beforeEach(async () => {
  runtime = await ScratchRuntime.start();
  const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
}, 30_000);
afterEach(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

test('a client killed while it submits, with 64 tasks in flight: the next one is served, and the memory is freed', async () => {
  await killRounds(runtime, 20);
}, 60_000);

test('other clients are not affected by the death of one', async () => {
  const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  let calls = 0;
  let over = false;
  const working = Array.from({ length: 16 }, async (_, i) => {
    while (!over) {
      expect(await mod.custom({ data: 'x', operationId: i }, { timeoutMs: 10_000 })).toMatchObject({
        data: 'x_processed',
      });
      calls++;
    }
  });
  for (let round = 0; round < 3; round++) {
    const flooder = new ChildClient('flooder', { dir: runtime.dir, after: 200 });
    await flooder.next('the flood');
    await flooder.kill();
    const before = calls;
    await until(() => calls > before + 100, 'the work of others');
  }
  over = true;
  await within(Promise.all(working), 'the end of the work');
});

test("a lock held by a killed client's task is free again", async () => {
  const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  const waiter = new ChildClient('waiter', { dir: runtime.dir, form: 'blocking', holdMs: 600_000 });
  await waiter.next('waiting');
  const isHeld = async (): Promise<boolean> =>
    mod.coMutexTest({ testId: 1, holdMs: 0 }, { timeoutMs: 50 }).then(
      () => false,
      () => true,
    );
  await until(isHeld, 'the lock');
  await waiter.kill();
  expect(await within(mod.coMutexTest({ testId: 1, holdMs: 0 }), 'the release', RETURN_MS)).toMatchObject({
    holders: 1,
  });
});

test('a suspended client keeps its memory', async () => {
  const base = await measureCapacity(runtime);
  const flooder = new ChildClient('flooder', { dir: runtime.dir, after: 200 });
  await flooder.next('the flood');
  process.kill(flooder.pid, 'SIGSTOP');
  expect((await measureCapacity(runtime)).clientData).toBeLessThan(base.clientData);
  await flooder.kill();
  await until(async () => isBack(await measureCapacity(runtime), base), 'the return of memory');
});
