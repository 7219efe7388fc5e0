import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Call } from '../../../src/submit/call.js';
import { Deadlines } from '../../../src/submit/deadlines.js';

let expired: number[];
let deadlines: Deadlines;
beforeEach(() => {
  jest.useFakeTimers();
  expired = [];
  deadlines = new Deadlines((call) => expired.push(call.slot));
});
afterEach(() => {
  jest.useRealTimers();
});

function add(slot: number, timeoutMs: number): Call {
  const call = new Call(slot);
  deadlines.add(call, timeoutMs);
  return call;
}

test('a call expires once, when its time is over and not before', () => {
  const call = add(1, 100);
  expect(call.deadlineMs).toBeGreaterThan(0);
  jest.advanceTimersByTime(99);
  expect(expired).toEqual([]);
  jest.advanceTimersByTime(2);
  expect(expired).toEqual([1]);
  expect(call.deadlineMs).toBe(0);
  jest.advanceTimersByTime(1000);
  expect(expired).toEqual([1]);
});

test('calls expire in the order of their deadlines, in whatever order they were added', () => {
  add(1, 300);
  add(2, 100);
  add(3, 200);
  jest.advanceTimersByTime(1000);
  expect(expired).toEqual([2, 3, 1]);
});

test('a call that has ended does not expire', () => {
  const first = add(1, 100);
  add(2, 200);
  deadlines.remove(first);
  jest.advanceTimersByTime(150);
  expect(expired).toEqual([]);
  jest.advanceTimersByTime(100);
  expect(expired).toEqual([2]);
});

test.each([0, -5])('a timeout of %p ms expires at the next turn of the event loop', (timeoutMs) => {
  add(1, timeoutMs);
  expect(expired).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(expired).toEqual([1]);
});

test('a timeout of Infinity never expires and needs no timer', () => {
  add(1, Infinity);
  expect(jest.getTimerCount()).toBe(0);
  add(2, 10);
  jest.advanceTimersByTime(1000);
  expect(expired).toEqual([2]);
});

test('a timeout longer than a timer can run is waited for in full', () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const days = 24 * 3600 * 1000;
  add(1, 40 * days);
  jest.advanceTimersByTime(39 * days);
  expect(expired).toEqual([]);
  jest.advanceTimersByTime(2 * days);
  expect(expired).toEqual([1]);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('one timer serves all calls and is kept for later ones', () => {
  const made = jest.spyOn(globalThis, 'setTimeout');
  for (let slot = 0; slot < 1000; slot++) deadlines.remove(add(slot, 1000));
  expect(made).toHaveBeenCalledTimes(1);
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(2000);
  expect(expired).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});

test('an expiring call may add calls', () => {
  deadlines = new Deadlines((call) => {
    expired.push(call.slot);
    if (call.slot < 3) add(call.slot + 1, 50);
  });
  add(1, 50);
  jest.advanceTimersByTime(200);
  expect(expired).toEqual([1, 2, 3]);
});

test('calls expire exactly when they are due and have not ended', () => {
  const plans = fc.array(
    fc.record({ atMs: fc.nat({ max: 300 }), timeoutMs: fc.nat({ max: 300 }), endsMs: fc.nat({ max: 700 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(plans, (calls) => {
      expired = [];
      const live = new Map<number, Call>();
      for (let nowMs = 0; nowMs <= 800; nowMs++) {
        calls.forEach(({ atMs, timeoutMs, endsMs }, slot) => {
          const call = live.get(slot);
          if (atMs === nowMs) live.set(slot, add(slot, timeoutMs));
          else if (call !== undefined && endsMs === nowMs && call.deadlineMs !== 0) deadlines.remove(call);
        });
        jest.advanceTimersByTime(1);
      }
      calls.forEach(({ atMs, timeoutMs, endsMs }, slot) => {
        const dueMs = atMs + timeoutMs;
        // Within a millisecond of each other either may be first.
        if (endsMs <= atMs || endsMs > dueMs + 2) expect(expired).toContain(slot);
        if (endsMs > atMs && endsMs < dueMs - 1) expect(expired).not.toContain(slot);
      });
      expect(new Set(expired).size).toBe(expired.length);
    }),
    { numRuns: 30 },
  );
});
