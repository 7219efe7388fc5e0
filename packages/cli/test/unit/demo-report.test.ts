import { describe, expect, test } from '@jest/globals';
import { formatResult } from '../../src/demo/report.js';
import { isIntact, type DemoResult } from '../../src/demo/result.js';

const result: DemoResult = {
  file: {
    path: '/usr/bin/node',
    bytes: 98_932_688,
    sha256: '6295',
    fileDevice: { ok: true, writeMBps: 1436, readMBps: 4967 },
    ramDevice: { ok: true, writeMBps: 998, readMBps: 6487 },
  },
  tasks: { roundTripUs: { p50: 0.854, p99: 1.9 }, perSecond: 2_310_000 },
  pingPongNs: 128,
};
const options = { colours: false, roundTrips: 200_000, concurrent: 1_000_000, loops: 64 };

describe('formatResult', () => {
  test('is a small table', () => {
    const text = formatResult(result, options);
    expect(text).toContain('node  98,932,688 bytes  sha256 6295');
    expect(text).toMatch(/file device +1,436 MB\/s +4,967 MB\/s +equal/);
    expect(text).toMatch(/RAM device +998 MB\/s +6,487 MB\/s +equal/);
    expect(text).toMatch(/round trip +p50 0\.85 µs {2}p99 1\.90 µs +200,000 tasks/);
    expect(text).toMatch(/throughput +2\.31 million tasks\/s +1,000,000 tasks from 64 await loops/);
    expect(text).toMatch(/ping-pong +128 ns/);
    expect(text).not.toContain('\x1b');
    expect(text.split('\n').every((line) => line.length <= 110)).toBe(true);
  });

  test('reports a digest that differs', () => {
    const broken = {
      ...result,
      file: { ...result.file, ramDevice: { ok: false, writeMBps: 1, readMBps: 1 } },
    };
    expect(isIntact(broken)).toBe(false);
    expect(formatResult(broken, options)).toMatch(
      /RAM device .*DIFFERENT[^]*read back is not what was stored/,
    );
    expect(isIntact(result)).toBe(true);
  });
});
