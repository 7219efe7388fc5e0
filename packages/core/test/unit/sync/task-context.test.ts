import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentTask, enterTask, inTask, leaveTask } from '../../../src/sync/task-context.js';
import { FakeTask } from './fake-task.js';

test('outside any task there is none', () => {
  expect(currentTask()).toBeUndefined();
});

test('a synchronous method has its task, and only while it is on the stack', () => {
  const outer = new FakeTask(1);
  const inner = new FakeTask(2);
  const before = enterTask(outer);
  const previous = enterTask(inner);
  expect(currentTask()).toBe(inner);
  leaveTask(previous);
  expect(currentTask()).toBe(outer);
  leaveTask(before);
  expect(currentTask()).toBeUndefined();
});

test('an asynchronous method has its task before and after each await, whatever runs in between', async () => {
  const tasks = [1, 2, 3].map((group) => new FakeTask(group));
  const method = async (container: string, argument: number, task: FakeTask): Promise<string> => {
    for (let i = 0; i < 5; i++) {
      expect(currentTask()).toBe(task);
      await (i % 2 === 0 ? Promise.resolve() : sleep(argument));
    }
    return `${container}${argument}`;
  };
  const running = tasks.map((task, i) => inTask(task, method, 'container', i));
  expect(currentTask()).toBeUndefined();
  expect(await Promise.all(running)).toEqual(['container0', 'container1', 'container2']);
  expect(currentTask()).toBeUndefined();
});

test('a synchronous method started from inside an asynchronous task is its own task', async () => {
  const outer = new FakeTask(1);
  const inner = new FakeTask(2);
  await inTask(
    outer,
    async () => {
      await sleep(1);
      inner.run(() => expect(currentTask()).toBe(inner));
      expect(currentTask()).toBe(outer);
    },
    undefined,
    undefined,
  );
});

test('a method that throws at once leaves no task behind', () => {
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => inTask(new FakeTask(1), fail, undefined, undefined)).toThrow('no');
  expect(currentTask()).toBeUndefined();
});
