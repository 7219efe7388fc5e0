import { expect, test } from '@jest/globals';
import { PoolQuery } from '@chimaera/core';
import { until, within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Tasks inside tasks, and the locks that they take. */
export function nestedAndLocked(fixture: () => Fixture): void {
  test('tasks wait for tasks ten deep, in every form', async () => {
    const { mod, sharded } = fixture();
    const input = { depth: 10, testId: 1, currentDepth: 0 };
    expect(await within(mod.waitTest(input), 'depth 10')).toMatchObject({ currentDepth: 10 });
    expect(mod.waitTestSync(input)).toMatchObject({ currentDepth: 10 });
    expect(await within(sharded.waitTest(input), 'depth 10 over containers')).toMatchObject({
      currentDepth: 10,
    });
  });

  test('many chains run concurrently, on one lane and on several', async () => {
    const { mod, sharded } = fixture();
    const chains = Array.from({ length: 300 }, (_, i) =>
      (i % 2 === 0 ? mod : sharded).waitTest({ depth: 1 + (i % 10), testId: i % 3, currentDepth: 0 }),
    );
    const results = await within(Promise.all(chains), '300 chains');
    expect(results.map(({ currentDepth }) => currentDepth)).toEqual(chains.map((_, i) => 1 + (i % 10)));
  });

  test('a mutex admits one task of a container at a time, in order of arrival', async () => {
    const { mod } = fixture();
    const order: number[] = [];
    const results = await within(
      Promise.all(
        Array.from({ length: 12 }, async (_, i) => {
          const result = await mod.coMutexTest({ testId: 2, holdMs: 3 });
          order.push(i);
          return result;
        }),
      ),
      'the mutex',
    );
    expect(results.every(({ holders }) => holders === 1)).toBe(true);
    expect(order).toEqual(order.map((_, i) => i));
  });

  test('each container has its own mutex', async () => {
    const { sharded } = fixture();
    const first = sharded.asyncCoMutexTest({ testId: 2, holdMs: 10_000 }, { query: PoolQuery.directId(0) });
    const query = PoolQuery.directId(1);
    expect(
      await within(sharded.coMutexTest({ testId: 2, holdMs: 1 }, { query }), 'the other one'),
    ).toMatchObject({
      holders: 1,
    });
    first.stop();
    await within(first.wait(), 'the first one');
    first.dispose();
  });

  test('tasks of one group hold a mutex together', async () => {
    const { chi, mod } = fixture();
    const taskNode = chi.createTaskNode();
    const together = await Promise.all(
      [1, 2, 3].map(() => mod.coMutexTest({ testId: 2, holdMs: 40 }, { taskNode })),
    );
    expect(together.map(({ holders }) => holders)).toEqual([1, 2, 3]);
    expect(await mod.coMutexTest({ testId: 2, holdMs: 0 })).toMatchObject({ holders: 1 });
  });

  test('readers share the lock of all containers, and a writer has it alone', async () => {
    const { sharded } = fixture();
    const query = PoolQuery.directId(3);
    const calls = Array.from({ length: 24 }, (_, i) =>
      sharded.coRwLockTest({ testId: i, isWriter: i % 4 === 3, holdMs: 4 }, { query }),
    );
    const results = await within(Promise.all(calls), 'the lock');
    results.forEach(({ readers, writers }, i) => {
      if (i % 4 === 3) expect({ i, readers, writers }).toEqual({ i, readers: 0, writers: 1 });
      else expect({ i, writers }).toEqual({ i, writers: 0 });
    });
    expect(Math.max(...results.map(({ readers }) => readers))).toBeGreaterThan(1);
  });

  test('a writer in one container blocks readers and writers of the others', async () => {
    const { sharded } = fixture();
    const lock = (container: number, isWriter: boolean, timeoutMs?: number) =>
      sharded.coRwLockTest(
        { testId: 1, isWriter, holdMs: 0 },
        { query: PoolQuery.directId(container), timeoutMs },
      );
    const query = PoolQuery.directId(0);
    const writer = sharded.asyncCoRwLockTest({ testId: 1, isWriter: true, holdMs: 60_000 }, { query });
    const refused = async (container: number, isWriter: boolean): Promise<boolean> =>
      lock(container, isWriter, 30).then(
        () => false,
        (error: { code: string }) => error.code === 'TIMEOUT',
      );
    await until(() => refused(1, false), 'the exclusion of readers');
    for (const container of [1, 2, 3]) expect(await refused(container, true)).toBe(true);
    writer.stop();
    await within(writer.wait(), 'the end of the writer');
    writer.dispose();
    for (const container of [1, 2, 3]) {
      expect(await within(lock(container, true), 'the lock')).toMatchObject({ readers: 0, writers: 1 });
      expect(await within(lock(container, false), 'the lock')).toMatchObject({ readers: 1, writers: 0 });
    }
  });
}
