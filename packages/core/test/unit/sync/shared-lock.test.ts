import { expect, test } from '@jest/globals';
import { LockMode } from '../../../src/sync/group-lock.js';
import { LockTable } from '../../../src/sync/lock-table.js';
import { releaseHolds } from '../../../src/sync/task-context.js';
import { FakeTask, microtasks } from './fake-task.js';
import { LockWorkers } from './lock-workers.js';

const { kRead, kWrite } = LockMode;

test('every worker finds the word of a lock by its name alone', () => {
  const buffer = LockTable.allocate();
  const [one, other] = [new LockTable(buffer), new LockTable(buffer)];
  const names = Array.from({ length: 500 }, (_, i) => `chimaera_m${i}.lock`);
  const indexes = names.map((name) => one.indexOf(name));
  expect(new Set(indexes).size).toBe(500);
  expect(names.reverse().map((name) => other.indexOf(name))).toEqual(indexes.reverse());
});

test('a full table is reported as full', () => {
  const table = new LockTable(LockTable.allocate());
  for (let i = 0; i < 1024; i++) table.indexOf(`n_m.lock${i}`);
  expect(() => table.indexOf('n_m.one')).toThrow(expect.objectContaining({ code: 'MODULE_INVALID' }));
});

test('no message is sent while one worker at a time uses the lock', () => {
  const workers = new LockWorkers(3);
  for (const worker of [0, 1, 2, 1]) {
    const task = new FakeTask(worker);
    expect(workers.lock(worker, task, kWrite)).toBeDefined();
    expect(workers.word).toBe(worker + 1);
    workers.unlock(worker, task, kWrite);
    expect(workers.tryLock(worker, task, kRead)).toBe(true);
    workers.unlock(worker, task, kRead);
    expect(workers.word).toBe(0);
  }
  expect(workers.sent).toEqual([]);
});

test('tasks of different workers exclude each other, in the order in which the keeper heard of them', async () => {
  const workers = new LockWorkers(3);
  const tasks = [new FakeTask(10), new FakeTask(11), new FakeTask(12)];
  const waits = tasks.map((task, worker) => workers.lock(worker, task, kWrite));
  workers.deliverAll();
  expect(workers.tryLock(1, new FakeTask(13), kWrite)).toBe(false);
  for (let worker = 0; worker < 3; worker++) {
    await microtasks();
    expect(waits.map((wait) => wait.outcome)).toEqual(
      waits.map((_, i) => (i <= worker ? 'done' : 'pending')),
    );
    workers.unlock(worker, tasks[worker], kWrite);
    workers.deliverAll();
  }
  expect(workers.word).toBe(0);
});

