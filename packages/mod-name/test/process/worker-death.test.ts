import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ChimaeraError, type Connection, PoolId } from '@chimaera/core';
import { defaultConfig } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { type Capacity, isBack, measureCapacity } from '../support/capacity.js';
import { ChildClient } from '../support/child-client.js';
import { at, MortalModule } from '../support/mortal-module.js';
import { forgeNextEntry, sharedOf } from '../support/forged-entry.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, until, within } from '../support/wait.js';

// A thread that executes tasks ends for reasons that no method can be blamed for. Containers 0 and 1 are on different
// workers.
const POOL = '7100.0';

let runtime: ScratchRuntime;
let mortal: MortalModule;
let chi: Connection;
let mod: modName.Client;
beforeEach(async () => {
  runtime = await ScratchRuntime.start({
    workers: 2,
    prepare: (root) => {
      mortal = new MortalModule(root);
      return { CHI_REPO_PATH: mortal.repository };
    },
  });
  chi = await runtime.connect();
  mod = await mortal.createPool(chi, POOL, 2);
}, 30_000);
afterEach(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const say = (container: number, data: string, operationId = 1): Promise<modName.CustomResult> =>
  mod.custom({ data, operationId }, at(container));
const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
  outcome.status === 'fulfilled' ? 'OK' : (outcome.reason as ChimaeraError).code;

/** Resolves when the container has been created again. */
async function untilServed(container: number, client = mod): Promise<void> {
  const isServed = async (): Promise<boolean> =>
    client.custom({ data: 'hello', operationId: 1 }, at(container)).then(
      () => true,
      () => false,
    );
  await until(isServed, `a new container ${container}`);
}

describe('the death of a worker', () => {
  test.each([
    ['throw', 'on purpose'],
    ['reject', 'forgotten on purpose'],
    ['exit', 'code 3'],
  ])('%s: its tasks end with WORKER_DIED, and the runtime gives the reason', async (death, reason) => {
    const others = say(1, 'hold');
    const own = [failureOf(say(0, 'hold')), failureOf(say(0, 'hold'))];
    await say(0, 'hello');
    const handle = mod.asyncCustom({ data: 'hold', operationId: 2 }, at(0));
    void say(0, death).catch(() => undefined);
    for (const failure of own)
      expect(await within(failure, 'the end of a task')).toMatchObject({
        code: 'WORKER_DIED',
        message: expect.stringContaining(reason),
      });
    await within(handle.wait(), 'the end of a handle');
    expect([handle.errorCode, handle.returnCode]).toEqual(['WORKER_DIED', 111]);
    handle.dispose();
    await untilServed(0);
    expect(runtime.log()).toMatch(/Worker \d of the runtime died/);
    expect(runtime.log()).toContain(reason);
    await until(() => runtime.log().includes('were created again'), 'the news in the log');
    // The other worker is not affected.
    expect(await Promise.race([others.then(String, String), sleep(50)])).toBeUndefined();
    others.catch(() => undefined);
  });

  test('ends every form of waiting, even in a blocked thread', async () => {
    const forms = ['awaited', 'blocking', 'handle', 'blocking on a handle', 'batch'];
    const waiters = forms.map(
      (form) => new ChildClient('waiter', { dir: runtime.dir, pool: POOL, form, holdMs: 600_000 }),
    );
    for (const waiter of waiters) await waiter.next('waiting');
    await sleep(100); // until the blocking ones block
    void say(0, 'throw').catch(() => undefined);
    for (const waiter of waiters) {
      expect(await waiter.next('the news of the death')).toMatchObject({ code: 'WORKER_DIED' });
      expect(await waiter.next('the call after it')).toEqual({ code: 'OK' });
      await waiter.end();
    }
  });

  test('ends a task on another worker that waits for one there', async () => {
    const outer = failureOf(say(1, 'ask:0:hold'));
    await say(0, 'hello');
    await sleep(50);
    void say(0, 'throw').catch(() => undefined);
    expect(await within(outer, 'the end of the outer task')).toMatchObject({ code: 'WORKER_DIED' });
    await untilServed(0);
    expect(await say(1, 'ask:0:hello')).toMatchObject({ data: expect.stringContaining('hello done') });
    expect(await say(0, 'ask:1:hello')).toMatchObject({ data: expect.stringContaining('hello done') });
  });
});

describe('a task runs at most once, and its sender learns its outcome:', () => {
  /** Checks that each note is in the book as often as its outcome says. */
  async function expectOnce(notes: Promise<unknown>[]): Promise<string[]> {
    const outcomes = await within(Promise.allSettled(notes), 'the end of all tasks');
    const codes = outcomes.map(codeOf);
    await untilServed(0);
    const counts = new Map<string, number>();
    for (const note of mortal.notes()) counts.set(note, (counts.get(note) ?? 0) + 1);
    const wrong = codes.flatMap((code, i) => {
      const count = counts.get(String(i)) ?? 0;
      const isRight = code === 'OK' ? count === 1 : code === 'WORKER_DIED' && count <= 1;
      return isRight ? [] : [{ i, code, count }];
    });
    expect(wrong).toEqual([]);
    return codes;
  }

  test.each([
    ['in the middle of what fits in the ring', 600, 300],
    ['with more sent than the ring holds', 3000, 20],
    ['at once', 100, 0],
  ])(
    'the worker dies %s',
    async (_when, count, exitAt) => {
      const notes = Array.from({ length: count }, (_, i) => {
        if (i === exitAt) void say(0, 'exit').catch(() => undefined);
        return say(0, `note:${i}`);
      });
      const codes = await expectOnce(notes);
      // Tasks that it had not taken are not lost with it.
      expect(codes.slice(exitAt).filter((code) => code === 'WORKER_DIED')).toEqual([]);
    },
    30_000,
  );

  test('the worker dies repeatedly while 32 loops send', async () => {
    let next = 0;
    let over = false;
    const notes: Promise<unknown>[] = [];
    const loops = Array.from({ length: 32 }, async () => {
      while (!over) {
        const note = say(0, `note:${next++}`);
        notes.push(note);
        await note.catch(() => sleep(1));
      }
    });
    for (let death = 0; death < 3; death++) {
      await sleep(20);
      void say(0, 'exit').catch(() => undefined);
      await sleep(10);
      await untilServed(0);
    }
    over = true;
    await within(Promise.all(loops), 'the end of the loops');
    const codes = await expectOnce(notes);
    expect(codes).toContain('OK');
  }, 30_000);

  test('forged entries make the successor miss a task, and it is sent again', async () => {
    await failureOf(say(0, 'exit'));
    await untilServed(0);
    const { words, rings } = sharedOf(chi);
    for (const ring of rings) await forgeNextEntry(words, ring, defaultConfig().runtime.queueDepth);
    expect(await within(say(0, 'hello'), 'the answer')).toMatchObject({ returnCode: 0 });
  });

  test('a worker sends tasks to one that dies', async () => {
    const notes = Array.from({ length: 300 }, (_, i) => {
      if (i === 100) void say(0, 'exit').catch(() => undefined);
      return say(1, `ask:0:note:${i}`);
    });
    await expectOnce(notes);
  }, 30_000);
});

test('the memory of a dead worker is reused once no reader needs it, and its outputs stay readable until then', async () => {
  const plain = new modName.Client(chi, PoolId.parse('7000.0'));
  await plain.create({ poolName: 'greetings', containers: 2 });
  const before = await measureCapacity(runtime);
  for (let death = 0; death < 3; death++) {
    using output = mod.asyncLargeOutput({ size: 4 * 2 ** 20 }, at(0));
    await output.wait();
    // Tasks of its own, in memory of its own, some of which run elsewhere when it dies.
    const asked = Array.from({ length: 200 }, () => failureOf(say(0, 'ask:1:hold')));
    const held = failureOf(say(0, 'hold'));
    await sleep(100);
    void say(0, 'throw').catch(() => undefined);
    for (const each of [held, ...asked])
      expect(await within(each, 'the end of a task')).toMatchObject({ code: 'WORKER_DIED' });
    for (const container of [0, 1]) await untilServed(container, plain);
    await untilServed(0);
    expect(output.data).toHaveLength(4 * 2 ** 20);
    expect(output.data[4 * 2 ** 20 - 1]).toBe(255);
    expect((await measureCapacity(runtime)).runtimeData).toBeLessThan(before.runtimeData - 40);
    output.dispose();
    // What it had sent elsewhere goes on there until that worker dies as well.
    const end = failureOf(say(1, 'hold'));
    void say(1, 'throw').catch(() => undefined);
    await within(end, 'the end of the other worker');
    await untilServed(1);
    for (const container of [0, 1]) await untilServed(container, plain);
    let now: Capacity | undefined;
    const isAllBack = async (): Promise<boolean> => isBack((now = await measureCapacity(runtime)), before, 2);
    await until(isAllBack, 'the return of memory').catch((cause: Error) => {
      throw new Error(`${cause.message}: ${JSON.stringify({ before, now })}`);
    });
  }
}, 60_000);

describe('a lock shared by all workers, when one dies,', () => {
  const lock = (container: number, holdMs: number, isWriter: boolean): Promise<unknown> =>
    mod.coRwLockTest({ testId: 1, isWriter, holdMs }, at(container));

  test('is released if it was held by a task there, and the waiting tasks fail', async () => {
    const holder = failureOf(lock(0, 600_000, true));
    await say(0, 'hello');
    const waiter = failureOf(lock(1, 0, true));
    await say(1, 'hello');
    await sleep(50);
    void say(0, 'throw').catch(() => undefined);
    expect(await within(holder, 'the end of the holder')).toMatchObject({ code: 'WORKER_DIED' });
    expect(await within(waiter, 'the end of the wait')).toMatchObject({
      code: 'WORKER_DIED',
      message: expect.stringContaining('tableLock'),
    });
    await untilServed(0);
    for (const container of [0, 1, 0])
      expect(await within(lock(container, 1, true), 'the lock')).toMatchObject({ writers: 1 });
  });

  test('is released if a living keeper had granted it to a task there', async () => {
    const reader = lock(1, 1000, false);
    await say(1, 'hello');
    const guest = failureOf(lock(0, 600_000, false));
    // The same worker asks for this one later, so the guest is inside when it has ended.
    await lock(0, 0, false);
    const writer = failureOf(lock(1, 0, true));
    await say(1, 'hello');
    void say(0, 'throw').catch(() => undefined);
    expect(await within(guest, 'the end of the guest')).toMatchObject({ code: 'WORKER_DIED' });
    expect(await within(writer, 'the end of the wait')).toMatchObject({ code: 'WORKER_DIED' });
    expect(await within(reader, 'the end of the reader')).toMatchObject({ returnCode: 0 });
    await untilServed(0);
    for (const container of [0, 1])
      expect(await within(lock(container, 1, true), 'the lock')).toMatchObject({ writers: 1 });
  });

  test('keeps excluding others if the dead worker kept it for a living task', async () => {
    // Container 0's worker keeps the state, container 1's task is inside when it dies.
    const first = failureOf(lock(0, 600_000, false));
    await say(0, 'hello');
    const second = lock(1, 1500, false);
    await lock(1, 0, false);
    void say(0, 'throw').catch(() => undefined);
    expect(await within(first, 'the end of the first')).toMatchObject({ code: 'WORKER_DIED' });
    await untilServed(0);
    const order: string[] = [];
    const reader = second.then(() => order.push('reader'));
    const writer = lock(0, 0, true).then(() => order.push('writer'));
    await within(Promise.all([reader, writer]), 'the end of both');
    expect(order).toEqual(['reader', 'writer']);
  });
});
