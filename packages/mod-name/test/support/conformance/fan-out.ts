import { expect, test } from '@jest/globals';
import { ChimaeraError, PoolQuery } from '@chimaera/core';
import { failureOf, within } from '../wait.js';
import { type Fixture, SHARDS } from './fixture.js';

const EVERY = [0, 1, 2, 3];

/** Broadcast and Range give every container its own copy, whatever the form of the call (design section 4). */
export function fanOut(fixture: () => Fixture): void {
  const input = { data: 'x', operationId: 1 };
  const all = { query: PoolQuery.broadcast() };
  const answers = (containers: readonly number[]): object[] =>
    containers.map((containerId) => ({ containerId, returnCode: 0, data: 'x_processed', resultCode: 0 }));
  const failures = EVERY.map((containerId) => ({
    containerId,
    returnCode: 1,
    error: { code: 'METHOD_FAILED', message: 'no' },
  }));
  const partial = {
    code: 'PARTIAL_FAILURE',
    returnCode: 1,
    message: expect.stringMatching(/kFail failed in 4 of 4 containers; container 0: no/),
  };

  /** Every mutex of the pool is free: whatever held one has been stopped. */
  async function expectMutexesFree(): Promise<void> {
    const { replicas } = await within(
      fixture().sharded.coMutexTest({ testId: 9, holdMs: 0 }, all),
      'the release of every mutex',
    );
    expect(replicas?.map(({ holders }) => holders)).toEqual([1, 1, 1, 1]);
  }

  test('a handle completes when every container has answered', async () => {
    const { sharded } = fixture();
    using held = sharded.asyncCoMutexTest({ testId: 9, holdMs: 60_000 }, { query: PoolQuery.directId(2) });
    using task = sharded.asyncCoMutexTest({ testId: 9, holdMs: 0 }, all);
    expect(task.isComplete).toBe(false);
    expect(() => task.replicas).toThrow(expect.objectContaining({ code: 'NOT_COMPLETE' }));
    // Three answer at once; the fourth waits for its mutex, and so does the handle.
    expect(await failureOf(task.wait({ timeoutMs: 5 }))).toMatchObject({ code: 'TIMEOUT' });
    held.stop();
    expect(await within(task.wait(), 'the broadcast')).toBe(task);
    expect(task).toMatchObject({ isComplete: true, returnCode: 0, errorMessage: '', holders: 1 });
    expect(task.replicas).toMatchObject(
      EVERY.map((containerId) => ({ containerId, returnCode: 0, holders: 1 })),
    );
  });

  test('a handle can be waited for in a blocking call', () => {
    using task = fixture().sharded.asyncCustom(input, { query: PoolQuery.range(1, 3) });
    expect(task.waitSync({ timeoutMs: 5000 }).data).toBe('x_processed');
    const texts: (string | undefined)[] = task.replicas.map(({ data }) => data); // typed as the outputs are
    expect(texts).toEqual(['x_processed', 'x_processed', 'x_processed']);
    expect(task.replicas).toEqual(answers([1, 2, 3]));
  });

  test('a blocking call returns the outputs of the first container and the replicas of all', () => {
    expect(fixture().sharded.customSync(input, all)).toEqual({
      data: 'x_processed',
      resultCode: 0,
      returnCode: 0,
      replicas: answers(EVERY),
    });
  });

  test('a broadcast is one element of a batch', async () => {
    const { chi, sharded } = fixture();
    const [first, every, failed] = await chi.submitBatch([
      sharded.prepareCustom(input),
      sharded.prepareCustom(input, all),
      sharded.prepareFail({ message: 'no' }, all),
    ]);
    expect(first).toEqual({ data: 'x_processed', resultCode: 0, returnCode: 0 });
    expect(every).toMatchObject({ data: 'x_processed', replicas: answers(EVERY) });
    expect(failed).toBeInstanceOf(ChimaeraError);
    expect(failed).toMatchObject({ ...partial, replicas: failures });
  });

  test('any failure fails the whole and shows where, in every form', async () => {
    const { sharded } = fixture();
    expect(await failureOf(sharded.fail({ message: 'no' }, all))).toMatchObject({
      ...partial,
      replicas: failures,
    });
    const blocking = Promise.resolve().then(() => sharded.failSync({ message: 'no' }, all));
    expect(await failureOf(blocking)).toMatchObject({ ...partial, replicas: failures });
    using task = sharded.asyncFail({ message: 'no' }, all);
    expect(task.poolQuery).toEqual(all.query);
    await within(task.wait(), 'the failure');
    expect(task).toMatchObject({
      returnCode: 1,
      errorCode: 'PARTIAL_FAILURE',
      errorMessage: partial.message,
    });
    expect(task.replicas).toMatchObject(failures);
  });

  test('one failure does not hide the answers of the others', async () => {
    const { sharded } = fixture();
    const probe = { testId: 9, holdMs: 0 };
    const query = PoolQuery.directId(3);
    const held = sharded.asyncCoMutexTest({ testId: 9, holdMs: 60_000 }, { query });
    const abort = new AbortController();
    const broadcast = failureOf(sharded.coMutexTest(probe, { ...all, signal: abort.signal }));
    // A mutex is first-in first-out: once these have had it, so have three copies of the broadcast. The fourth waits.
    await within(sharded.coMutexTest(probe, { query: PoolQuery.range(0, 3) }), 'the other containers');
    abort.abort();
    const error = await within(broadcast, 'the end of the broadcast');
    expect(error).toMatchObject({ code: 'PARTIAL_FAILURE', message: expect.stringContaining('1 of 4') });
    expect((error as ChimaeraError).replicas).toMatchObject([
      { containerId: 0, returnCode: 0, holders: 1 },
      { containerId: 1, returnCode: 0, holders: 1 },
      { containerId: 2, returnCode: 0, holders: 1 },
      { containerId: 3, error: { code: 'CANCELLED' } },
    ]);
    held.stop();
    await within(held.wait(), 'the end of the holder');
    held.dispose();
    await expectMutexesFree();
  });

  test('stopping, timing out and disposing of a handle reach every container', async () => {
    const { sharded } = fixture();
    const long = { testId: 9, holdMs: 60_000 };
    using stopped = sharded.asyncCoMutexTest(long, all);
    stopped.stop();
    await within(stopped.wait(), 'the end of what was stopped');
    expect(stopped.errorCode).toBe('PARTIAL_FAILURE');
    expect(stopped.replicas).toMatchObject(EVERY.map(() => ({ error: { code: 'CANCELLED' } })));
    await expectMutexesFree();

    expect(() => sharded.coMutexTestSync(long, { ...all, timeoutMs: 30 })).toThrow(
      expect.objectContaining({ code: 'TIMEOUT' }),
    );
    await expectMutexesFree();

    const early = sharded.asyncCoMutexTest({ testId: 9, holdMs: 30 }, all);
    const waiting = failureOf(early.wait());
    early.dispose();
    early.dispose();
    expect(await within(waiting, 'the end of the wait')).toMatchObject({ code: 'TASK_DISPOSED' });
    expect(() => early.replicas).toThrow(expect.objectContaining({ code: 'TASK_DISPOSED' }));
    await expectMutexesFree();
  });

  test('a query past the last container fails in the way of each form', async () => {
    const { sharded, chi, client } = fixture();
    const past = { query: PoolQuery.range(SHARDS - 1, 2) };
    const expected = { code: 'CONTAINER_NOT_FOUND' };
    expect(await failureOf(sharded.custom(input, past))).toMatchObject(expected);
    expect(() => sharded.customSync(input, past)).toThrow(expect.objectContaining(expected));
    using task = sharded.asyncCustom(input, past);
    await within(task.wait(), 'the refusal');
    expect(task.replicas).toMatchObject([{ error: expected }]);
    expect(task.returnCode).not.toBe(0);
    const [settled] = await chi.submitBatch([sharded.prepareCustom(input, past)]);
    expect(settled).toMatchObject(expected);
    using nowhere = client().asyncCustom(input, all);
    await within(nowhere.wait(), 'the refusal');
    expect(nowhere.replicas).toMatchObject([{ error: { code: 'POOL_NOT_FOUND' } }]);
  });

  test('a bad input is refused before sending, with the error for that input', async () => {
    const { chi, sharded } = fixture();
    const wrong = { data: 5 as unknown as string, operationId: 1 };
    for (const [bad, message] of [
      [wrong, /^CustomTask.data: expected string, got 5/],
      [null as unknown as typeof input, /takes an object with its inputs, not null/],
    ] as const) {
      const expected = { code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) };
      expect(() => sharded.asyncCustom(bad, all)).toThrow(expect.objectContaining(expected));
      expect(() => sharded.customSync(bad, all)).toThrow(expect.objectContaining(expected));
      expect(await failureOf(sharded.custom(bad, all))).toMatchObject(expected);
      expect(await failureOf(sharded.custom(bad, { ...all, fireAndForget: true }))).toMatchObject(expected);
      expect(await chi.submitBatch([sharded.prepareCustom(bad, all)])).toMatchObject([expected]);
    }
  });

  test('a fire-and-forget broadcast returns at once and runs in every container', async () => {
    const { sharded, chi } = fixture();
    expect(await sharded.custom(input, { ...all, fireAndForget: true })).toBeUndefined();
    await chi.admin.flush();
    await expectMutexesFree();
  });

  test('copies that do not fit at the same time go out one after the other', async () => {
    const { sharded, net } = fixture();
    if (net === true) return; // the worker makes a second copy of each, for which there is no room at all
    const large = { data: 'x'.repeat(5 * 2 ** 20), operationId: 1 };
    using task = sharded.asyncCustom(large, all);
    await within(task.wait(), 'the broadcast');
    expect(task.replicas.map(({ returnCode }) => returnCode)).toEqual([0, 0, 0, 0]);
    task.dispose();
    expect(sharded.customSync(large, all).replicas).toHaveLength(SHARDS);
    expect((await within(sharded.custom(large, all), 'the broadcast')).replicas).toHaveLength(SHARDS);
  });

  test('a blocking call waits for the copies under way before it reports that memory is short', async () => {
    const { sharded, net } = fixture();
    if (net === true) return; // as above
    // The second copy finds no room, as when the control plane is late with its answer; the others then take all.
    const { $party: party } = sharded.chi as unknown as { $party: { begin?(...args: unknown[]): unknown } };
    const { begin } = party;
    let begun = 0;
    party.begin = (...args) => (++begun === 2 ? undefined : begin!.apply(party, args));
    try {
      const large = { data: 'x'.repeat(5 * 2 ** 20), operationId: 1 };
      expect(sharded.customSync(large, all).replicas).toHaveLength(SHARDS);
    } finally {
      delete party.begin;
    }
    expect(begun).toBeGreaterThan(SHARDS);
  });

  test('a hundred concurrent handles each complete', async () => {
    const { sharded } = fixture();
    const handles = Array.from({ length: 100 }, (_, i) =>
      sharded.asyncCustom({ data: String(i), operationId: i }, all),
    );
    for (const [i, task] of handles.entries()) {
      await within(task.wait(), `broadcast ${i}`);
      expect(task.replicas.map(({ data }) => data)).toEqual(EVERY.map(() => `${i}_processed`));
      task.dispose();
    }
  });
}
