import { expect, test } from '@jest/globals';
import { failureOf, sleep, until, within } from '../wait.js';
import type { Fixture } from './fixture.js';
import { expectMutexFree, LONG } from './held-mutex.js';

/** Tasks that are sent once and run again and again. */
export function repetition(fixture: () => Fixture): void {
  test('a periodic task runs until it is stopped and delays no other task', async () => {
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

  test('flush does not wait for a slow periodic task, nor for the tasks that it waits for', async () => {
    const { mod, chi } = fixture();
    // With forceNet each run waits for a task that it has sent.
    for (const forceNet of [false, true]) {
      using task = mod.asyncCoMutexTest(LONG, { periodMs: 1, forceNet });
      await until(async () => (await chi.admin.monitor({ query: 'locks' })).locks!.length === 1, 'the lock');
      await within(chi.admin.flush(), 'a flush beside a run that does not end');
      expect(task.isComplete).toBe(false);
      task.stop(); // no further run
      task.stop(); // this one neither
      await within(task.wait(), 'the end of the run');
      await expectMutexFree(fixture());
    }
  });

  test('a periodic task keeps only the outputs of its last run', async () => {
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

  test('a periodic task ends when it fails', async () => {
    using task = fixture().mod.asyncFail({ message: 'once' }, { periodMs: 2 });
    await within(task.wait(), 'the end of the repetition');
    expect(task).toMatchObject({ returnCode: 1, errorMessage: 'once' });
  });

  test('disposing of a periodic task ends it, because it could not be stopped otherwise', async () => {
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
    await expectMutexFree(fixture());
  });

  test('refuses to await a periodic task that could not be stopped, and a create without its id', async () => {
    const { mod, chi, client } = fixture();
    const input = { data: 'x', operationId: 1 };
    const refused = { code: 'INVALID_ARGUMENT', message: expect.stringContaining('periodMs') };
    expect(() => mod.customSync(input, { periodMs: 1 })).toThrow(expect.objectContaining(refused));
    expect(await chi.submitBatch([mod.prepareCustom(input, { periodMs: 1 })])).toMatchObject([refused]);
    for (const options of [{ periodMs: 1 }, { fireAndForget: true }])
      expect(await failureOf(client().create({ poolName: 'nobody' }, options))).toMatchObject(refused);
  });
}
