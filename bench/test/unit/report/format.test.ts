import { describe, expect, test } from '@jest/globals';
import { formatPerSecond, formatRatio, formatTable, formatUs } from '../../../src/report/format.js';

describe('numbers', () => {
  test('are shown with three significant digits', () => {
    expect([0.8412, 12.345, 91.26, 354.6].map(formatUs)).toEqual(['0.84', '12.3', '91.3', '355']);
    expect([2_310_400, 92_400, 870].map(formatPerSecond)).toEqual(['2.31 M', '92.4 k', '870']);
    expect([97.3, 8.42, 0.5].map(formatRatio)).toEqual(['97×', '8.4×', '0.5×']);
    expect(formatUs(NaN)).toBe('–');
  });
});

describe('formatTable', () => {
  test('aligns names to the left and numbers to the right', () => {
    expect(
      formatTable([
        ['row', 'p50 µs', ''],
        ['Chimaera', '0.84', ''],
        ['piscina', '91.3', '109×'],
      ]),
    ).toBe(['row        p50 µs', 'Chimaera     0.84', 'piscina      91.3   109×'].join('\n'));
  });
});
