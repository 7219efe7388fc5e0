import { expect, test } from '@jest/globals';
import { runCompiledThread } from '../support/compiled-thread.js';

test('a timer keeps its thread alive only while there are calls', async () => {
  const beganMs = performance.now();
  expect(await runCompiledThread('submit/deadlines-thread.ts', {})).toEqual([2]);
  expect(performance.now() - beganMs).toBeLessThan(10_000);
});
