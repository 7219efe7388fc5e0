import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect, PoolId } from '@chimaera/core';
import { stopDaemon } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { cpuTicks } from '../support/processes.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { sleep, within } from '../support/wait.js';

const TICKS_PER_SECOND = 100;
const IDLE_SECONDS = 3;

let runtime: ScratchRuntime;
let sleeper: ChildClient;
beforeEach(async () => {
  runtime = await ScratchRuntime.start({ workers: 2 });
  const chi = await connect({ dir: runtime.dir });
  await new modName.Client(chi, PoolId.parse('7000.0')).create({ poolName: 'greetings', containers: 2 });
  await chi.close();
  sleeper = new ChildClient('sleeper', { dir: runtime.dir });
  await sleeper.next('being ready');
}, 30_000);
afterEach(async () => {
  await sleeper.kill(); // also when it is stopped
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

/** CPU time of a process over some seconds, as a share of one core. */
async function shareOf(pid: number, seconds: number): Promise<number> {
  const before = cpuTicks(pid);
  await sleep(seconds * 1000);
  return (cpuTicks(pid) - before) / (seconds * TICKS_PER_SECOND);
}

async function end(): Promise<void> {
  sleeper.say({ do: 'end' });
  await sleeper.end();
}

test('an idle daemon and its idle client sleep, and wake for the next task', async () => {
  await sleep(300);
  const [daemon, client] = await Promise.all([
    shareOf(runtime.pid, IDLE_SECONDS),
    shareOf(sleeper.pid, IDLE_SECONDS),
  ]);
  expect(daemon).toBeLessThan(0.05);
  expect(client).toBeLessThan(0.05);
  sleeper.say({ do: 'call' });
  expect(await sleeper.next('the answer')).toEqual({ data: 'x_processed' });
  await end();
});

test('a client that waits for a long task sleeps, and so does its worker', async () => {
  const waiters = ['awaited', 'blocking'].map(
    (form) => new ChildClient('waiter', { dir: runtime.dir, form, holdMs: 60_000 }),
  );
  for (const waiter of waiters) await waiter.next('waiting');
  await sleep(300);
  const shares = await Promise.all(
    [runtime.pid, ...waiters.map(({ pid }) => pid)].map((pid) => shareOf(pid, 1)),
  );
  for (const share of shares) expect(share).toBeLessThan(0.2);
  for (const waiter of waiters) await waiter.kill();
  await end();
});

test('a worker whose completions are not taken sleeps, serves others, and delivers them later', async () => {
  const count = 5000;
  sleeper.say({ do: 'pile up', count });
  await sleeper.next('the pile');
  process.kill(sleeper.pid, 'SIGSTOP');
  const chi = await connect({ dir: runtime.dir });
  const mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await within(chi.admin.flush(), 'the work on the pile');
  await sleep(200);
  expect(await shareOf(runtime.pid, 2)).toBeLessThan(0.2);
  expect(await mod.custom({ data: 'other', operationId: 1 }, { timeoutMs: 5000 })).toMatchObject({
    data: 'other_processed',
  });
  process.kill(sleeper.pid, 'SIGCONT');
  sleeper.say({ do: 'take the pile' });
  expect(await sleeper.next('the answers', 15_000)).toEqual({ taken: count });
  await chi.close();
  await end();
}, 30_000);

test('the timers of a client run while 64 loops await immediate results', async () => {
  sleeper.say({ do: 'ticks', count: 300_000 });
  const { ticks } = await sleeper.next<{ ticks: number }>('the loops', 30_000);
  expect(ticks).toBeGreaterThan(5);
  await end();
}, 40_000);

test('a sleeping daemon ends when it is told to stop', async () => {
  await end();
  await sleep(200);
  expect(await within(stopDaemon({ dir: runtime.dir, graceMs: 1000 }), 'the stop')).toEqual({
    outcome: 'stopped',
    pid: runtime.pid,
  });
});
