import { expect, test } from '@jest/globals';
import { stampMs, timeMs } from '../../../src/os/clock.js';

/** More than any undisturbed look takes. */
const CLOSE_MS = 0.1;

test('shows what performance.now() shows', () => {
  const times = new Float64Array(3);
  for (let round = 0; round < 100; round++) {
    const before = performance.now();
    times[0] = timeMs();
    stampMs(times, 1);
    const after = performance.now();
    expect(times[0]).toBeGreaterThan(before - CLOSE_MS);
    expect(times[1]).toBeGreaterThanOrEqual(times[0]!);
    expect(times[1]).toBeLessThan(after + CLOSE_MS);
    expect(times[2]).toBe(0);
  }
});
