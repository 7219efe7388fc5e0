import { expect, test } from '@jest/globals';
import { ChunkReturns } from '../../../src/client/chunk-returns.js';

test('joins adjacent chunks, in whatever order they were added', () => {
  const returns = new ChunkReturns();
  const added = [
    [1, 7, 2],
    [1, 5, 2],
    [0, 9, 1],
    [1, 20, 1],
    [1, 9, 1],
  ].map(([segment, first, count]) => returns.add(segment, first, count));
  expect(added).toEqual([true, false, false, false, false]);
  expect(returns.take()).toEqual([
    { t: 'give-back', segment: 0, first: 9, count: 1 },
    { t: 'give-back', segment: 1, first: 5, count: 5 },
    { t: 'give-back', segment: 1, first: 20, count: 1 },
  ]);
  expect(returns.take()).toEqual([]);
  expect(returns.add(1, 1, 1)).toBe(true);
});
