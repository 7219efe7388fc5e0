import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, type Connection, PoolId } from '@chimaera/core';
import { stopDaemon } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { echoValues } from '../support/conformance/echo-values.js';
import { MortalModule } from '../support/mortal-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, within } from '../support/wait.js';

/** What is promised: within a second of the process's end. */
const NOTICE_MS = 1000;
const GONE = expect.objectContaining({ code: 'RUNTIME_GONE' });
const POOL = '7200.0';

let runtime: ScratchRuntime;
let mortal: MortalModule;
let chi: Connection;
beforeEach(async () => {
  runtime = await ScratchRuntime.start({
    prepare: (root) => {
      mortal = new MortalModule(root);
      return { CHI_REPO_PATH: mortal.repository };
    },
  });
  chi = await connect({ dir: runtime.dir, waitServerSeconds: 20, reconnect: true });
}, 30_000);
afterEach(async () => {
  await chi.close();
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

describe('a client whose runtime is killed and replaced in the same directory', () => {
  test.each([false, true])(
    'fails the calls under way and continues with the new runtime (blocked at the time: %s)',
    async (blocking) => {
      const client = new ChildClient('returner', { dir: runtime.dir, blocking });
      const { pid } = await client.next<{ pid: number }>('its first calls');
      expect(pid).toBe(runtime.pid);
      await sleep(100);
      await runtime.kill();
      const away = await client.next<Record<string, unknown>>('the news', NOTICE_MS);
      expect(away).toMatchObject({ blocking: GONE, handle: GONE, allocate: GONE });
      expect(away.failed).toEqual(new Array(blocking ? 4 : 3).fill(GONE));
      expect(away.limited).toMatchObject({ code: 'TIMEOUT' });
      await sleep(200);
      await runtime.launch();
      const back = await client.next<Record<string, unknown>>('its return', 20_000);
      expect(back).toMatchObject({
        pid: runtime.pid,
        settled: 'OK',
        data: 'again_processed',
        blocking: 'OK',
        fresh: 100,
        stale: 'OK',
      });
      expect((back.waited as unknown[])[0]).toBe('OK');
      client.say({ now: 'end' });
      expect(await client.next('the end of its connection')).toMatchObject({ code: 'CLOSED' });
      await client.end();
    },
    40_000,
  );

  test('repeats no task that was answered or under way', async () => {
    const mod = await mortal.createPool(chi, POOL, 1);
    await mod.custom({ data: 'note:delivered', operationId: 1 });
    const held = failureOf(mod.custom({ data: 'hold', operationId: 1 }));
    const unheard = Array.from({ length: 50 }, (_, i) =>
      mod.custom({ data: `note:${i}`, operationId: 1 }).then(
        () => 'OK',
        (error: { code: string }) => error.code,
      ),
    );
    await runtime.kill();
    expect(await within(held, 'the news', NOTICE_MS)).toEqual(GONE);
    const outcomes = await within(Promise.all(unheard), 'the news', NOTICE_MS);
    await runtime.launch();
    await mortal.createPool(chi, POOL, 1);
    await mod.custom({ data: 'note:after', operationId: 1 });
    await sleep(200);
    const notes = mortal.notes();
    expect(notes.length).toBe(new Set(notes).size);
    expect(notes).toEqual(expect.arrayContaining(['delivered', 'after']));
    outcomes.forEach((outcome, i) => {
      if (outcome === 'OK') expect(notes).toContain(String(i));
      else expect(outcome).toBe('RUNTIME_GONE');
    });
  });

  test('reconnects repeatedly with the same objects', async () => {
    const mod = new modName.Client(chi, PoolId.parse('7000.0'));
    await mod.create({ poolName: 'greetings' });
    for (let round = 0; round < 3; round++) {
      const waiting = failureOf(mod.coMutexTest({ testId: 1, holdMs: 600_000 }));
      await runtime.kill();
      expect(await within(waiting, 'the news', NOTICE_MS)).toEqual(GONE);
      await runtime.launch();
      await mod.create({ poolName: 'greetings' });
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => mod.custom({ data: `${i}`, operationId: i })),
      );
      expect(answers.every(({ data }, i) => data === `${i}_processed`)).toBe(true);
    }
  }, 40_000);

  test('does not use an old buffer as memory of the new runtime', async () => {
    const mod = new modName.Client(chi, PoolId.parse('7000.0'));
    await mod.create({ poolName: 'greetings' });
    const old = chi.allocateBuffer(100);
    await runtime.kill();
    await runtime.launch();
    await mod.create({ poolName: 'greetings' });
    const input = { ...echoValues[0][1], bufferValue: chi.allocateBuffer(100) };
    expect(await failureOf(mod.echo({ ...input, bufferValue: old }))).toMatchObject({ code: 'CLOSED' });
    old.free();
    expect(await mod.echo(input)).toMatchObject({ returnCode: 0 });
  });
});

test('a client also waits for the successor of a runtime stopped in order', async () => {
  const mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  await stopDaemon({ dir: runtime.dir, graceMs: 100 });
  const create = mod.create({ poolName: 'greetings' }).catch((error: Error) => error);
  await sleep(100);
  await runtime.launch();
  const first = await within(create, 'the pool', 20_000);
  if (first instanceof Error) expect(first).toMatchObject({ code: 'RUNTIME_STOPPED' });
  await mod.create({ poolName: 'greetings' });
  expect(await mod.custom({ data: 'x', operationId: 1 })).toMatchObject({ data: 'x_processed' });
}, 30_000);

test('a client that waits in vain fails in time, or when the connection is closed', async () => {
  const short = await connect({ dir: runtime.dir, waitServerSeconds: 1, reconnect: true });
  const none = await connect({ dir: runtime.dir, waitServerSeconds: 0, reconnect: true });
  const clients = [short, none, chi].map((each) => new modName.Client(each, PoolId.parse('7000.0')));
  await clients[0].create({ poolName: 'greetings' });
  const news = clients.map((mod) => failureOf(mod.coMutexTest({ testId: 1, holdMs: 600_000 })));
  await runtime.kill();
  for (const each of news) expect(await within(each, 'the news', NOTICE_MS)).toEqual(GONE);
  const [shortly, atOnce, later] = clients.map((mod) => failureOf(mod.custom({ data: 'x', operationId: 1 })));
  expect(await within(atOnce, 'the refusal')).toEqual(GONE);
  expect(await within(shortly, 'the end of the wait')).toEqual(GONE);
  const aborted = clients[2].custom({ data: 'x', operationId: 1 }, { signal: AbortSignal.timeout(10) });
  expect(await failureOf(within(aborted, 'the abortion'))).toMatchObject({ code: 'CANCELLED' });
  await chi.close();
  expect(await within(later, 'the end of the wait')).toMatchObject({ code: 'CLOSED' });
  await Promise.all([short.close(), none.close()]);
  // Looks under way must not find the next runtime and stay there.
  await runtime.launch();
});
