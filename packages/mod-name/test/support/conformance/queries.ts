import { expect, test } from '@jest/globals';
import { PoolQuery, type TaskNode } from '@chimaera/core';
import { failureOf, within } from '../wait.js';
import { type Fixture, SHARDS } from './fixture.js';
import { LONG } from './held-mutex.js';

/** Which container a task reaches (checklist SIL13). */
export function queries(fixture: () => Fixture): void {
  /**
   * Runs `probe` while a task of `taskNode` holds the mutex of one container: there a task of the same group finds two
   * holders, elsewhere one.
   */
  async function whileHeld<T>(container: number, probe: (taskNode: TaskNode) => Promise<T>): Promise<T> {
    const { chi, sharded } = fixture();
    const taskNode = chi.createTaskNode();
    const query = PoolQuery.directId(container);
    using held = sharded.asyncCoMutexTest(LONG, { query, taskNode });
    const result = await within(probe(taskNode), 'the probe');
    held.stop();
    await within(held.wait(), 'the release of the mutex');
    return result;
  }

  async function holders(query: PoolQuery, taskNode: TaskNode): Promise<number> {
    const { holders } = await fixture().sharded.coMutexTest({ testId: 1, holdMs: 0 }, { query, taskNode });
    return holders;
  }

  test.each([0, 1, 2, 3])('direct_id and direct_hash reach container %i', async (container) => {
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 0xffff_ffff];
    const met = await whileHeld(container, async (node) => {
      const counts = { byId: [] as number[], byHash: [] as number[] };
      for (const id of numbers.slice(0, SHARDS))
        counts.byId.push(await holders(PoolQuery.directId(id), node));
      for (const hash of numbers) counts.byHash.push(await holders(PoolQuery.directHash(hash), node));
      return counts;
    });
    const expected = numbers.map((number) => (number % SHARDS === container ? 2 : 1));
    expect(met).toEqual({ byId: expected.slice(0, SHARDS), byHash: expected });
  });

  test('local takes the containers in turn', async () => {
    const met = await whileHeld(2, async (node) => {
      const counts: number[] = [];
      for (let i = 0; i < 2 * SHARDS; i++) counts.push(await holders(PoolQuery.local(), node));
      return counts;
    });
    expect(met.filter((count) => count === 2)).toHaveLength(2);
    expect(met.indexOf(2) + SHARDS).toBe(met.lastIndexOf(2));
  });

  test('broadcast reaches every container once and shows each answer', async () => {
    const { replicas, holders: first } = await whileHeld(1, (taskNode) =>
      fixture().sharded.coMutexTest({ testId: 1, holdMs: 0 }, { query: PoolQuery.broadcast(), taskNode }),
    );
    expect(first).toBe(1);
    expect(
      replicas?.map(({ containerId, holders, returnCode }) => ({ containerId, holders, returnCode })),
    ).toEqual([
      { containerId: 0, holders: 1, returnCode: 0 },
      { containerId: 1, holders: 2, returnCode: 0 },
      { containerId: 2, holders: 1, returnCode: 0 },
      { containerId: 3, holders: 1, returnCode: 0 },
    ]);
  });

  test('a range reaches its containers', async () => {
    const result = await fixture().sharded.custom(
      { data: 'x', operationId: 1 },
      { query: PoolQuery.range(1, 2) },
    );
    expect(result.data).toBe('x_processed');
    expect(result.replicas).toMatchObject([
      { containerId: 1, data: 'x_processed', returnCode: 0 },
      { containerId: 2, data: 'x_processed', returnCode: 0 },
    ]);
  });

  test.each([
    [PoolQuery.physical(0), 'x_processed'],
    [PoolQuery.dynamic(), 'x_processed'],
    [PoolQuery.parse('direct_hash:9'), 'x_processed'],
  ])('%s reaches one of them', async (query, data) => {
    expect(await fixture().sharded.custom({ data: 'x', operationId: 1 }, { query })).toMatchObject({ data });
  });

  test.each([
    [PoolQuery.directId(4), 'CONTAINER_NOT_FOUND'],
    [PoolQuery.directId(0xffff_ffff), 'CONTAINER_NOT_FOUND'],
    [PoolQuery.physical(1), 'NODE_NOT_FOUND'],
    [PoolQuery.range(3, 2), 'CONTAINER_NOT_FOUND'],
    [PoolQuery.range(4, 1), 'CONTAINER_NOT_FOUND'],
    [PoolQuery.range(0xffff_ffff, 2), 'CONTAINER_NOT_FOUND'],
  ])('%s is an error', async (query, code) => {
    const { sharded } = fixture();
    expect(await failureOf(sharded.custom({ data: 'x', operationId: 1 }, { query }))).toMatchObject({ code });
  });
}
