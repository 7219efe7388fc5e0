import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Connection, PoolId, PoolQuery } from '@chimaera/core';
import type * as modName from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { at, MortalModule } from '../support/mortal-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, until, within } from '../support/wait.js';

// Between the death of a worker and the moment when its containers exist again, which here is when the test opens a
// gate. Each test begins with one container lost. They alternate, because a worker that dies too often ends the
// runtime.
const POOL = '7100.0';
let lost = 1;
let other = 0;

let runtime: ScratchRuntime;
let mortal: MortalModule;
let chi: Connection;
let mod: modName.Client;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    workers: 2,
    prepare: (root) => {
      mortal = new MortalModule(root);
      return { CHI_REPO_PATH: mortal.repository };
    },
  });
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const noted = (text: string): number => mortal.notes().filter((note) => note === text).length;
const say = (container: number, data: string, options = {}): Promise<modName.CustomResult> =>
  mod.custom({ data, operationId: 1 }, { ...at(container), ...options });

beforeEach(async () => {
  mod = await mortal.createPool(chi, POOL, 2);
  const before = noted('at the gate');
  mortal.closeGate();
  [lost, other] = [other, lost];
  void say(lost, 'exit').catch(() => undefined);
  await until(() => noted('at the gate') > before, 'a new thread that makes the container');
});
afterEach(() => mortal.openGate());

test('its tasks wait, whoever sends them, and run in order', async () => {
  const notes = Array.from({ length: 50 }, (_, i) => say(lost, `note:first ${i}`));
  using handle = mod.asyncCustom({ data: 'hello', operationId: 1 }, at(lost));
  const batch = chi.submitBatch([mod.prepareCustom({ data: 'hello', operationId: 1 }, at(lost))]);
  const subtask = say(other, `ask:${lost}:hello`);
  const all = mod.custom({ data: 'hello', operationId: 1 }, { query: PoolQuery.broadcast() });
  const flush = chi.admin.flush();
  const waits = Promise.race(
    [...notes, handle.wait(), batch, subtask, all, flush].map((each) => each.then(() => 1)),
  );
  await until(async () => {
    const { workers = [] } = await chi.admin.monitor({ query: 'workers' });
    return workers.reduce((sum, { queued }) => sum + queued, 0) >= 54;
  }, 'the waiting of all of them');
  expect(await Promise.race([waits, sleep(50)])).toBeUndefined();
  mortal.openGate();
  await within(Promise.all([...notes, handle.wait(), flush]), 'the end of the wait');
  expect(handle.data).toMatch(/hello done/);
  expect(await within(subtask, 'the outer task')).toMatchObject({
    data: expect.stringContaining('hello done'),
  });
  expect(await within(batch, 'the batch')).toMatchObject([{ returnCode: 0 }]);
  expect((await within(all, 'the broadcast')).replicas).toHaveLength(2);
  expect(mortal.notes().filter((note) => note.startsWith('first'))).toEqual(
    notes.map((_, i) => `first ${i}`),
  );
});

test('its tasks keep waiting when the worker dies again, in every form, and run once', async () => {
  const notes = Array.from({ length: 20 }, (_, i) => say(lost, `note:again ${i}`));
  using handle = mod.asyncCustom({ data: 'hello', operationId: 1 }, at(lost));
  const subtask = say(other, `ask:${lost}:hello`);
  const forgotten = say(lost, 'note:forgotten', { fireAndForget: true });
  await until(async () => {
    const { workers = [] } = await chi.admin.monitor({ query: 'workers' });
    return workers.reduce((sum, { queued }) => sum + queued, 0) >= 23;
  }, 'the waiting of all of them');
  const before = noted('at the gate');
  mortal.killNext();
  await until(() => noted('at the gate') > before, 'another thread that makes the container');
  mortal.openGate();
  await within(Promise.all([...notes, handle.wait(), forgotten]), 'the end of the wait');
  expect(handle).toMatchObject({ returnCode: 0, data: expect.stringContaining('hello done') });
  expect(await within(subtask, 'the outer task')).toMatchObject({
    data: expect.stringContaining('hello done'),
  });
  expect(mortal.notes().filter((note) => note.startsWith('again'))).toEqual(
    notes.map((_, i) => `again ${i}`),
  );
  await until(() => noted('forgotten') === 1, 'the task that nobody waits for');
});

