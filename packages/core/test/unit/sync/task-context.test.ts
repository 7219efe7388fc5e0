import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  currentTask,
  enterTask,
  inTask,
  leaveTask,
  soonOutsideTasks,
} from '../../../src/sync/task-context.js';
import { FakeTask } from './fake-task.js';

test('there is no task outside any task', () => {
  expect(currentTask()).toBeUndefined();
});

test('a synchronous method has its task only while it is on the stack', () => {
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

test('the task is found however a promise settles', async () => {
  const task = new FakeTask(1);
  const seen: unknown[] = [];
  const look = (): unknown => seen.push(currentTask());
  async function* numbers(): AsyncGenerator<number> {
    for (let i = 0; i < 2; i++) {
      await sleep(1);
      look();
      yield i;
    }
  }
  const nested = async (): Promise<void> => {
    await Promise.resolve();
    look();
    await sleep(1);
    look();
  };
  const thenable = {
    then: (resolve: () => void): void => {
      look();
      setImmediate(resolve);
    },
  } as PromiseLike<void>;
  await inTask(
    task,
    async () => {
      for await (const _ of numbers()) look();
      await Promise.all([nested(), nested(), sleep(1).then(look)]);
      await Promise.reject(new Error('x')).catch(look).finally(look);
      await thenable;
      look();
      await expect(Promise.any([Promise.reject(new Error('y'))])).rejects.toThrow();
      look();
    },
    undefined,
    undefined,
  );
  expect(seen).toHaveLength(14);
  expect(new Set(seen)).toEqual(new Set([task]));
  expect(currentTask()).toBeUndefined();
});

test('continuations of a synchronous method run outside any task, because its context is reused', async () => {
  await inTask(new FakeTask(1), () => sleep(1), undefined, undefined);
  let later: Promise<unknown> | undefined;
  new FakeTask(2).run(() => void (later = sleep(1).then(currentTask)));
  expect(await later).toBeUndefined();
});

test('a turn requested by a task runs outside the task', async () => {
  const found = await inTask(
    new FakeTask(1),
    () => new Promise((resolve) => soonOutsideTasks(() => resolve(currentTask()))),
    undefined,
    undefined,
  );
  expect(found).toBeUndefined();
});

test('a synchronous method started inside an asynchronous task is a task of its own', async () => {
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

test('a method that throws synchronously leaves no task behind', () => {
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => inTask(new FakeTask(1), fail, undefined, undefined)).toThrow('no');
  expect(currentTask()).toBeUndefined();
});
