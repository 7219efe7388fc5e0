import { describe, expect, test } from '@jest/globals';
import { drawBarChart } from '../../../src/report/bar-chart.js';
import { chartsOf } from '../../../src/report/charts.js';
import { reportOf } from '../../support/sample-report.js';

describe('charts of a report', () => {
  const charts = chartsOf(reportOf());

  test('are drawn where there are figures, with the best contender at the top', () => {
    expect(charts.map(({ file }) => file)).toEqual(['round-trip.svg', 'throughput.svg']);
    for (const { svg } of charts) expect(svg.indexOf('>Chimaera<')).toBeLessThan(svg.indexOf('>piscina<'));
    expect(charts[0]!.svg).toContain('>1.30 µs<');
    expect(charts[1]!.svg).toContain('>2.00 M/s<');
    expect(chartsOf(reportOf([]))).toEqual([]);
  });
});

describe('a bar chart', () => {
  const bar = (label: string, value: number) => ({
    label,
    value,
    min: value,
    max: value,
    text: `${value}`,
    isOwn: false,
  });
  const draw = (...bars: ReturnType<typeof bar>[]): string =>
    drawBarChart({ title: 'a < b', caption: '', bars, formatTick: String });
  const widths = (svg: string): number[] =>
    [...svg.matchAll(/<rect class="bar" [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));

  test('is logarithmic, with a line for each power of ten', () => {
    const svg = draw(bar('one', 10), bar('ten', 100), bar('more', 1000));
    const [first, second, third] = widths(svg) as [number, number, number];
    expect(second - first).toBeCloseTo(third - second, 0);
    expect(svg.match(/class="grid"/g)).toHaveLength(4);
  });

  test('copes with equal values and escapes text', () => {
    const svg = draw(bar('same', 10), bar('x & y', 10));
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain('a &lt; b');
    expect(svg).toContain('x &amp; y');
  });
});
