import { describe, expect, test } from '@jest/globals';
import { formatCount, formatDuration, formatShare, formatUs } from '../../src/format.js';

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [65_000, '1 min 5 s'],
    [3_600_000, '1 h'],
    [93_600_000, '1 d 2 h'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatCount', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1_234_567, '1 234 567'],
    [12.6, '13'],
  ])('%d is %s', (count, text) => expect(formatCount(count)).toBe(text));
});

describe('formatUs', () => {
  test.each([
    [0, '0 µs'],
    [0.74, '0.7 µs'],
    [12.4, '12 µs'],
    [1000, '1 ms'],
    [34_560, '34.6 ms'],
    [250_000, '250 ms'],
    [65_000_000, '1 min 5 s'],
  ])('%d is %s', (us, text) => expect(formatUs(us)).toBe(text));
});

test('formatShare', () => {
  expect([0, 0.004, 0.5, 1].map(formatShare)).toEqual(['0 %', '0 %', '50 %', '100 %']);
});
