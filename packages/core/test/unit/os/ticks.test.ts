import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { onTicks } from '../../../src/os/ticks.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

const PERIOD_MS = 100;

/** Notes when it ticks. */
function ticker(periodMs: () => number = () => PERIOD_MS): { at: number[]; stop: () => void } {
  const at: number[] = [];
  return { at, stop: onTicks(periodMs, () => at.push(performance.now())) };
}

test('timers of the same period tick at the same moments, whenever they started', () => {
  const first = ticker();
  jest.advanceTimersByTime(70);
  const second = ticker();
  jest.advanceTimersByTime(530);
  expect(first.at).toHaveLength(6);
  // A ticker that began shortly before a tick may miss that one.
  expect(second.at).toEqual(first.at.slice(-second.at.length));
  expect(second.at.length).toBeGreaterThan(3);
  first.stop();
  second.stop();
});

test('asks for the period anew at each tick', () => {
  let periodMs = PERIOD_MS;
  const { at, stop } = ticker(() => periodMs);
  jest.advanceTimersByTime(PERIOD_MS);
  periodMs = 2 * PERIOD_MS;
  jest.advanceTimersByTime(6 * PERIOD_MS);
  const gaps = at.slice(1).map((ms, i) => ms - at[i]!);
  expect(Math.round(gaps.at(-1)!)).toBe(2 * PERIOD_MS);
  stop();
});

test('stops after its last tick', () => {
  let ticks = 0;
  const stop = onTicks(
    () => PERIOD_MS,
    () => {
      ticks++;
      stop();
    },
  );
  jest.advanceTimersByTime(10 * PERIOD_MS);
  expect(ticks).toBe(1);
});
