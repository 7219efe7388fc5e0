import { describe, expect, test } from '@jest/globals';
import { chartsOf } from '../../../src/report/charts.js';
import { markdownReport } from '../../../src/report/report-markdown.js';
import { formatReport } from '../../../src/report/report-text.js';
import { rows } from '../../../src/rows/index.js';
import { trials } from '../../../src/trials/index.js';
import { reportOf, sampleOf, samples } from '../../support/sample-report.js';

const report = reportOf();

describe('the report', () => {
  test('says how often the cores were near and far, and keeps their figures apart', () => {
    expect(report.cores).toEqual({ near: 2, far: 2, mixed: 1, taken: 0 });
    const p50 = (list: typeof report.figures): number | undefined =>
      list.find(({ row }) => row === 'oneInFlight')?.metrics.p50Us?.median;
    expect([p50(report.figures), p50(report.figuresByCores.near), p50(report.figuresByCores.far)]).toEqual([
      1.3, 0.9, 1.7,
    ]);
  });
});

describe('the report for a terminal', () => {
  const text = formatReport(report, rows, trials);

  test('says where and when it was measured', () => {
    expect(text).toContain('A CPU, 2 cores, 24 GiB; linux 6 x64; Node v20.20.2; 2026-01-01');
    expect(text).toContain('ping-pong 230 ns there and back (128–332)');
    expect(text).toContain('piscina 5.3.2: a thread');
  });

  test('has a table per row with the comparison', () => {
    expect(text).toMatch(/one in flight, awaited +p50 µs/);
    expect(text).toMatch(/piscina +100 +\(90\.0–110\) +77×/);
    expect(text).toMatch(/piscina +95\.0 k +\(90\.0 k–100 k\) +21×/);
  });

  test('has a table per trial, and the verdict on each goal', () => {
    expect(text).toMatch(/p99 µs +61\.0 +\(61\.0–61\.0\)/);
    expect(text).toMatch(/round trip awaited, p50, cores near +0\.90 µs +at most 1\.00 µs +yes/);
    expect(text).toMatch(/p99 with twice as many workers as cores +61\.0 µs +at most 50\.0 µs +no/);
    expect(text).toMatch(/connect\(\) +not measured +at most 40\.0 ms\n/);
  });

  test('names what failed and what was left out', () => {
    const failed = { ...sampleOf('piscina', 0, 0), readings: undefined, error: 'it broke' };
    const broken = formatReport(reportOf([samples[0]!, failed]), rows, trials);
    expect(broken).toContain('piscina failed: it broke');
    expect(broken).toContain('Redis was left out: redis-server is not on the PATH');
    expect(broken).not.toMatch(/^piscina .*\d$/m);
  });
});

describe('the report as Markdown', () => {
  test('has the same tables, with the charts that lie beside it', () => {
    const text = markdownReport(report, rows, trials, chartsOf(report));
    expect(text).toContain('![Round trip of one task, awaited (median)](round-trip.svg)');
    expect(text).toMatch(/^\| piscina +\| +100 \| +\(90\.0–110\) \| +77× \|/m);
    expect(text).toMatch(
      /^\| round trip awaited, p50, cores far +\| +1\.70 µs \| +at most 1\.80 µs \| +yes \|$/m,
    );
    expect(text).toContain('* Redis was left out: redis-server is not on the PATH');
  });
});
