import { describe, expect, test } from '@jest/globals';
import { Pending } from '../../src/pending.js';

describe('Pending', () => {
  test('matches each answer to its call and reuses numbers', async () => {
    const pending = new Pending<string>();
    const ids: number[] = [];
    const calls = ['a', 'b', 'c'].map(() => pending.add((id) => ids.push(id)));
    expect(ids).toEqual([0, 1, 2]);
    pending.settle(1, 'second');
    pending.settle(0, 'first');
    const fourth = pending.add((id) => ids.push(id));
    expect(ids).toEqual([0, 1, 2, 0]);
    pending.settle(0, 'fourth');
    pending.settle(2, 'third');
    expect(await Promise.all([...calls, fourth])).toEqual(['first', 'second', 'third', 'fourth']);
  });
});
