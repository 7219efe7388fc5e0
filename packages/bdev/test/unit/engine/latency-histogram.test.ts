import { expect, test } from '@jest/globals';
import { LatencyHistogram } from '../../../src/engine/latency-histogram.js';
import { numbersFrom } from '../../support/random.js';

test('returns 0 before the first latency', () => {
  const histogram = new LatencyHistogram();
  expect([histogram.percentileUs(0.5), histogram.percentileUs(0.999), histogram.maxUs]).toEqual([0, 0, 0]);
});

test.each([0.2, 1, 9.7, 120, 5_000, 1e6, 1e9])('finds %p us again, within 1/32 or one microsecond', (us) => {
  const histogram = new LatencyHistogram();
  for (let i = 0; i < 10; i++) histogram.record(us);
  expect(Math.abs(histogram.percentileUs(0.5) - us)).toBeLessThanOrEqual(Math.max(us, 1) / 32);
  expect(histogram.maxUs).toBe(us);
});

test('percentiles match those of a sorted list, within 1/32', () => {
  const random = numbersFrom(3);
  const histogram = new LatencyHistogram();
  const all = Array.from({ length: 20_000 }, () => 10 + 10_000 * random() ** 4).sort((a, b) => a - b);
  for (const us of all) histogram.record(us);
  for (const fraction of [0.1, 0.5, 0.9, 0.99, 0.999, 1]) {
    const exact = all[Math.ceil(all.length * fraction) - 1];
    expect(Math.abs(histogram.percentileUs(fraction) / exact - 1)).toBeLessThanOrEqual(1 / 32);
  }
});

test('copes with values that no clock returns', () => {
  const histogram = new LatencyHistogram();
  histogram.record(0);
  histogram.record(1e15);
  expect(histogram.percentileUs(0.5)).toBeLessThan(0.1);
  expect(histogram.maxUs).toBe(1e15);
});
