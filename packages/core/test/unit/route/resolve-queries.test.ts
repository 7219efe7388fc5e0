import { describe, expect, test } from '@jest/globals';
import { containersOf } from '../../../src/route/resolve.js';
import { PoolQuery } from '../../../src/task/pool-query.js';

const pool = { major: 7, minor: 0, workers: [0, 1, 2, 0] };
const resolved = (texts: string): number[] | undefined =>
  containersOf(
    pool,
    texts.split(' ').map((text) => PoolQuery.parse(text)),
    2,
  );

describe('resolving queries', () => {
  test.each([
    ['local', [2]],
    ['dynamic', [2]],
    ['physical:0', [2]],
    ['direct_id:3', [3]],
    ['direct_hash:9', [1]],
    ['range:1:3', [1, 2, 3]],
    ['broadcast', [0, 1, 2, 3]],
    ['direct_id:3 local direct_id:3 range:0:2', [3, 2, 0, 1]],
  ])('%s', (texts, containers) => {
    expect(resolved(texts)).toEqual(containers);
  });

  test.each(['direct_id:4', 'range:3:2', 'range:4294967295:4294967295', 'physical:1', 'local direct_id:9'])(
    '%s names a missing container',
    (texts) => {
      expect(resolved(texts)).toBeUndefined();
    },
  );

  test.each([[undefined], [null], ['broadcast'], [[]], [[null]], [[{}]], [[{ kind: 1, a: NaN }]], [[7]]])(
    '%j is not a list of queries',
    (queries) => {
      expect(containersOf(pool, queries, 2)).toBeUndefined();
    },
  );
});
