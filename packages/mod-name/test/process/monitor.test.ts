import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connection, PoolId, PoolQuery } from '@chimaera/core';
import { runtimeReport } from '@chimaera/core/runtime';
import { Client } from '@chimaera/mod-name';
import { createProbe, writeProbeModule } from '../support/probe-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, until, within } from '../support/wait.js';

/** The state of a runtime can be seen (issue 3, "To be seen"). */
describe('monitor', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-probe-'));
  const repoPath = process.env['CHI_REPO_PATH'];
  let runtime: ScratchRuntime;
  let chi: Connection;
  let mod: Client;
  let probe: Client;

  beforeAll(async () => {
    process.env['CHI_REPO_PATH'] = writeProbeModule(root);
    runtime = await ScratchRuntime.start({ workers: 2 });
    chi = await runtime.connect();
    probe = await createProbe(chi, 2);
    mod = new Client(chi, PoolId.parse('7000.0'));
    await mod.create({ poolName: 'greetings', containers: 2 });
  }, 40_000);

  afterAll(async () => {
    if (repoPath === undefined) delete process.env['CHI_REPO_PATH'];
    else process.env['CHI_REPO_PATH'] = repoPath;
    rmSync(root, { recursive: true, force: true });
    expect(await runtime.stop()).toEqual([]);
  }, 40_000);

  const here = { query: PoolQuery.directId(0) };

  test('works in every form of a call', async () => {
    const all = await chi.admin.monitor();
    expect(all).toMatchObject({
      query: 'all',
      returnCode: 0,
      runtime: { pid: runtime.pid, workers: 2 },
      workers: [{ worker: 0 }, { worker: 1 }],
      clients: [{ pid: process.pid }],
      locks: [],
    });
    expect(Object.keys(await chi.admin.monitor({ query: 'clients' })).sort()).toEqual(
      ['clients', 'query', 'report', 'returnCode'].sort(),
    );
    expect(await runtimeReport(runtime.dir, 'clients')).toMatchObject({ clients: [{ pid: process.pid }] });
  });

  test('an unknown query is an error that lists the known ones', async () => {
    const expected = {
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('all, runtime, workers, methods, containers, memory, clients, locks'),
    };
    expect(await failureOf(chi.admin.monitor({ query: 'weather' }))).toMatchObject(expected);
    expect(await failureOf(runtimeReport(runtime.dir, 'weather'))).toMatchObject(expected);
  });

  test('tasks are counted by method, and some are timed', async () => {
    await Promise.all(Array.from({ length: 500 }, (_, i) => mod.custom({ data: 'x', operationId: i })));
    await failureOf(mod.fail({ message: 'no' }));
    const { methods } = await chi.admin.monitor({ query: 'methods' });
    const inPool = methods!.filter(({ pool }) => pool === '7000.0');
    expect(inPool).toMatchObject([
      { poolName: 'greetings', module: 'chimaera_MOD_NAME', method: 'kCustom', finished: 500, failed: 0 },
      { method: 'kFail', finished: 1, failed: 1 },
    ]);
    const [{ timed, p50Us, p95Us, p99Us, maxUs }] = inPool;
    expect(timed).toBeGreaterThan(0);
    expect([p50Us, p95Us, p99Us, maxUs]).toEqual([p50Us, p95Us, p99Us, maxUs].sort((a, b) => a - b));
    expect(maxUs).toBeGreaterThan(0);
  });

  test('lanes show how many tasks wait and how long the oldest has waited', async () => {
    let isSeen = false;
    const many = Array.from({ length: 1000 }, async () => {
      while (!isSeen) await mod.largeOutput({ size: 5000 }, here);
    });
    const all = within(Promise.all(many), 'the backlog', 30_000);
    await until(async () => {
      const { containers } = await chi.admin.monitor({ query: 'containers' });
      const lane = containers!
        .find(({ pool, container }) => pool === '7000.0' && container === 0)!
        .lanes.find(({ queue, lane }) => queue === 2 && lane === 0)!;
      return lane.priority === 'high-latency' && lane.depth > 10 && lane.oldestMs > 0;
    }, 'a backlog in the lane of large outputs');
    isSeen = true;
    await all;
  });

  test('shows waiting tasks, their estimates, and the locks between them', async () => {
    using holder = mod.asyncCoMutexTest({ testId: 1, holdMs: 60_000 }, here);
    using waiter = mod.asyncCoMutexTest({ testId: 1, holdMs: 20_000 }, here);
    using writer = mod.asyncCoRwLockTest({ testId: 1, isWriter: true, holdMs: 60_000 }, here);
    await until(
      async () => (await chi.admin.monitor({ query: 'locks' })).locks!.length === 2,
      'the locks are held',
    );
    using reader = mod.asyncCoRwLockTest(
      { testId: 1, isWriter: false, holdMs: 0 },
      { query: PoolQuery.directId(1) },
    );
    const user = (task: string, mode: string) => ({
      task: `chimaera_MOD_NAME.${task} of pool 'greetings'`,
      mode,
    });
    await until(async () => {
      const { locks } = await chi.admin.monitor({ query: 'locks' });
      return locks!.every(({ waiting }) => waiting.length === 1);
    }, 'somebody waits for each');
    const { locks, workers } = await chi.admin.monitor();
    const mutex = locks!.find(({ lock }) => lock === 'CoMutex');
    expect(mutex).toMatchObject({
      container: "container 0 of pool 'greetings'",
      held: [user('kCoMutexTest', 'write')],
      waiting: [user('kCoMutexTest', 'write')],
    });
    const table = locks!.find(({ lock }) => lock === 'chimaera_MOD_NAME.tableLock')!;
    expect(table).toMatchObject({
      container: null,
      held: [user('kCoRwLockTest', 'write')],
      waiting: [user('kCoRwLockTest', 'read')],
    });
    // One holds it on one worker, one waits for it on another: still one lock.
    expect(table.held[0].worker).not.toBe(table.waiting[0].worker);
    const home = workers![table.held[0].worker];
    expect(home.suspended).toBeGreaterThanOrEqual(3);
    expect(home.estimatedUs).toBeGreaterThanOrEqual(140_000_000);
    for (const task of [holder, waiter, writer, reader]) task.stop();
    for (const task of [holder, waiter, writer, reader]) await within<unknown>(task.wait(), 'the end');
    expect((await chi.admin.monitor({ query: 'locks' })).locks).toEqual([]);
  });

  test('shows the memory of buffers and results', async () => {
    using buffer = chi.allocateBuffer(2 ** 20);
    using task = mod.asyncLargeOutput({ size: 2 ** 20 }, here);
    await within(task.wait(), 'the large output');
    const { memory, clients } = await chi.admin.monitor();
    const used = Object.fromEntries(memory!.segments.map(({ segment, usedBytes }) => [segment, usedBytes]));
    expect(used.client).toBeGreaterThanOrEqual(buffer.byteLength);
    expect(used.runtime).toBeGreaterThanOrEqual(2 ** 20);
    expect(used.main).toBeGreaterThan(0);
    const inBlocks = memory!.arenas
      .filter(({ owner, segment }) => owner.startsWith('worker') && segment === 'runtime')
      .map(({ usedBytes }) => usedBytes!);
    expect(Math.max(...inBlocks)).toBeGreaterThanOrEqual(2 ** 20);
    expect(clients![0].heldBytes).toBeGreaterThanOrEqual(2 ** 20);
  });

  test('answers while methods block workers, and names them', async () => {
    const both = { query: PoolQuery.broadcast() };
    using task = probe.asyncCustom({ data: 'block 4000', operationId: 0 }, both);
    await until(async () => {
      const { workers } = await runtimeReport(runtime.dir);
      return workers!.every(
        ({ responding, doing, running, load }) =>
          !responding &&
          doing?.startsWith("test_probe.kCustom of pool 'probe'") &&
          running === 1 &&
          load === 1,
      );
    }, 'both workers are seen to be blocked');
    expect(task.isComplete).toBe(false);
    await within(task.wait(), 'the end of the methods');
    await until(
      async () => (await runtimeReport(runtime.dir)).workers!.every(({ responding }) => responding),
      'both workers answer again',
    );
  });
});
