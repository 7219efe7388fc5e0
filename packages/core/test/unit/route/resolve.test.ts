import { describe, expect, test } from '@jest/globals';
import { resolveContainer } from '../../../src/route/resolve.js';
import { QueryKind } from '../../../src/task/pool-query.js';

const pool = { major: 7000, minor: 1, workers: [0, 1, 0] };
const resolve = (kind: number, a = 0): number => resolveContainer(pool, kind, a, false);

test('local and dynamic mean the first container', () => {
  expect([resolve(QueryKind.kLocal, 5), resolve(QueryKind.kDynamic, 5)]).toEqual([0, 0]);
});

test('a number means that container, and a hash the one at its remainder', () => {
  expect([0, 1, 2].map((n) => resolve(QueryKind.kDirectId, n))).toEqual([0, 1, 2]);
  expect([0, 4, 0xffff_ffff].map((n) => resolve(QueryKind.kDirectHash, n))).toEqual([0, 1, 0]);
});

test('this host is node 0', () => {
  expect(resolve(QueryKind.kPhysical, 0)).toBe(0);
});

describe('an unresolvable query is an error that names the pool:', () => {
  test.each([
    [QueryKind.kDirectId, 3, 'CONTAINER_NOT_FOUND', /pool 7000\.1 has 3 containers.*no container 3/],
    [QueryKind.kPhysical, 2, 'NODE_NOT_FOUND', /node 2/],
    [QueryKind.kBroadcast, 0, 'BAD_QUERY', /pool 7000\.1.*kind 4/],
    [QueryKind.kRange, 0, 'BAD_QUERY', /pool 7000\.1.*kind 3/],
    [99, 0, 'BAD_QUERY', /kind 99/],
  ])('kind %p with %p is %s', (kind, a, code, message) => {
    expect(() => resolve(kind, a)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test('a sender with an outdated route is told so', () => {
    expect(() => resolveContainer(pool, QueryKind.kRange, 0, true)).toThrow(/as it is now/);
  });
});
