import { expect, test } from '@jest/globals';
import { Patience } from '../../../src/lane/patience.js';

const BUSY_US = 50;

function patienceAfter(...waitsMs: number[]): Patience {
  const patience = new Patience();
  for (const ms of waitsMs) patience.noteLate(ms);
  return patience;
}

test('waits no longer than asked before anything is learned', () => {
  expect(new Patience().limitUs(BUSY_US)).toBe(BUSY_US);
});

test('waits about twice as long as events usually take', () => {
  const limitUs = patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(BUSY_US);
  expect(limitUs).toBeGreaterThan(380);
  expect(limitUs).toBeLessThan(420);
});

test('one long wait does not undo the learning, several in a row do', () => {
  const near = new Array<number>(60).fill(0.2);
  expect(patienceAfter(...near, 60_000).limitUs(BUSY_US)).toBeGreaterThan(400);
  expect(patienceAfter(...near, 60_000, 60_000, 60_000).limitUs(BUSY_US)).toBe(BUSY_US);
});

test('keeps a configured busy wait that is longer than the learned one', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(3000)).toBe(3000);
});

test('does not poll at all with a limit of zero', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(0)).toBe(0);
});

test('the limit is a whole number, so that reading it allocates nothing', () => {
  expect(patienceAfter(0.1234567, 0.0654321, 0.2).limitUs(BUSY_US) % 1).toBe(0);
});
