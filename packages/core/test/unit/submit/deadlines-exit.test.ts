import { expect, test } from '@jest/globals';
import { runThread } from '../support/thread.js';

test('a timer without calls keeps no thread alive, and one with a call does', async () => {
  const beganMs = performance.now();
  expect(await runThread('../submit/deadlines-thread.ts', {})).toEqual([2]);
  expect(performance.now() - beganMs).toBeLessThan(10_000);
});
