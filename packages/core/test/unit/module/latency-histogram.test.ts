import { describe, expect, test } from '@jest/globals';
import { LatencyHistogram } from '../../../src/module/latency-histogram.js';

describe('a latency histogram', () => {
  test('is empty at first', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.size).toBe(0);
    expect(histogram.percentile(0.99)).toBe(0);
    expect(histogram.maxMs).toBe(0);
  });

  test.each([0.0001, 0.0004, 0.0017, 0.02, 0.5, 1, 7.3, 250, 12_345, 200_000])(
    'keeps %d ms to within 7 per cent',
    (ms) => {
      const histogram = new LatencyHistogram();
      for (let i = 0; i < 10; i++) histogram.add(ms);
      histogram.add(ms * 1000); // else the greatest value corrects the middle of the bucket
      expect(histogram.percentile(0.5) / ms).toBeGreaterThan(ms < 0.002 ? 0.5 : 0.93);
      expect(histogram.percentile(0.5) / ms).toBeLessThan(ms < 0.002 ? 1.6 : 1.07);
    },
  );

  test('percentiles divide the values added', () => {
    const histogram = new LatencyHistogram();
    for (let i = 1; i <= 1000; i++) histogram.add(i);
    for (const share of [0.01, 0.5, 0.9, 0.99]) {
      expect(Math.abs(histogram.percentile(share) / (share * 1000) - 1)).toBeLessThan(0.08);
    }
    expect(histogram.percentile(1)).toBeLessThanOrEqual(1000);
    expect(histogram.maxMs).toBe(1000);
  });

  test('copes with values that no clock returns', () => {
    const histogram = new LatencyHistogram();
    for (const ms of [-1, 0, 1e12]) histogram.add(ms);
    expect(histogram.size).toBe(3);
    expect(histogram.maxMs).toBe(1e12);
  });

  test('snapshots are copies, and can be merged', () => {
    const first = new LatencyHistogram();
    const second = new LatencyHistogram();
    first.add(1);
    second.add(100);
    second.add(100);
    const snapshot = first.snapshot();
    first.add(1);
    const sum = new LatencyHistogram(snapshot);
    sum.merge(second.snapshot());
    expect(sum.size).toBe(3);
    expect(sum.maxMs).toBe(100);
    expect(sum.percentile(0.3)).toBeLessThan(2);
    expect(sum.percentile(0.9)).toBeGreaterThan(90);
  });
});
