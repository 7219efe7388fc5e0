import { expect, test } from '@jest/globals';
import { didYouMean, editDistance } from '../../../src/config/did-you-mean.js';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['wrokers', 'workers', 1],
  ['ab', 'ba', 1],
])('%p and %p are %p edits apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('the closest candidate wins, if any is close enough', () => {
  const keys = ['workers', 'queue_depth', 'busy_wait_us'];
  expect(didYouMean('worker', keys)).toBe('workers');
  expect(didYouMean('Workers', keys)).toBe('workers');
  expect(didYouMean('queuedepth', keys)).toBe('queue_depth');
  expect(didYouMean('busy_wait_ms', keys)).toBe('busy_wait_us');
  expect(didYouMean('threads', keys)).toBeUndefined();
  expect(didYouMean('x', keys)).toBeUndefined();
  expect(didYouMean('x', [])).toBeUndefined();
});
