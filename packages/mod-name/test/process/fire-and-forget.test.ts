import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolQuery } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { createIllBehaved, writeIllBehavedModule } from '../support/ill-behaved-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, until, within } from '../support/wait.js';

// A ring of 16 entries, and a worker that is busy for 60 ms with each `spin`.
let runtime: ScratchRuntime;
let chi: Connection;
let ill: Client;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    runtime: { queueDepth: 16 },
    prepare: (root) => ({ CHI_REPO_PATH: writeIllBehavedModule(root) }),
  });
  chi = await runtime.connect();
  ill = await createIllBehaved(chi);
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const forget = { fireAndForget: true };
const send = (data: string, options: object = forget): Promise<unknown> =>
  ill.custom({ data, operationId: 0 }, options);
const ran = new Map<string, number>();
async function countOf(data: string): Promise<number> {
  const order = await ill.custom({ data: 'order', operationId: 0 });
  for (const each of order.data.split(',')) ran.set(each, (ran.get(each) ?? 0) + 1);
  return ran.get(data) ?? 0;
}

test('a fire-and-forget call that has returned runs even if its sender is then killed', async () => {
  const sender = new ChildClient('forgetter', { dir: runtime.dir, pool: ill.poolId.toString() });
  await sender.next('that all is sent');
  await sender.kill();
  await until(async () => (await countOf('forgotten')) === 200, 'the end of what was forgotten');
}, 30_000);

test('the limits of a call apply while the ring is full, and the task does not run then', async () => {
  const busy = Array.from({ length: 40 }, () => send('spin busy'));
  const code = failureOf(within(send('late', { ...forget, timeoutMs: 20 }), 'its timeout'));
  const abort = new AbortController();
  const aborted = failureOf(within(send('late', { ...forget, signal: abort.signal }), 'its end'));
  abort.abort();
  expect(await code).toMatchObject({ code: 'TIMEOUT' });
  expect(await aborted).toMatchObject({ code: 'CANCELLED' });
  await within(Promise.all(busy), 'the room in the ring');
  await until(async () => (await countOf('spin busy')) === 40, 'the end of what is busy');
  expect(await countOf('late')).toBe(0);
}, 30_000);

test('the blocking form waits only for room and returns nothing', async () => {
  for (let i = 0; i < 40; i++)
    expect(ill.customSync({ data: 'quick', operationId: 0 }, forget)).toBeUndefined();
  expect(ill.failSync({ message: 'string' }, forget)).toBeUndefined();
  expect(ill.failSync({ message: 'string' }, { ...forget, query: PoolQuery.broadcast() })).toBeUndefined();
  expect(await countOf('quick')).toBe(40);
});

test('has no outcome in a batch', async () => {
  const input = { data: 'batched', operationId: 0 };
  const results = await chi.submitBatch([ill.prepareCustom(input, forget), ill.prepareCustom(input)]);
  expect(results[0]).toBeUndefined();
  expect(results[1]).toMatchObject({ returnCode: 0 });
  expect(await countOf('batched')).toBe(2);
});

test('tasks that wait for room end with the connection', async () => {
  const other = await runtime.connect();
  const client = new Client(other, ill.poolId);
  const waiting = Array.from({ length: 60 }, () => client.custom({ data: 'spin', operationId: 0 }, forget));
  const ends = Promise.allSettled(waiting);
  await other.close();
  const rejected = (await within(ends, 'their end')).filter(({ status }) => status === 'rejected');
  expect(rejected.length).toBeGreaterThan(20);
  for (const each of rejected) expect(each).toMatchObject({ reason: { code: 'CLOSED' } });
}, 30_000);
