import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PoolQuery } from '@chimaera/core';
import { MonitorMode } from '@chimaera/core/module';
import type { Client } from '@chimaera/mod-name';
import { createProbe, writeProbeModule } from '../support/probe-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, within } from '../support/wait.js';

const CONTAINERS = 4;

/** What monitors are asked, and what their answers do (checklist P, CON3, SIL20, SIL21). */
describe.each([1, 3])('monitors, %i worker(s)', (workers) => {
  const root = mkdtempSync(join(tmpdir(), 'chi-probe-'));
  const repoPath = process.env['CHI_REPO_PATH'];
  let runtime: ScratchRuntime;
  let probe: Client;

  beforeAll(async () => {
    process.env['CHI_REPO_PATH'] = writeProbeModule(root);
    runtime = await ScratchRuntime.start({ workers });
    probe = await createProbe(await runtime.connect(), CONTAINERS);
  }, 40_000);

  afterAll(async () => {
    if (repoPath === undefined) delete process.env['CHI_REPO_PATH'];
    else process.env['CHI_REPO_PATH'] = repoPath;
    rmSync(root, { recursive: true, force: true });
    expect(await runtime.stop()).toEqual([]);
  }, 40_000);

  const inZero = { query: PoolQuery.directId(0) };
  const custom = async (data: string, operationId = 0): Promise<string> =>
    (await within(probe.custom({ data, operationId }, inZero), data)).data;

  /** By container: what its monitors were asked since the last call. */
  async function asked(): Promise<unknown[][]> {
    const { replicas } = await probe.custom(
      { data: 'asked', operationId: 0 },
      { query: PoolQuery.broadcast() },
    );
    return replicas!.map(({ data }) => JSON.parse(data!) as unknown[]);
  }

  const { kGlobalSchedule, kLocalSchedule, kCleanup, kEstLoad } = MonitorMode;
  const whole = [kGlobalSchedule, kLocalSchedule, kCleanup];

  test('are asked globally, locally, and at the end of a synchronous task', async () => {
    await asked();
    expect(await custom('plain')).toBe('plain in 0');
    expect(await asked()).toEqual([whole, [], [], []]);
  });

  test('receive the resolved query as poolQueries', async () => {
    expect(await custom('show')).toBe('show in 0');
    expect(await asked()).toEqual([[kGlobalSchedule, 'direct_id:0', kLocalSchedule, kCleanup], [], [], []]);
  });

  test.each([
    ['direct_id:2', 2],
    ['direct_hash:7', 3],
    ['range:1:1', 1],
    ['direct_id:3 direct_id:3', 3],
  ])('send the task to %s by replacing poolQueries, and no other monitor is asked', async (to, container) => {
    await asked();
    expect(await custom(`to ${to}`)).toBe(`to ${to} in ${container}`);
    const expected: unknown[][] = [[kGlobalSchedule], [], [], []];
    expected[container] = [kLocalSchedule, kCleanup];
    expect(await asked()).toEqual(expected);
  });

  test('apply to every form of a call', async () => {
    const input = { data: 'to direct_id:1', operationId: 0 };
    const expected = { data: 'to direct_id:1 in 1', resultCode: 1, returnCode: 0 };
    expect(probe.customSync(input, inZero)).toEqual(expected);
    using task = probe.asyncCustom(input, inZero);
    await within(task.wait(), 'the handle');
    expect(task).toMatchObject(expected);
    expect(await probe.custom(input, { ...inZero, forceNet: true })).toEqual(expected);
    const many = await within(Promise.all(Array.from({ length: 3000 }, () => probe.custom(input))), '3000');
    expect(new Set(many.map(({ resultCode }) => resultCode))).toEqual(new Set([1]));
  });

  test.each([
    'to local',
    'to direct_id:0',
    'to dynamic',
    'to physical:0',
    'to',
    'to direct_id:4',
    'nonsense',
  ])('change nothing with the answer "%s"', async (data) => {
    await asked();
    expect(await custom(data)).toBe(`${data} in 0`);
    expect(await asked()).toEqual([whole, [], [], []]);
  });

  test.each([
    ['to broadcast', 'to broadcast in 0', [0, 1, 2, 3]],
    ['to range:1:2', 'to range:1:2 in 1', [1, 2]],
    ['to direct_id:3 direct_id:1', 'to direct_id:3 direct_id:1 in 3', [1, 3]],
    ['push direct_id:2', 'push direct_id:2 in 0', [0, 2]],
  ])('run a copy in each container of the answer "%s"', async (data, answer, containers) => {
    await asked();
    expect(await custom(data)).toBe(answer);
    const ran = (await asked()).map((modes) => modes.filter((mode) => mode === kCleanup).length);
    // The task itself is cleaned up where it waited for its copies.
    ran[0]--;
    expect(ran.flatMap((runs, container) => (runs === 1 ? [container] : []))).toEqual(containers);
  });

  test('fail the whole task when one copy fails', async () => {
    const outcome = {
      code: 'PARTIAL_FAILURE',
      message: expect.stringMatching(/1 of 4 containers; container 1: unlucky/),
      replicas: [0, 1, 2, 3].map((containerId) =>
        containerId === 1
          ? { containerId, returnCode: 1, error: { code: 'METHOD_FAILED', message: 'unlucky' } }
          : { containerId, returnCode: 0 },
      ),
    };
    expect(await failureOf(custom('to broadcast', 14))).toMatchObject(outcome);
    using handle = probe.asyncCustom({ data: 'to broadcast', operationId: 14 }, inZero);
    await handle.wait();
    const { errorCode: code, errorMessage: message, replicas } = handle;
    expect({ code, message, replicas }).toMatchObject(outcome);
  });

  test('are asked for an estimate once when a task waits for another', async () => {
    await asked();
    const wait = { depth: 3, testId: 2, currentDepth: 0 };
    expect((await probe.waitTest(wait, inZero)).currentDepth).toBe(3);
    const seen = (await asked()).flat();
    expect(seen.filter((mode) => mode === kEstLoad)).toHaveLength(4);
    // mod-name answers with what is left to go, plus one
    expect(seen.filter((answer) => String(answer).endsWith('us')).sort()).toEqual([
      '1 us',
      '2 us',
      '3 us',
      '4 us',
    ]);
  });

  test('may throw from an estimate without harm', async () => {
    expect((await probe.waitTest({ depth: 1, testId: 1, currentDepth: 0 }, inZero)).currentDepth).toBe(1);
    expect(runtime.log()).toContain('no idea');
    expect(runtime.log()).toContain('queries that name no container');
  });

  test('may throw at the end of every task without harm or a flood of log lines', async () => {
    const every = { query: PoolQuery.broadcast() };
    for (let i = 0; i < 10; i++)
      expect((await probe.custom({ data: 'untidy', operationId: 0 }, every)).replicas).toHaveLength(
        CONTAINERS,
      );
    const told = runtime.log().match(/left as it is/g);
    expect(told).toHaveLength(Math.min(workers, CONTAINERS)); // once for the containers of a worker
  });
});