test('a subtask on another worker enters the lock that its parent holds', async () => {
  const workers = new LockWorkers(2);
  const [parent, child, stranger] = [new FakeTask(1), new FakeTask(1), new FakeTask(2)];
  workers.lock(0, parent, kWrite);
  const blocked = workers.lock(1, stranger, kWrite);
  const nested = workers.lock(1, child, kWrite);
  workers.deliverAll();
  await microtasks();
  expect([blocked.outcome, nested.outcome]).toEqual(['pending', 'done']);
  workers.unlock(0, parent, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(blocked.outcome).toBe('pending');
  workers.unlock(1, child, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(blocked.outcome).toBe('done');
});

test('a task inside enters again without a message, and its last unlock counts', async () => {
  const workers = new LockWorkers(2);
  const [keeper, guest] = [new FakeTask(1), new FakeTask(2)];
  workers.lock(0, keeper, kRead);
  workers.lock(1, guest, kRead);
  workers.deliverAll();
  await microtasks();
  const before = workers.sent.length;
  expect(workers.tryLock(1, guest, kRead)).toBe(true);
  workers.lock(1, guest, kRead);
  workers.unlock(1, guest, kRead);
  workers.unlock(1, guest, kRead);
  expect(workers.sent).toHaveLength(before);
  workers.unlock(0, keeper, kRead);
  expect(workers.word).toBe(1);
  workers.unlock(1, guest, kRead);
  workers.deliverAll();
  expect(workers.word).toBe(0);
});

test('a request that meets a keeper that has just released asks again', async () => {
  const workers = new LockWorkers(3);
  const [first, second, third] = [1, 2, 3].map((group) => new FakeTask(group));
  workers.lock(0, first, kWrite);
  const late = workers.lock(1, second, kWrite);
  workers.unlock(0, first, kWrite);
  workers.lock(2, third, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(workers.sent.map(({ op }) => op)).toEqual(['acquire', 'moved', 'acquire']);
  expect(late.outcome).toBe('pending');
  workers.unlock(2, third, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(late.outcome).toBe('done');
});

test('interleaving: the grant crosses the cancellation of the request', async () => {
  const workers = new LockWorkers(2);
  const [first, second] = [new FakeTask(1), new FakeTask(2)];
  workers.lock(0, first, kWrite);
  const cancelled = workers.lock(1, second, kWrite);
  workers.deliver(1, 0);
  workers.unlock(0, first, kWrite);
  second.abort();
  workers.deliverAll();
  await microtasks();
  expect(cancelled.outcome).toBe('CANCELLED');
  expect(workers.word).toBe(0);
});

test('a lock held by a task at its end is released on another worker too', async () => {
  const workers = new LockWorkers(2);
  const [first, guest, next] = [1, 2, 3].map((group) => new FakeTask(group));
  workers.lock(0, first, kRead);
  workers.lock(1, guest, kRead);
  workers.deliverAll();
  await microtasks();
  workers.unlock(0, first, kRead);
  const writer = workers.lock(0, next, kWrite);
  expect(releaseHolds(guest)).toEqual(['chimaera_test.lock']);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('done');
});

test('of two readers on different workers that both want to write, the second is refused', async () => {
  const workers = new LockWorkers(2);
  const [a, b] = [new FakeTask(1), new FakeTask(2)];
  workers.lock(0, a, kRead);
  workers.lock(1, b, kRead);
  workers.deliverAll();
  await microtasks();
  const upgrades = [workers.lock(0, a, kWrite), workers.lock(1, b, kWrite)];
  workers.deliverAll();
  await microtasks();
  expect(upgrades.map((wait) => wait.outcome)).toEqual(['pending', 'LOCK_MISUSE']);
  releaseHolds(b);
  workers.deliverAll();
  await microtasks();
  expect(upgrades[0].outcome).toBe('done');
});

test('a worker dies holding the lock: the waiting tasks fail, and the lock is free again', async () => {
  for (const holder of [0, 1]) {
    const workers = new LockWorkers(3);
    const tasks = [1, 2, 3].map((group) => new FakeTask(group));
    const order = holder === 0 ? [0, 1, 2] : [1, 0, 2];
    const waits = order.map((worker) => workers.lock(worker, tasks[worker], kWrite));
    workers.deliverAll();
    workers.kill(holder);
    workers.hearAll();
    workers.deliverAll();
    await microtasks();
    expect(waits.slice(1).map((wait) => wait.outcome)).toEqual(['WORKER_DIED', 'WORKER_DIED']);
    const next = workers.lock(2, tasks[2], kWrite);
    workers.deliverAll();
    await microtasks();
    expect(next.outcome).toBe('done');
  }
});

test('a worker dies waiting: no other worker is affected', async () => {
  const workers = new LockWorkers(3);
  const tasks = [1, 2, 3].map((group) => new FakeTask(group));
  const waits = tasks.map((task, worker) => workers.lock(worker, task, kWrite));
  workers.deliverAll();
  workers.kill(1);
  workers.hearAll();
  workers.unlock(0, tasks[0], kWrite);
  workers.deliverAll();
  await microtasks();
  expect(waits[2].outcome).toBe('done');
});

test('the keeper dies while others hold: the next keeper learns their holds before it admits any task', async () => {
  const workers = new LockWorkers(4);
  const tasks = [1, 2, 3, 4].map((group) => new FakeTask(group));
  workers.lock(0, tasks[0], kRead);
  workers.lock(1, tasks[1], kRead);
  workers.lock(2, tasks[2], kRead);
  workers.deliverAll();
  await microtasks();
  workers.kill(0);
  workers.hearAll();
  const writer = workers.lock(3, tasks[3], kWrite);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('pending');
  workers.unlock(1, tasks[1], kRead);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('pending');
  workers.unlock(2, tasks[2], kRead);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('done');
  workers.unlock(3, tasks[3], kWrite);
  expect(workers.word).toBe(0);
});

test('a thread that replaces a dead keeper starts with a census', async () => {
  const workers = new LockWorkers(2);
  const [first, guest, next] = [1, 2, 3].map((group) => new FakeTask(group));
  workers.lock(0, first, kRead);
  workers.lock(1, guest, kRead);
  workers.deliverAll();
  await microtasks();
  workers.kill(0);
  workers.revive(0);
  const writer = workers.lock(0, next, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('pending');
  workers.unlock(1, guest, kRead);
  workers.deliverAll();
  await microtasks();
  expect(writer.outcome).toBe('done');
});

test('interleaving: a grant of the dead keeper arrives after the census', async () => {
  const workers = new LockWorkers(3);
  const [first, late, next] = [1, 2, 3].map((group) => new FakeTask(group));
  workers.lock(0, first, kWrite);
  const crossed = workers.lock(1, late, kWrite);
  workers.deliver(1, 0);
  workers.unlock(0, first, kWrite);
  workers.kill(0);
  // worker 2 has heard and takes over; worker 1 answers the census, and only then gets the grant
  workers.hear(2, 0);
  const writer = workers.lock(2, next, kWrite);
  workers.deliver(2, 1);
  workers.deliver(0, 1);
  workers.deliverAll();
  await microtasks();
  expect([crossed.outcome, writer.outcome]).toEqual(['WORKER_DIED', 'done']);
  expect(workers.tryLock(1, late, kWrite)).toBe(false);
});

test('interleaving: the request that triggers the census of a replaced keeper is granted', async () => {
  const workers = new LockWorkers(2);
  const [first, next] = [new FakeTask(1), new FakeTask(2)];
  workers.lock(0, first, kWrite);
  workers.kill(0);
  workers.revive(0);
  const wait = workers.lock(1, next, kWrite);
  workers.deliverAll();
  await microtasks();
  expect(wait.outcome).toBe('done');
});

test('interleaving: the lock becomes free while a task is about to ask for it', async () => {
  const workers = new LockWorkers(2);
  const [first, second] = [new FakeTask(1), new FakeTask(2)];
  workers.lock(0, first, kWrite);
  // asked between the attempt to enter and the request
  Object.defineProperty(second, 'isAborted', {
    get: () => {
      workers.unlock(0, first, kWrite);
      return false;
    },
  });
  const wait = workers.lock(1, second, kWrite);
  await microtasks();
  expect(wait.outcome).toBe('done');
  expect(workers.sent).toEqual([]);
});
