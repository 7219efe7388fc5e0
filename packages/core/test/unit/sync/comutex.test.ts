import { expect, test } from '@jest/globals';
import { CoMutex } from '../../../src/sync/comutex.js';
import { inTask, releaseHolds } from '../../../src/sync/task-context.js';
import { FakeTask, Followed, microtasks, turn } from './fake-task.js';

const mutex = new CoMutex('inventory');

function follow(task: FakeTask): Followed {
  return new Followed(task.run(() => mutex.lock()));
}

const unlock = (task: FakeTask): void => task.run(() => mutex.unlock());
const tryLock = (task: FakeTask): boolean => task.run(() => mutex.tryLock());

test('a free lock is granted without waiting, with the same promise every time', () => {
  const task = new FakeTask(1);
  task.run(() => {
    const first = mutex.lock();
    mutex.unlock();
    expect(mutex.lock()).toBe(first);
    mutex.unlock();
  });
});

test('groups exclude each other and enter in order of arrival', async () => {
  const [a, b, c] = [1, 2, 3].map((group) => new FakeTask(group));
  const waits = [a, b, c].map(follow);
  await microtasks();
  expect(waits.map((wait) => wait.outcome)).toEqual(['done', 'pending', 'pending']);
  unlock(a);
  await microtasks();
  expect(waits.map((wait) => wait.outcome)).toEqual(['done', 'done', 'pending']);
  unlock(b);
  await microtasks();
  expect(waits[2].outcome).toBe('done');
  unlock(c);
});

test('tasks of one group are inside together, and the last one out unlocks', async () => {
  const [a1, a2, b] = [new FakeTask(1), new FakeTask(1), new FakeTask(2)];
  const inside = [follow(a1), follow(a2)];
  const other = follow(b);
  await microtasks();
  expect(inside.map((wait) => wait.outcome)).toEqual(['done', 'done']);
  unlock(a1);
  await microtasks();
  expect(other.outcome).toBe('pending');
  unlock(a2);
  await microtasks();
  expect(other.outcome).toBe('done');
  unlock(b);
});

test('groups of equal number but different origin are different groups', () => {
  const [a, b] = [new FakeTask(1, 1), new FakeTask(1, 2)];
  expect(tryLock(a)).toBe(true);
  expect(tryLock(b)).toBe(false);
  unlock(a);
});

test('a task may lock repeatedly, and unlocks as often', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  follow(a);
  follow(a);
  const other = follow(b);
  unlock(a);
  await microtasks();
  expect(other.outcome).toBe('pending');
  unlock(a);
  await microtasks();
  expect(other.outcome).toBe('done');
  unlock(b);
});

test('the waiting tasks of a group enter together, before groups that came in between', async () => {
  const [a, b1, c, b2] = [1, 2, 3, 2].map((group) => new FakeTask(group));
  const waits = [a, b1, c, b2].map(follow);
  unlock(a);
  await microtasks();
  expect(waits.map((wait) => wait.outcome)).toEqual(['done', 'done', 'pending', 'done']);
  unlock(b1);
  unlock(b2);
  await microtasks();
  expect(waits[2].outcome).toBe('done');
  unlock(c);
});

test('tryLock answers at once and never queues', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  expect(tryLock(a)).toBe(true);
  expect(tryLock(b)).toBe(false);
  unlock(a);
  expect(tryLock(b)).toBe(true);
  unlock(b);
});

test('tryLock does not overtake waiting tasks', () => {
  const [a, b, c] = [1, 2, 3].map((group) => new FakeTask(group));
  follow(a);
  follow(b);
  unlock(a);
  expect(tryLock(c)).toBe(false);
  unlock(b);
});

test('scoped() unlocks at the end of the block, even when the block throws', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  const method = async (): Promise<void> => {
    using _held = await mutex.scoped();
    await turn();
    expect(tryLock(b)).toBe(false);
    throw new Error('no');
  };
  await expect(inTask(a, method, undefined, undefined)).rejects.toThrow('no');
  expect(a.holds).toEqual([]);
  expect(tryLock(b)).toBe(true);
  unlock(b);
});

