import { describe, expect, test } from '@jest/globals';
import { parseOptions } from '../../../src/bdev/options.js';
import { formatReport, makeReport } from '../../../src/bdev/report.js';
import { isSteady, type Pair } from '../../../src/bdev/suite.js';

const about = {
  machine: { cpu: 'CPU', cores: 2, memoryGiB: 8, os: 'linux', node: 'v20', date: 'today', loadAverage: 0 },
  fio: 'fio-3.33',
  repeats: 3,
  durationMs: 1000,
  busyWaitUs: 250,
  path: 'device',
};
const pair = (repeat: number, perSecond: number, before: number, after: number): Pair => ({
  workload: 'randread-32',
  repeat,
  perSecond,
  by: 'io_uring, direct',
  fioPerSecond: { before, after },
});

test('fio is steady while its two figures are within a tenth of their mean', () => {
  expect(isSteady({ before: 100, after: 109 })).toBe(true);
  expect(isSteady({ before: 109, after: 100 })).toBe(true);
  expect(isSteady({ before: 100, after: 112 })).toBe(false);
});

describe('the report', () => {
  test('compares with fio only where fio was steady, and says how often it was not', () => {
    const report = makeReport(about, [
      pair(0, 50_000, 60_000, 58_000),
      pair(1, 10_000, 60_000, 20_000),
      pair(2, 49_000, 59_000, 60_000),
    ]);
    const [row] = report.rows;
    expect(row).toMatchObject({ discarded: 1, goal: '0.8 of fio', isReached: true });
    expect(row?.ofFio?.min).toBeCloseTo(49_000 / 59_500);
    expect(row?.ofFio?.max).toBeCloseTo(50_000 / 59_000);
    expect(formatReport(report)).toContain('1 of 3 pairs were discarded');
  });

  test('gives no verdict when every pair was discarded or fio is missing', () => {
    const [drifting] = makeReport(about, [pair(0, 50_000, 60_000, 20_000)]).rows;
    expect(drifting).not.toHaveProperty('isReached');
    const alone: Pair = { workload: 'randread-32', repeat: 0, perSecond: 1, by: 'io_uring, direct' };
    const report = makeReport(about, [alone]);
    expect(report.rows[0]).not.toHaveProperty('isReached');
    expect(formatReport(report)).toContain('nothing to compare with');
  });

  test('judges devices in memory by their own figures', () => {
    const ram = { repeat: 0, by: 'memory' };
    const { rows } = makeReport(about, [
      { ...ram, workload: 'ram-4k', perSecond: 599_999 },
      { ...ram, workload: 'ram-1m', perSecond: 6000 },
    ]);
    expect(rows.map(({ isReached }) => isReached)).toEqual([false, true]);
  });
});

test('parses repeats and quick, and refuses unknown options', () => {
  expect(parseOptions([])).toMatchObject({ repeats: 5, json: false });
  expect(parseOptions(['quick', '--json', '--repeats', '7'])).toMatchObject({ repeats: 7, json: true });
  expect(parseOptions(['--only', 'ram-4k,randread-1'])).toMatchObject({ only: ['randread-1', 'ram-4k'] });
  expect(parseOptions(['--busy-wait-us', '0'])).toMatchObject({ busyWaitUs: 0 });
  expect(() => parseOptions(['--only', 'tape'])).toThrow("no workload is called 'tape'");
  expect(() => parseOptions(['--busy-wait-us', 'long'])).toThrow("--busy-wait-us is 'long'");
  expect(() => parseOptions(['slow'])).toThrow("'slow' is not understood");
  expect(() => parseOptions(['--repeats', 'many'])).toThrow("--repeats is 'many'");
});
