import { expect, test } from '@jest/globals';
import { failureOf, sleep, until, within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Timeouts, cancellation, repetition, flush. */
export function limits(fixture: () => Fixture): void {
  const long = { testId: 5, holdMs: 60_000 };

  /** The mutex is free again: whatever held it has been stopped. */
  async function expectMutexFree(): Promise<void> {
    const { mod } = fixture();
    expect(await within(mod.coMutexTest({ testId: 5, holdMs: 0 }), 'the release of the mutex')).toMatchObject(
      {
        holders: 1,
      },
    );
  }

  test('timeoutMs ends a promise, and the task', async () => {
    const error = await failureOf(within(fixture().mod.coMutexTest(long, { timeoutMs: 20 }), 'the timeout'));
    expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('kCoMutexTest') });
    await expectMutexFree();
  });

  test('timeoutMs ends a blocking call, and the task', async () => {
    expect(() => fixture().mod.coMutexTestSync(long, { timeoutMs: 20 })).toThrow(
      expect.objectContaining({ code: 'TIMEOUT' }),
    );
    await expectMutexFree();
  });

  test('timeoutMs asks the task behind a handle to stop', async () => {
    using task = fixture().mod.asyncCoMutexTest(long, { timeoutMs: 20 });
    await within(task.wait(), 'the end of the task');
    expect(task.returnCode).not.toBe(0);
    expect(['CANCELLED', 'TIMEOUT']).toContain(task.errorCode);
    await expectMutexFree();
  });

  test('a wait that times out leaves the task alone', async () => {
    using task = fixture().mod.asyncCoMutexTest({ testId: 5, holdMs: 80 });
    expect(await failureOf(task.wait({ timeoutMs: 5 }))).toMatchObject({ code: 'TIMEOUT' });
    expect(() => task.waitSync({ timeoutMs: 5 })).toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
    expect(await failureOf(task.wait({ signal: AbortSignal.timeout(5) }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(task.isComplete).toBe(false);
    await within(task.wait(), 'the task');
    expect(task).toMatchObject({ holders: 1, returnCode: 0 });
  });

  test('a queued task with a timeout never runs', async () => {
    const { mod } = fixture();
    const held = mod.coMutexTest({ testId: 5, holdMs: 120 });
    const error = await failureOf(mod.coMutexTest({ testId: 5, holdMs: 60_000 }, { timeoutMs: 10 }));
    expect(error.code).toBe('TIMEOUT');
    await held;
    await expectMutexFree();
  });

  test('aborting the signal ends a running task', async () => {
    const controller = new AbortController();
    const call = fixture().mod.coMutexTest(long, { signal: controller.signal });
    await sleep(10);
    controller.abort();
    expect(await failureOf(within(call, 'the cancellation'))).toMatchObject({ code: 'CANCELLED' });
    await expectMutexFree();
  });

  test('a signal that is aborted already, or later than the end', async () => {
    const { mod } = fixture();
    const input = { data: 'x', operationId: 1 };
    expect(await failureOf(mod.coMutexTest(long, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(() => mod.coMutexTestSync(long, { signal: AbortSignal.abort(), timeoutMs: 5000 })).toThrow(
      expect.objectContaining({ code: 'CANCELLED' }),
    );
    const controller = new AbortController();
    expect(await mod.custom(input, { signal: controller.signal, timeoutMs: 5000 })).toMatchObject({
      data: 'x_processed',
    });
    controller.abort();
    expect(await mod.custom(input)).toMatchObject({ data: 'x_processed' });
    await expectMutexFree();
  });

  test('stop ends a task that runs', async () => {
    using task = fixture().mod.asyncCoMutexTest(long);
    await sleep(10);
    task.stop();
    await within(task.wait(), 'the end of a stopped task');
    expect(task.returnCode).not.toBe(0);
    await expectMutexFree();
  });

  test('a periodic task runs until it is stopped, and delays nobody', async () => {
    const { mod, chi } = fixture();
    using task = mod.asyncCustom({ data: 'p', operationId: 3 }, { periodMs: 2 });
    for (let i = 0; i < 50; i++) {
      await mod.custom({ data: 'x', operationId: 3 });
      await sleep(1);
    }
    expect(await within(chi.admin.flush(), 'a flush beside a periodic task')).toMatchObject({
      returnCode: 0,
    });
    expect(task.isComplete).toBe(false);
    task.stop();
    await within(task.wait(), 'the end of the repetition');
    expect(task).toMatchObject({ returnCode: 0 });
    const runs = task.data.split('_processed').length - 1;
    expect(runs).toBeGreaterThan(2);
    expect(task.data).toBe(`p${'_processed'.repeat(runs)}`);
  });

  test('flush does not wait for a periodic task that takes long over its run, nor for what that waits for', async () => {
    const { mod, chi } = fixture();
    // With forceNet each run waits for a task that it has sent.
    for (const forceNet of [false, true]) {
      using task = mod.asyncCoMutexTest(long, { periodMs: 1, forceNet });
      await until(async () => (await chi.admin.monitor({ query: 'locks' })).locks!.length === 1, 'the lock');
      await within(chi.admin.flush(), 'a flush beside a run that does not end');
      expect(task.isComplete).toBe(false);
      task.stop(); // no further run
      task.stop(); // this one neither
      await within(task.wait(), 'the end of the run');
      await expectMutexFree();
    }
  });

  test('a periodic task keeps the outputs of its last run alone', async () => {
    const { mod } = fixture();
    using task = mod.asyncLargeOutput({ size: 4 * 2 ** 20 }, { periodMs: 1 });
    // Nine runs would fill the segment.
    for (let i = 0; i < 40; i++) await mod.largeOutput({ size: 2 ** 20 });
    await sleep(150);
    expect(task.isComplete).toBe(false);
    task.stop();
    await within(task.wait(), 'the end of the repetition');
    expect({ error: task.errorMessage, length: task.data.length }).toEqual({
      error: '',
      length: 4 * 2 ** 20,
    });
  });

  test('a periodic task that fails ends', async () => {
    using task = fixture().mod.asyncFail({ message: 'once' }, { periodMs: 2 });
    await within(task.wait(), 'the end of the repetition');
    expect(task).toMatchObject({ returnCode: 1, errorMessage: 'once' });
  });

  test('a periodic task that is disposed of ends as well, for nobody else could stop it', async () => {
    const { mod, chi } = fixture();
    const task = mod.asyncCoMutexTest({ testId: 5, holdMs: 0 }, { periodMs: 1 });
    await sleep(20);
    task.dispose();
    const repeating = async (): Promise<number> => {
      const { workers } = await chi.admin.monitor({ query: 'workers' });
      return workers!.reduce((sum, { periodic }) => sum + periodic, 0);
    };
    // Between two runs, or just at one.
    for (let i = 0, quiet = 0; quiet < 3; i++) {
      expect(i).toBeLessThan(200);
      await sleep(7);
      quiet = (await repeating()) > 0 ? 0 : quiet + 1;
    }
    await expectMutexFree();
  });

  test('one signal for many calls brings no warning, and cancels them all', async () => {
    const { mod } = fixture();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 40 }, () => failureOf(mod.coMutexTest(long, { signal })));
    const waits = Array.from({ length: 20 }, () =>
      failureOf(mod.asyncCoMutexTest(long, { signal }).wait({ signal })),
    );
    await sleep(10);
    controller.abort();
    for (const error of await within(Promise.all([...calls, ...waits]), 'the cancellations'))
      expect(error).toMatchObject({ code: 'CANCELLED' });
    process.off('warning', note);
    expect(warnings).toEqual([]);
    await expectMutexFree();
  });

  test('a handle on a task whose signal is aborted already: it never starts', async () => {
    using task = fixture().mod.asyncCustom({ data: 'x', operationId: 1 }, { signal: AbortSignal.abort() });
    await within(task.wait(), 'the end of a task that never began');
    expect(task).toMatchObject({ errorCode: 'CANCELLED', data: 'x' });
  });

  test('options that mean nothing are refused in every form', async () => {
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

  test('what repeats is not waited for where nothing could stop it, and who makes a pool wants its id', async () => {
    const { mod, chi, client } = fixture();
    const input = { data: 'x', operationId: 1 };
    const refused = { code: 'INVALID_ARGUMENT', message: expect.stringContaining('periodMs') };
    expect(() => mod.customSync(input, { periodMs: 1 })).toThrow(expect.objectContaining(refused));
    expect(await chi.submitBatch([mod.prepareCustom(input, { periodMs: 1 })])).toMatchObject([refused]);
    for (const options of [{ periodMs: 1 }, { fireAndForget: true }])
      expect(await failureOf(client().create({ poolName: 'nobody' }, options))).toMatchObject(refused);
  });

  test('flush waits for all that was sent before', async () => {
    const { mod, chi } = fixture();
    let ended = 0;
    const tasks = Array.from({ length: 30 }, (_, i) =>
      mod.coMutexTest({ testId: i, holdMs: 2 }).then(() => ended++),
    );
    const { totalWorkDone } = await within(chi.admin.flush(), 'the flush');
    await until(() => ended === 30, 'what flush waited for');
    expect(totalWorkDone).toBeGreaterThan(0);
    await Promise.all(tasks);
    expect(await chi.admin.flush()).toMatchObject({ totalWorkDone: 0 });
  });

  test('flush waits for the only task that runs, also if it is sent in a group of its own', async () => {
    const { mod, chi } = fixture();
    using task = mod.asyncCoMutexTest({ testId: 1, holdMs: 30_000 });
    let flushed = 0;
    const flushes = [undefined, chi.createTaskNode(), task.taskNode].map((taskNode) =>
      chi.admin.flush({}, { taskNode }).then(() => flushed++),
    );
    await sleep(60); // some looks
    expect(flushed).toBe(0);
    task.stop();
    await within(Promise.all(flushes), 'the flushes');
  });
}