test('a waiting call can be cancelled, and times out', async () => {
  const abort = new AbortController();
  const cancelled = failureOf(say(lost, 'note:cancelled', { signal: abort.signal }));
  using handle = mod.asyncCustom({ data: 'note:cancelled', operationId: 1 }, at(lost));
  using periodic = mod.asyncCustom({ data: 'note:cancelled', operationId: 1 }, { ...at(lost), periodMs: 1 });
  expect(await failureOf(say(lost, 'note:cancelled', { timeoutMs: 50 }))).toMatchObject({ code: 'TIMEOUT' });
  abort.abort();
  handle.stop();
  periodic.stop();
  expect(await within(cancelled, 'the end of the task')).toMatchObject({ code: 'CANCELLED' });
  await within(Promise.all([handle.wait(), periodic.wait()]), 'the end of the handles');
  expect([handle.errorCode, periodic.errorCode]).toEqual(['CANCELLED', '']);
  mortal.openGate();
  await say(lost, 'hello');
  expect(noted('cancelled')).toBe(0);
});

test('a client that dies waiting leaves nothing behind', async () => {
  const waiter = new ChildClient('waiter', {
    dir: runtime.dir,
    pool: POOL,
    form: 'blocking',
    query: `direct_id:${lost}`,
    holdMs: 600_000,
  });
  await waiter.next('waiting');
  const parties = async (): Promise<number> => {
    const { memory } = await chi.admin.monitor({ query: 'memory' });
    return new Set(memory?.arenas.map(({ party }) => party)).size;
  };
  const before = await parties();
  await waiter.kill();
  await until(async () => (await parties()) < before, 'the return of its memory');
  mortal.openGate();
  expect(await within(mod.coMutexTest({ testId: 1, holdMs: 0 }, at(lost)), 'the lock')).toMatchObject({
    holders: 1,
  });
});

test('if it cannot be created again, its tasks fail with the reason, and the pool can be created anew', async () => {
  const waiting = [failureOf(say(lost, 'hello')), failureOf(say(other, `ask:${lost}:hello`))];
  await sleep(20);
  mortal.openGate('no room at the inn');
  const gone = { code: 'CONTAINER_NOT_FOUND', message: expect.stringContaining('no room at the inn') };
  for (const failure of waiting) expect(await within(failure, 'the end of the wait')).toMatchObject(gone);
  expect(await within(failureOf(say(lost, 'hello')), 'the end of a late one')).toMatchObject(gone);
  expect(await say(other, 'hello')).toMatchObject({ returnCode: 0 });
  await chi.admin.destroyPool({ targetPoolId: PoolId.parse(POOL) });
  mod = await mortal.createPool(chi, POOL, 2);
  expect(await say(lost, 'hello')).toMatchObject({ returnCode: 0 });
});

test('if the pool is destroyed meanwhile, its tasks end, and the unfinished container is removed', async () => {
  const waiting = failureOf(say(lost, 'hello'));
  await sleep(20);
  const before = noted('destroyed');
  await chi.admin.destroyPool({ targetPoolId: PoolId.parse(POOL) });
  expect(await within(waiting, 'the end of the wait')).toMatchObject({ code: 'POOL_NOT_FOUND' });
  mortal.openGate();
  await until(() => noted('destroyed') === before + 2, 'the end of both containers');
  mod = await mortal.createPool(chi, POOL, 2);
  expect(await say(lost, 'hello')).toMatchObject({ returnCode: 0 });
});

test('if the runtime stops meanwhile, its tasks end', async () => {
  const waiting = failureOf(say(lost, 'hello'));
  await sleep(20);
  await chi.admin.stopRuntime({ graceMs: 0 });
  expect(await within(waiting, 'the end of the wait')).toMatchObject({ code: 'RUNTIME_STOPPED' });
});