test('a scoped hold is released once, and never on behalf of a later task', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  const held = await a.run(() => mutex.scoped());
  held.unlock();
  held.unlock();
  expect(tryLock(b)).toBe(true);
  held[Symbol.dispose]();
  expect(tryLock(a)).toBe(false);
  unlock(b);
});

test('a scoped hold that outlives its task does no harm', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  const held = await a.run(() => mutex.scoped());
  expect(releaseHolds(a)).toEqual(['inventory']);
  expect(tryLock(b)).toBe(true);
  held.unlock();
  expect(b.holds).toHaveLength(1);
  unlock(b);
});

test('a lock held at the end of its task is released and reported', async () => {
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  const other = new CoMutex('other');
  follow(a);
  follow(a);
  await a.run(() => other.lock());
  const wait = follow(b);
  expect(releaseHolds(a)).toEqual(['inventory (2 times)', 'other']);
  await microtasks();
  expect(wait.outcome).toBe('done');
  unlock(b);
  expect(releaseHolds(b)).toEqual([]);
});

test('a lock that was requested but not awaited is withdrawn at the end of the task', async () => {
  const [a, b, c] = [1, 2, 3].map((group) => new FakeTask(group));
  follow(a);
  const forgotten = follow(b);
  const patient = follow(c);
  expect(releaseHolds(b)).toEqual(['inventory (asked for, not awaited)']);
  unlock(a);
  await microtasks();
  expect([forgotten.outcome, patient.outcome]).toEqual(['LOCK_MISUSE', 'done']);
  unlock(c);
});

test('an aborted task leaves the queue, keeps its holds, and stops waiting', async () => {
  const [a, b, c] = [1, 2, 3].map((group) => new FakeTask(group));
  const mine = new CoMutex();
  follow(a);
  await b.run(() => mine.lock());
  const [aborted, next] = [follow(b), follow(c)];
  b.abort();
  await microtasks();
  expect(aborted.outcome).toBe('CANCELLED');
  expect(new FakeTask(4).run(() => mine.tryLock())).toBe(false);
  await expect(b.run(() => mutex.lock())).rejects.toMatchObject({ code: 'CANCELLED' });
  b.run(() => mine.unlock());
  unlock(a);
  await microtasks();
  expect(next.outcome).toBe('done');
  unlock(c);
});

test('misuse throws', async () => {
  const [a, b, ofGroupA] = [new FakeTask(1), new FakeTask(2), new FakeTask(1)];
  const misuse = expect.objectContaining({ code: 'LOCK_MISUSE' });
  await expect(mutex.lock()).rejects.toEqual(misuse);
  await expect(mutex.scoped()).rejects.toEqual(misuse);
  expect(mutex.tryLock()).toBe(false);
  expect(() => mutex.unlock()).toThrow(misuse);
  expect(() => unlock(a)).toThrow(/inventory: unlock without lock: this task does not hold it/);
  expect(tryLock(a)).toBe(true);
  expect(() => unlock(b)).toThrow(misuse);
  expect(() => unlock(ofGroupA)).toThrow(misuse);
  unlock(a);
  expect(() => unlock(a)).toThrow(misuse);
});

test('a task that has ended cannot lock', async () => {
  const a = new FakeTask(1);
  releaseHolds(a);
  await expect(a.run(() => mutex.lock())).rejects.toThrow(/its task has ended/);
  expect(tryLock(a)).toBe(false);
});

test('an unnamed shared lock explains how to name it', async () => {
  const a = new FakeTask(1);
  await expect(a.run(() => CoMutex.shared().lock())).rejects.toThrow(/static property of the Runtime class/);
});

test('ten thousand waiters of different groups are served in order', async () => {
  const tasks = Array.from({ length: 10_000 }, (_, group) => new FakeTask(group));
  const served: number[] = [];
  const method = async (_container: void, _argument: void, task: FakeTask): Promise<void> => {
    using _held = await mutex.scoped();
    await Promise.resolve();
    served.push(task.nodeMajor);
  };
  await Promise.all(tasks.map((task) => inTask(task, method, undefined, undefined)));
  expect(served).toEqual(tasks.map((task) => task.nodeMajor));
});
