import { describe, expect, test } from '@jest/globals';
import { formatReport, makeReport, type ContenderInfo } from '../../src/report.js';
import { rows } from '../../src/rows/index.js';
import type { Sample } from '../../src/suite.js';

const machine = {
  cpu: 'A CPU',
  cores: 2,
  memoryGiB: 24,
  os: 'linux 6 x64',
  node: 'v20.20.2',
  date: '2026-01-01T00:00:00.000Z',
  loadAverage: 0.1,
};
const contenders: ContenderInfo[] = [
  { id: 'chimaera', title: 'Chimaera', setup: 'a daemon', version: '0.1.0' },
  { id: 'piscina', title: 'piscina', setup: 'a thread', version: '5.3.2' },
];
const about = { machine, repeats: 1, settings: { warmUpMs: 1, durationMs: 1 }, contenders };

function sample(contender: string, p50Us: number, perSecond: number): Sample {
  const readings = { oneInFlight: { p50Us, p99Us: p50Us * 2 }, inFlight64: { perSecond } };
  return { contender, repeat: 0, pingPongNs: { before: 128, after: 130 }, readings };
}

describe('the report', () => {
  const samples = [sample('chimaera', 0.9, 2_500_000), sample('piscina', 90, 100_000)];
  const text = formatReport(makeReport(about, rows, samples), rows);

  test('says where and when', () => {
    expect(text).toContain('A CPU, 2 cores, 24 GiB; linux 6 x64; Node v20.20.2; 2026-01-01');
    expect(text).toContain('ping-pong 129 ns there and back (128–130)');
    expect(text).toContain('piscina 5.3.2: a thread');
  });

  test('has a table per row with the comparison', () => {
    expect(text).toMatch(/one in flight +p50 µs/);
    expect(text).toMatch(/piscina +90\.0 +\(90\.0–90\.0\) +100× +180 +\(180–180\) +100×/);
    expect(text).toMatch(/piscina +100 k +\(100 k–100 k\) +25×/);
  });

  test('names what failed and leaves its row out', () => {
    const failed: Sample = {
      contender: 'piscina',
      repeat: 0,
      pingPongNs: { before: 1, after: 1 },
      error: 'it broke',
    };
    const broken = formatReport(makeReport(about, rows, [samples[0]!, failed]), rows);
    expect(broken).toContain('piscina failed: it broke');
    expect(broken).not.toMatch(/^piscina .*\d$/m);
  });
});
