import { expect, test } from '@jest/globals';
import { CoRwLock } from '../../../src/sync/corwlock.js';
import { inTask, releaseHolds } from '../../../src/sync/task-context.js';
import { FakeTask, Followed, microtasks } from './fake-task.js';

const lock = new CoRwLock('table');
const read = (task: FakeTask): Followed => new Followed(task.run(() => lock.readLock()));
const write = (task: FakeTask): Followed => new Followed(task.run(() => lock.writeLock()));
const readUnlock = (task: FakeTask): void => task.run(() => lock.readUnlock());
const writeUnlock = (task: FakeTask): void => task.run(() => lock.writeUnlock());
const groups = (...numbers: number[]): FakeTask[] => numbers.map((group) => new FakeTask(group));

async function outcomes(...waits: Followed[]): Promise<string[]> {
  await microtasks();
  return waits.map((wait) => wait.outcome);
}

test('readers share the lock, and a writer is alone', async () => {
  const [a, b, c, d] = groups(1, 2, 3, 4);
  const waits = [read(a), read(b), write(c), read(d)];
  expect(await outcomes(...waits)).toEqual(['done', 'done', 'pending', 'pending']);
  readUnlock(a);
  readUnlock(b);
  expect(await outcomes(...waits)).toEqual(['done', 'done', 'done', 'pending']);
  writeUnlock(c);
  expect(await outcomes(waits[3])).toEqual(['done']);
  readUnlock(d);
});

test('a stream of readers does not starve a writer', async () => {
  const [first, writer] = groups(0, 1000);
  const readers = groups(1, 2, 3, 4, 5);
  read(first);
  const writing = write(writer);
  const reading = readers.map(read);
  expect(readers.map((task) => task.run(() => lock.tryReadLock()))).toEqual(readers.map(() => false));
  readUnlock(first);
  expect(await outcomes(writing, ...reading)).toEqual(['done', ...readers.map(() => 'pending')]);
  writeUnlock(writer);
  expect(await outcomes(...reading)).toEqual(readers.map(() => 'done'));
  readers.forEach(readUnlock);
});

test('a group inside keeps reading while a writer waits', async () => {
  const [a1, a2, b] = groups(1, 1, 2);
  read(a1);
  const writing = write(b);
  expect(await outcomes(read(a2), writing)).toEqual(['done', 'pending']);
  readUnlock(a1);
  expect(await outcomes(writing)).toEqual(['pending']);
  readUnlock(a2);
  expect(await outcomes(writing)).toEqual(['done']);
  writeUnlock(b);
});

test('a group alone inside can change from reading to writing and back', async () => {
  const [a, b] = groups(1, 2);
  expect(await outcomes(read(a), write(a), read(a))).toEqual(['done', 'done', 'done']);
  const other = read(b);
  readUnlock(a);
  readUnlock(a);
  expect(await outcomes(other)).toEqual(['pending']);
  read(a);
  writeUnlock(a);
  expect(await outcomes(other)).toEqual(['done']);
  readUnlock(a);
  readUnlock(b);
});

test('a reading group that wants to write waits for other readers, ahead of newcomers', async () => {
  const [a, b, c] = groups(1, 2, 3);
  read(a);
  read(b);
  const upgrade = write(a);
  const later = read(c);
  expect(await outcomes(upgrade, later)).toEqual(['pending', 'pending']);
  readUnlock(b);
  expect(await outcomes(upgrade, later)).toEqual(['done', 'pending']);
  writeUnlock(a);
  readUnlock(a);
  expect(await outcomes(later)).toEqual(['done']);
  readUnlock(c);
});

test('of two readers that both want to write, the second is refused and the first gets the lock when the second gives up', async () => {
  const [a, b] = groups(1, 2);
  read(a);
  read(b);
  const upgrade = write(a);
  const refused = write(b);
  expect(await outcomes(upgrade, refused)).toEqual(['pending', 'LOCK_MISUSE']);
  expect(releaseHolds(b)).toEqual(['table']);
  expect(await outcomes(upgrade)).toEqual(['done']);
  expect(releaseHolds(a)).toEqual(['table (2 times)']);
});

test('two groups whose readers and writers are different tasks both make progress', async () => {
  const [a1, a2, b1] = groups(1, 1, 2);
  read(a1);
  read(b1);
  const upgrades = [write(a2), write(b1)];
  expect(await outcomes(...upgrades)).toEqual(['pending', 'pending']);
  readUnlock(a1);
  expect(await outcomes(...upgrades)).toEqual(['pending', 'done']);
  writeUnlock(b1);
  readUnlock(b1);
  expect(await outcomes(...upgrades)).toEqual(['done', 'done']);
  writeUnlock(a2);
});

test('a writer that gives up admits the readers behind it', async () => {
  const [a, b, c] = groups(1, 2, 3);
  read(a);
  const [writing, reading] = [write(b), read(c)];
  b.abort();
  expect(await outcomes(writing, reading)).toEqual(['CANCELLED', 'done']);
  readUnlock(a);
  readUnlock(c);
});

test('each mode has its own unlock', () => {
  const [a] = groups(1);
  read(a);
  expect(() => writeUnlock(a)).toThrow(/this task holds it to read only/);
  readUnlock(a);
  write(a);
  expect(() => readUnlock(a)).toThrow(/this task holds it to write only/);
  writeUnlock(a);
});

test('try forms answer at once', () => {
  const [a, b] = groups(1, 2);
  expect(a.run(() => lock.tryReadLock())).toBe(true);
  expect(b.run(() => lock.tryReadLock())).toBe(true);
  expect(a.run(() => lock.tryWriteLock())).toBe(false);
  readUnlock(b);
  expect(a.run(() => lock.tryWriteLock())).toBe(true);
  expect(b.run(() => lock.tryReadLock())).toBe(false);
  writeUnlock(a);
  readUnlock(a);
  expect(lock.tryReadLock()).toBe(false);
  expect(lock.tryWriteLock()).toBe(false);
});

test('scoped forms hold until the end of the block', async () => {
  const [a, b] = groups(1, 2);
  const method = async (): Promise<void> => {
    {
      using _reading = await lock.scopedRead();
      expect(b.run(() => lock.tryReadLock())).toBe(true);
      readUnlock(b);
      expect(b.run(() => lock.tryWriteLock())).toBe(false);
    }
    using _writing = await lock.scopedWrite();
    expect(b.run(() => lock.tryReadLock())).toBe(false);
  };
  await inTask(a, method, undefined, undefined);
  expect(b.run(() => lock.tryWriteLock())).toBe(true);
  writeUnlock(b);
});
