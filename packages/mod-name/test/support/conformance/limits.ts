import { expect, test } from '@jest/globals';
import { failureOf, sleep, within } from '../wait.js';
import type { Fixture } from './fixture.js';
import { expectMutexFree, LONG } from './held-mutex.js';

/** Timeouts and cancellation. */
export function limits(fixture: () => Fixture): void {
  test('timeoutMs ends a promise and its task', async () => {
    const error = await failureOf(within(fixture().mod.coMutexTest(LONG, { timeoutMs: 20 }), 'the timeout'));
    expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('kCoMutexTest') });
    await expectMutexFree(fixture());
  });

  test('timeoutMs ends a blocking call and its task', async () => {
    expect(() => fixture().mod.coMutexTestSync(LONG, { timeoutMs: 20 })).toThrow(
      expect.objectContaining({ code: 'TIMEOUT' }),
    );
    await expectMutexFree(fixture());
  });

  test('timeoutMs asks the task behind a handle to stop', async () => {
    using task = fixture().mod.asyncCoMutexTest(LONG, { timeoutMs: 20 });
    await within(task.wait(), 'the end of the task');
    expect(task.returnCode).not.toBe(0);
    expect(['CANCELLED', 'TIMEOUT']).toContain(task.errorCode);
    await expectMutexFree(fixture());
  });

  test('a wait that times out leaves the task alone', async () => {
    const { mod } = fixture();
    using held = mod.asyncCoMutexTest(LONG); // the task waits for this
    using task = mod.asyncCoMutexTest({ testId: 5, holdMs: 0 });
    expect(await failureOf(task.wait({ timeoutMs: 5 }))).toMatchObject({ code: 'TIMEOUT' });
    expect(() => task.waitSync({ timeoutMs: 5 })).toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
    expect(await failureOf(task.wait({ signal: AbortSignal.timeout(5) }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(task.isComplete).toBe(false);
    held.stop();
    await within(task.wait(), 'the task');
    expect(task).toMatchObject({ holders: 1, returnCode: 0 });
  });

  test('a queued task that times out never runs', async () => {
    const { mod } = fixture();
    using held = mod.asyncCoMutexTest(LONG);
    const error = await failureOf(within(mod.coMutexTest(LONG, { timeoutMs: 10 }), 'the timeout'));
    expect(error.code).toBe('TIMEOUT');
    held.stop();
    await within(held.wait(), 'the end of the other');
    await expectMutexFree(fixture());
  });

  test('aborting the signal ends a running task', async () => {
    const controller = new AbortController();
    const call = fixture().mod.coMutexTest(LONG, { signal: controller.signal });
    await sleep(10);
    controller.abort();
    expect(await failureOf(within(call, 'the cancellation'))).toMatchObject({ code: 'CANCELLED' });
    await expectMutexFree(fixture());
  });

  test('an already aborted signal cancels the call, and one aborted after the end changes nothing', async () => {
    const { mod } = fixture();
    const input = { data: 'x', operationId: 1 };
    expect(await failureOf(mod.coMutexTest(LONG, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(() => mod.coMutexTestSync(LONG, { signal: AbortSignal.abort(), timeoutMs: 5000 })).toThrow(
      expect.objectContaining({ code: 'CANCELLED' }),
    );
    const controller = new AbortController();
    expect(await mod.custom(input, { signal: controller.signal, timeoutMs: 5000 })).toMatchObject({
      data: 'x_processed',
    });
    controller.abort();
    expect(await mod.custom(input)).toMatchObject({ data: 'x_processed' });
    await expectMutexFree(fixture());
  });

  test('stop ends a running task', async () => {
    using task = fixture().mod.asyncCoMutexTest(LONG);
    await sleep(10);
    task.stop();
    await within(task.wait(), 'the end of a stopped task');
    expect(task.returnCode).not.toBe(0);
    await expectMutexFree(fixture());
  });

  test('one signal for many calls causes no warning and cancels them all', async () => {
    const { mod } = fixture();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 40 }, () => failureOf(mod.coMutexTest(LONG, { signal })));
    const waits = Array.from({ length: 20 }, () =>
      failureOf(mod.asyncCoMutexTest(LONG, { signal }).wait({ signal })),
    );
    await sleep(10);
    controller.abort();
    for (const error of await within(Promise.all([...calls, ...waits]), 'the cancellations'))
      expect(error).toMatchObject({ code: 'CANCELLED' });
    process.off('warning', note);
    expect(warnings).toEqual([]);
    await expectMutexFree(fixture());
  });

  test('a handle with an already aborted signal never starts its task', async () => {
    using task = fixture().mod.asyncCustom({ data: 'x', operationId: 1 }, { signal: AbortSignal.abort() });
    await within(task.wait(), 'the end of a task that never began');
    expect(task).toMatchObject({ errorCode: 'CANCELLED', data: 'x' });
  });

  test('meaningless options are refused in every form', async () => {
    const { mod, chi } = fixture();
    const input = { data: 'x', operationId: 1 };
    const wrong: Record<string, unknown>[] = [
      { timeoutMs: -1 },
      { timeoutMs: NaN },
      { timeoutMs: 'soon' },
      { periodMs: -1 },
      { query: 'local' },
      { priority: 2 },
      { taskNode: 7 },
      { signal: {} },
    ];
    for (const each of wrong) {
      const options = each as never;
      const refused = { code: 'INVALID_ARGUMENT', message: expect.stringContaining(Object.keys(each)[0]!) };
      expect(await failureOf(mod.custom(input, options))).toMatchObject(refused);
      expect(() => mod.customSync(input, options)).toThrow(expect.objectContaining(refused));
      expect(() => mod.asyncCustom(input, options)).toThrow(expect.objectContaining(refused));
      expect(await chi.submitBatch([mod.prepareCustom(input, options)])).toMatchObject([refused]);
    }
  });
}
