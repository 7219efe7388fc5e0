import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Connection, PoolId, PoolQuery } from '@chimaera/core';
import { runtimeStatus, stopDaemon } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, within } from '../support/wait.js';

/** What is promised: within a second of the process's end. The measured worst is a tenth of that. */
const NOTICE_MS = 1000;
/** A ring to a worker, as core has it. */
interface Outbox {
  push(kind: number, w0: number, slot: number, generation: number): number;
  publish(): void;
}
const FORMS = ['awaited', 'blocking', 'handle', 'blocking on a handle', 'batch'] as const;

let runtime: ScratchRuntime;
let chi: Connection;
let mod: modName.Client;

async function open(): Promise<void> {
  chi = await runtime.connect();
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
}

beforeEach(async () => {
  runtime = await ScratchRuntime.start();
  await open();
}, 30_000);
afterEach(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

/** One client for each form, all waiting. */
async function waiters(holdMs: number, changes: object = {}): Promise<ChildClient[]> {
  const all = FORMS.map((form) => new ChildClient('waiter', { dir: runtime.dir, form, holdMs, ...changes }));
  await Promise.all(all.map((waiter) => waiter.next('waiting')));
  await sleep(100); // until the blocking ones block
  return all;
}

const outcomes = (all: ChildClient[], what: string): Promise<unknown[]> =>
  Promise.all(all.map(async (waiter) => (await waiter.next<{ code: string }>(what, NOTICE_MS)).code));

test('after kill -9 of the runtime, waiting and later calls fail with RUNTIME_GONE', async () => {
  const all = await waiters(600_000);
  const own = failureOf(mod.coMutexTest({ testId: 1, holdMs: 600_000 }));
  await runtime.kill();
  expect(await outcomes(all, 'the news of the end')).toEqual(FORMS.map(() => 'RUNTIME_GONE'));
  expect(await within(own, 'the news of the end', NOTICE_MS)).toMatchObject({ code: 'RUNTIME_GONE' });
  expect(await outcomes(all, 'a later call')).toEqual(FORMS.map(() => 'RUNTIME_GONE'));
  await Promise.all(all.map((waiter) => waiter.end()));
  expect(await failureOf(mod.custom({ data: 'x', operationId: 1 }))).toMatchObject({ code: 'RUNTIME_GONE' });
  expect(() => mod.customSync({ data: 'x', operationId: 1 })).toThrow(
    expect.objectContaining({ code: 'RUNTIME_GONE' }),
  );
  await chi.close();
  await chi.close();
});

test('an expelled client learns the reason, in waiting and later calls', async () => {
  const own = failureOf(mod.coMutexTest({ testId: 1, holdMs: 600_000 }));
  const outbox = (chi as unknown as { $party: { mail: { outboxes: Outbox[] } } }).$party.mail.outboxes[0]!;
  outbox.push(99, 0, 0, 0); // as if it were written over
  outbox.publish();
  void mod.custom({ data: 'x', operationId: 1 }).catch(() => undefined); // wakes the worker
  const expelled = {
    code: 'RUNTIME_GONE',
    message: expect.stringMatching(
      /has ended this connection: this client sent a record of kind 99: the memory that it shares .* was overwritten; connect again$/,
    ),
  };
  expect(await within(own, 'the news of the end', NOTICE_MS)).toMatchObject(expelled);
  expect(await failureOf(mod.custom({ data: 'x', operationId: 1 }))).toMatchObject(expelled);
  expect(() => chi.allocateBuffer(8)).toThrow(expect.objectContaining(expelled));
  await chi.close();
  await open();
  expect(await mod.custom({ data: 'new', operationId: 1 })).toMatchObject({ data: 'new_processed' });
});

test('when the runtime ends a connection, every waiting caller learns of it, even in a blocked thread', async () => {
  const all = await waiters(600_000, { nonsense: 'nonsense' });
  expect(await outcomes(all, 'the news of the end')).toEqual(FORMS.map(() => 'RUNTIME_GONE'));
  expect(await outcomes(all, 'a later call')).toEqual(FORMS.map(() => 'RUNTIME_GONE'));
  await Promise.all(all.map((waiter) => waiter.end()));
  expect(await mod.coMutexTest({ testId: 2, holdMs: 0 })).toMatchObject({ holders: 1 });
});

test('timers and sockets still fire while loops keep calling after kill -9', async () => {
  await runtime.kill();
  const input = { data: 'x', operationId: 1 };
  const calls: (() => Promise<unknown>)[] = [
    () => mod.custom(input),
    () => mod.custom(input, { timeoutMs: 1000 }),
    () => mod.custom(input, { query: PoolQuery.broadcast() }),
    () => chi.submitBatch([mod.prepareCustom(input)]),
    () => mod.create(),
    () => chi.admin.flush(),
  ];
  for (const call of calls) {
    let heard = false;
    setTimeout(() => (heard = true), 10);
    let made = 0;
    for (; !heard && made < 1_000_000; made++) await call().catch(() => undefined);
    expect({ call: String(call), heard, made }).toMatchObject({ heard: true });
  }
});

test('after kill -9 another runtime starts in the same directory, and the old connection stays dead', async () => {
  const { pid, segments } = runtime;
  const old = { chi, mod };
  await runtime.kill();
  expect(await runtimeStatus(runtime.dir)).toMatchObject({ running: false });
  await runtime.launch();
  expect(runtime.pid).not.toBe(pid);
  expect(runtime.segments).toBe(segments);
  await open();
  expect(await mod.custom({ data: 'new', operationId: 1 })).toMatchObject({ data: 'new_processed' });
  expect(await failureOf(old.mod.custom({ data: 'x', operationId: 1 }))).toMatchObject({
    code: 'RUNTIME_GONE',
  });
  await old.chi.close();
});

test('calls that need memory wait while the runtime is suspended, and no thread blocks', async () => {
  process.kill(runtime.pid, 'SIGSTOP');
  try {
    const data = 'x'.repeat(100_000);
    const calls = Array.from({ length: 50 }, (_, i) => mod.custom({ data, operationId: i }));
    const late = mod.custom({ data, operationId: 1 }, { timeoutMs: 20 });
    expect(await failureOf(within(late, 'its timeout', NOTICE_MS))).toMatchObject({ code: 'TIMEOUT' });
    const startMs = performance.now();
    const error = await failureOf(
      (async () => mod.customSync({ data, operationId: 1 }, { timeoutMs: 20 }))(),
    );
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(
        /was not sent within its timeoutMs: .* does not answer a request for memory/,
      ),
    });
    expect(performance.now() - startMs).toBeLessThan(NOTICE_MS);
    expect(await Promise.race([...calls, sleep(50)])).toBeUndefined();
    process.kill(runtime.pid, 'SIGCONT');
    for (const { returnCode } of await within(Promise.all(calls), 'the end of the calls'))
      expect(returnCode).toBe(0);
  } finally {
    process.kill(runtime.pid, 'SIGCONT');
  }
});

