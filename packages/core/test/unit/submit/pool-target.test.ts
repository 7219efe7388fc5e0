import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UNRESOLVED_CONTAINER } from '../../../src/layout/task-layout.js';
import type { PoolRoute, RouteTable } from '../../../src/route/route-table.js';
import { PoolTarget } from '../../../src/submit/pool-target.js';
import { PoolId } from '../../../src/task/pool-id.js';
import { PoolQuery } from '../../../src/task/pool-query.js';

class FakeRoutes implements RouteTable {
  version = 1;
  finds = 0;
  workers: readonly number[] | undefined = [0];

  find(major: number, minor: number): PoolRoute | undefined {
    this.finds++;
    return this.workers === undefined ? undefined : { major, minor, workers: this.workers };
  }

  change(workers: readonly number[] | undefined): void {
    this.workers = workers;
    this.version++;
  }
}

let routes: FakeRoutes;
let target: PoolTarget;
beforeEach(() => {
  routes = new FakeRoutes();
  target = new PoolTarget(new PoolId(7000, 1));
});
const container = (query?: PoolQuery): number => target.containerFor(routes, query);

test('the target knows its pool', () => {
  expect([target.major, target.minor]).toEqual([7000, 1]);
});

describe('local', () => {
  test.each([undefined, PoolQuery.local(), PoolQuery.dynamic()])('as %s is the only container', (query) => {
    expect([container(query), container(query)]).toEqual([0, 0]);
  });

  test.each([undefined, PoolQuery.local(), PoolQuery.dynamic(), PoolQuery.physical(0)])(
    'as %s takes several containers in turn',
    (query) => {
      routes.change([0, 1, 0]);
      expect(Array.from({ length: 7 }, () => container(query))).toEqual([0, 1, 2, 0, 1, 2, 0]);
    },
  );

  test('starts again with container 0 when the pool has fewer containers than before', () => {
    routes.change([0, 0, 0]);
    for (let i = 0; i < 3; i++) container();
    routes.change([0, 0]);
    expect([container(), container(), container()]).toEqual([0, 1, 0]);
  });
});

describe('a query by number', () => {
  beforeEach(() => routes.change([2, 0, 1]));

  test('means that container, or is unresolved when there is none', () => {
    expect([0, 1, 2, 3].map((n) => container(PoolQuery.directId(n)))).toEqual([
      0,
      1,
      2,
      UNRESOLVED_CONTAINER,
    ]);
  });

  test('by hash means the same container for the same hash', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), (hash) => {
        expect(container(PoolQuery.directHash(hash))).toBe(hash % 3);
      }),
    );
  });

  test.each([PoolQuery.physical(1), PoolQuery.broadcast(), PoolQuery.range(0, 2)])(
    '%s is left to the worker',
    (query) => {
      expect(container(query)).toBe(UNRESOLVED_CONTAINER);
    },
  );

  test('goes to the worker of its container, and to worker 0 when unresolved', () => {
    container();
    expect([0, 1, 2, 3, UNRESOLVED_CONTAINER].map((n) => target.workerOf(n))).toEqual([2, 0, 1, 0, 0]);
  });
});

describe('the route', () => {
  test('is looked up once for each version of the table', () => {
    for (let i = 0; i < 10; i++) container();
    expect(routes.finds).toBe(1);
    routes.change([1, 1]);
    container();
    expect(routes.finds).toBe(2);
    expect(target.workerOf(1)).toBe(1);
  });

  test('of an unknown pool is looked up each time, because it may have been created', () => {
    routes.workers = undefined;
    expect([container(), container()]).toEqual([UNRESOLVED_CONTAINER, UNRESOLVED_CONTAINER]);
    expect(target.containerCount(routes)).toBe(0);
    routes.workers = [3];
    expect(container()).toBe(0);
    expect(target.workerOf(0)).toBe(3);
  });

  test('of a destroyed pool is dropped', () => {
    container();
    routes.change(undefined);
    expect(container()).toBe(UNRESOLVED_CONTAINER);
  });

  test('tells how many containers there are', () => {
    routes.change([0, 1, 2]);
    expect(target.containerCount(routes)).toBe(3);
  });
});
