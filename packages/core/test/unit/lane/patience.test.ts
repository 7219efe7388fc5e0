import { expect, test } from '@jest/globals';
import { Patience } from '../../../src/lane/patience.js';

const BUSY_US = 50;

function patienceAfter(...waitsMs: number[]): Patience {
  const patience = new Patience();
  for (const ms of waitsMs) patience.noteLate(ms);
  return patience;
}

test('nobody waits longer than was asked for, before anything is known', () => {
  expect(new Patience().limitUs(BUSY_US)).toBe(BUSY_US);
});

test('where things come a little late again and again, it is waited for about twice as long', () => {
  const limitUs = patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(BUSY_US);
  expect(limitUs).toBeGreaterThan(380);
  expect(limitUs).toBeLessThan(420);
});

test('one long wait between does not undo that, several in a row do', () => {
  const near = new Array<number>(60).fill(0.2);
  expect(patienceAfter(...near, 60_000).limitUs(BUSY_US)).toBeGreaterThan(400);
  expect(patienceAfter(...near, 60_000, 60_000, 60_000).limitUs(BUSY_US)).toBe(BUSY_US);
});

test('a busy wait that is longer than what was learned stays as it is', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(3000)).toBe(3000);
});

test('whoever asks not to poll is taken at his word', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitUs(0)).toBe(0);
});

test('what it gives is whole, whatever came: a fraction would be garbage for who asks all the time', () => {
  expect(patienceAfter(0.1234567, 0.0654321, 0.2).limitUs(BUSY_US) % 1).toBe(0);
});
