import { describe, expect, test } from '@jest/globals';
import { quantile } from '../../../src/measure.js';
import { pingPongOf, ratioTo, spreadOf, summarize } from '../../../src/report/summary.js';
import type { Row } from '../../../src/row.js';
import type { Sample } from '../../../src/suite.js';

const row: Row = {
  id: 'row',
  title: 'a row',
  metrics: [{ id: 'p50Us', title: 'p50 µs', better: 'lower', format: String }],
  measure: async () => ({}),
};

function sample(contender: string, p50Us: number | undefined): Sample {
  const pingPongNs = { before: 100, after: 120 };
  if (p50Us === undefined) return { contender, repeat: 0, pingPongNs, error: 'it broke' };
  return { contender, repeat: 0, pingPongNs, readings: { row: { p50Us } } };
}

describe('quantile', () => {
  test('returns a value of the list', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(quantile(sorted, 0.5)).toBe(50);
    expect(quantile(sorted, 0.99)).toBe(99);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('spreadOf', () => {
  test.each([
    [[3, 1, 2], { median: 2, min: 1, max: 3 }],
    [[4, 1, 2, 3], { median: 2.5, min: 1, max: 4 }],
    [[5], { median: 5, min: 5, max: 5 }],
  ])('of %j', (values, spread) => expect(spreadOf(values)).toEqual(spread));
});

describe('summarize', () => {
  test('uses the samples of a contender that have figures', () => {
    const samples = [
      sample('a', 1),
      sample('b', 90),
      sample('a', 3),
      sample('b', undefined),
      sample('c', undefined),
    ];
    expect(summarize(samples, [row], ['a', 'b', 'c'])).toEqual([
      { row: 'row', contender: 'a', metrics: { p50Us: { median: 2, min: 1, max: 3 } } },
      { row: 'row', contender: 'b', metrics: { p50Us: { median: 90, min: 90, max: 90 } } },
    ]);
    expect(pingPongOf(samples)).toEqual({ median: 110, min: 100, max: 120 });
  });
});

describe('ratioTo', () => {
  const of = (median: number) => ({ median, min: median, max: median });

  test('says how many times better the first contender is', () => {
    expect(ratioTo(of(90), of(1), 'lower')).toBe(90);
    expect(ratioTo(of(50_000), of(2_000_000), 'higher')).toBe(40);
    expect(ratioTo(of(0.5), of(1), 'lower')).toBe(0.5);
  });
});
