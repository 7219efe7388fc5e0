import { expect, test } from '@jest/globals';
import { Patience } from '../../../src/lane/patience.js';

const BUSY_MS = 0.05;

function patienceAfter(...waitsMs: number[]): Patience {
  const patience = new Patience();
  for (const ms of waitsMs) patience.noteLate(ms);
  return patience;
}

test('nobody waits longer than was asked for, before anything is known', () => {
  expect(new Patience().limitMs(BUSY_MS)).toBe(BUSY_MS);
});

test('where things come a little late again and again, it is waited for about twice as long', () => {
  const limitMs = patienceAfter(...new Array<number>(60).fill(0.2)).limitMs(BUSY_MS);
  expect(limitMs).toBeGreaterThan(0.39);
  expect(limitMs).toBeLessThan(0.42);
});

test('one long wait between does not undo that, several in a row do', () => {
  const near = new Array<number>(60).fill(0.2);
  expect(patienceAfter(...near, 60_000).limitMs(BUSY_MS)).toBeGreaterThan(0.4);
  expect(patienceAfter(...near, 60_000, 60_000, 60_000).limitMs(BUSY_MS)).toBe(BUSY_MS);
});

test('a busy wait that is longer than what was learned stays as it is', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitMs(3)).toBe(3);
});

test('whoever asks not to poll is taken at his word', () => {
  expect(patienceAfter(...new Array<number>(60).fill(0.2)).limitMs(0)).toBe(0);
});
