import { expect, test } from '@jest/globals';
import { failureOf, sleep } from '../wait.js';
import type { Fixture } from './fixture.js';

/** When which parts of a handle may be accessed. */
export function accessRules(fixture: () => Fixture): void {
  const refused = (code: string, member: string): object =>
    expect.objectContaining({ code, message: expect.stringContaining(member) });
  const slow = { testId: 3, holdMs: 60 };

  test('before completion only inputs can be read', async () => {
    using task = fixture().mod.asyncCoMutexTest(slow);
    expect({ testId: task.testId, holdMs: task.holdMs }).toEqual(slow);
    expect(task.poolId.toString()).toBe('7000.0');
    expect(task.method).toBe(20);
    expect(() => task.holders).toThrow(refused('NOT_COMPLETE', 'CoMutexTestTask.holders'));
    expect(() => task.returnCode).toThrow(refused('NOT_COMPLETE', 'returnCode'));
    expect(() => task.errorMessage).toThrow(refused('NOT_COMPLETE', 'errorMessage'));
    expect(() => task.replicas).toThrow(refused('NOT_COMPLETE', 'replicas'));
    expect(() => (task.testId = 4)).toThrow(refused('NOT_COMPLETE', 'testId'));
    expect(() => (task.holders = 4)).toThrow(refused('NOT_COMPLETE', 'holders'));
    await task.wait();
    expect(task.holders).toBe(1);
  });

  test('an InOut field cannot be read before completion', async () => {
    using task = fixture().mod.asyncCustom({ data: 'x', operationId: 1 });
    expect(() => task.data).toThrow(refused('NOT_COMPLETE', 'CustomTask.data'));
    expect(task.operationId).toBe(1);
    await task.wait();
    expect(task.data).toBe('x_processed');
  });

  test('everything is refused after disposal', async () => {
    const task = fixture().mod.asyncCustom({ data: 'x', operationId: 1 });
    await task.wait();
    task.dispose();
    for (const member of ['data', 'operationId', 'returnCode', 'isComplete', 'poolId', 'taskNode'] as const) {
      expect(() => task[member]).toThrow(refused('TASK_DISPOSED', member));
    }
    expect(() => (task.data = 'y')).toThrow(refused('TASK_DISPOSED', 'data'));
    expect(() => task.stop()).toThrow(refused('TASK_DISPOSED', 'stop'));
    expect(await failureOf(task.wait())).toMatchObject({ code: 'TASK_DISPOSED' });
  });

  test('disposing twice, or after the slot was reused, is harmless', async () => {
    const { mod } = fixture();
    const task = mod.asyncCustom({ data: 'x', operationId: 1 });
    await task.wait();
    task.dispose();
    task.dispose();
    task[Symbol.dispose]();
    using next = mod.asyncCustom({ data: 'y', operationId: 1 });
    task.dispose();
    await next.wait();
    task.dispose();
    expect(next.data).toBe('y_processed');
  });

  test('disposing before completion is safe, and the task goes on', async () => {
    const { mod } = fixture();
    const tasks = Array.from({ length: 20 }, () => mod.asyncCoMutexTest({ testId: 3, holdMs: 2 }));
    for (const task of tasks) task.dispose();
    expect(() => tasks[0].testId).toThrow(refused('TASK_DISPOSED', 'testId'));
    // The mutex is handed on in the order of arrival: this one comes after all of them.
    expect(await mod.coMutexTest({ testId: 3, holdMs: 0 })).toMatchObject({ holders: 1 });
  });

  test('disposing a handle ends the waiting for it', async () => {
    const task = fixture().mod.asyncCoMutexTest({ ...slow, holdMs: 300 });
    const waiting = failureOf(task.wait());
    await sleep(1);
    task.dispose();
    expect(await waiting).toMatchObject({ code: 'TASK_DISPOSED' });
  });

  test('waiting twice, concurrently or in turn, is fine', async () => {
    using task = fixture().mod.asyncCoMutexTest(slow);
    expect(await Promise.all([task.wait(), task.wait({ timeoutMs: 5000 })])).toEqual([task, task]);
    expect(await task.wait()).toBe(task);
    expect(task.waitSync()).toBe(task);
  });

  test('the bytes of a large output are a view until the handle is disposed of', async () => {
    using task = fixture().mod.asyncLargeOutput({ size: 300_000 });
    await task.wait();
    const { data } = task;
    expect(data).toHaveLength(300_000);
    expect(data[299_999]).toBe(299_999 % 256);
    expect(task.data.byteOffset).toBe(data.byteOffset);
  });
}