test('results that arrived before the end can be read after it', async () => {
  using task = mod.asyncLargeOutput({ size: 200_000 });
  await task.wait();
  await runtime.kill();
  expect(await failureOf(within(mod.coMutexTest({ testId: 1, holdMs: 1000 }), 'the news'))).toMatchObject({
    code: 'RUNTIME_GONE',
  });
  expect(task.data[199_999]).toBe(199_999 % 256);
});

describe('stop', () => {
  test('lets a running task end within the grace period', async () => {
    const [awaited, ...rest] = await waiters(300);
    await Promise.all(
      [awaited, ...rest].map((waiter) => waiter.next<{ code: string }>('the end of the task')),
    );
    const short = mod.coMutexTest({ testId: 1, holdMs: 500 });
    await sleep(50);
    const stopped = stopDaemon({ dir: runtime.dir, graceMs: 5000 });
    expect(await within(short, 'the end of the task')).toMatchObject({ holders: 1, returnCode: 0 });
    expect(await stopped).toMatchObject({ outcome: 'stopped' });
    expect(runtime.remains()).toEqual([]);
  });

  test('ends longer tasks, in every form, and leaves no file', async () => {
    const all = await waiters(600_000);
    const queued = failureOf(mod.coMutexTest({ testId: 1, holdMs: 1 }));
    expect(await stopDaemon({ dir: runtime.dir, graceMs: 100 })).toMatchObject({ outcome: 'stopped' });
    expect(runtime.remains()).toEqual([]);
    for (const code of await outcomes(all, 'the end of the task'))
      expect(['RUNTIME_STOPPED', 'RUNTIME_GONE']).toContain(code);
    expect(await within(queued, 'the end of a queued task')).toMatchObject({ code: 'RUNTIME_STOPPED' });
    await outcomes(all, 'a later call');
    await Promise.all(all.map((waiter) => waiter.end()));
  });

  test('can be requested by a client, and ends periodic tasks', async () => {
    const task = mod.asyncCustom({ data: 'p', operationId: 1 }, { periodMs: 1 });
    expect(await chi.admin.stopRuntime({ graceMs: 500 })).toMatchObject({ returnCode: 0 });
    await within(task.wait(), 'the end of the repetition');
    await within(runtime.ended(), 'the end of the process');
    expect(runtime.remains()).toEqual([]);
  });

  test('works while clients flood the runtime', async () => {
    const flooders = [1, 2].map(() => new ChildClient('flooder', { dir: runtime.dir, after: 100 }));
    await Promise.all(flooders.map((flooder) => flooder.next('the flood')));
    expect(await stopDaemon({ dir: runtime.dir, graceMs: 200 })).toMatchObject({ outcome: 'stopped' });
    expect(runtime.remains()).toEqual([]);
    for (const flooder of flooders) {
      const { code } = await within(flooder.ended, 'the end of the flooder');
      expect(code).not.toBe(0);
    }
  });
});
