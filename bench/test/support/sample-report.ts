import { makeReport, type About, type Report } from '../../src/report/report.js';
import { rows } from '../../src/rows/index.js';
import type { Sample } from '../../src/suite.js';
import { trials } from '../../src/trials/index.js';

export const about: About = {
  machine: {
    cpu: 'A CPU',
    cores: 2,
    memoryGiB: 24,
    os: 'linux 6 x64',
    node: 'v20.20.2',
    date: '2026-01-01T00:00:00.000Z',
    loadAverage: 0.1,
  },
  repeats: 2,
  trialRepeats: 1,
  settings: { firstWarmUpMs: 1, warmUpMs: 1, durationMs: 2, shortRests: 1, longRests: 1, starts: 1 },
  contenders: [
    { id: 'chimaera', title: 'Chimaera', setup: 'a daemon', version: '0.1.0' },
    { id: 'piscina', title: 'piscina', setup: 'a thread', version: '5.3.2' },
  ],
  skipped: [{ id: 'redis', title: 'Redis', reason: 'redis-server is not on the PATH' }],
};

/** One sample of a contender. */
export function sampleOf(contender: string, p50Us: number, perSecond: number, pingNs = 128): Sample {
  const readings = { oneInFlight: { p50Us, p99Us: p50Us * 2 }, inFlight64: { perSecond } };
  return { contender, repeat: 0, pingPongNs: { before: pingNs, after: pingNs + 2 }, readings };
}

/** Two samples of each contender, near and far, and a trial. */
export const samples: readonly Sample[] = [
  sampleOf('chimaera', 0.9, 2_600_000),
  sampleOf('piscina', 90, 100_000),
  sampleOf('chimaera', 1.7, 1_400_000, 330),
  sampleOf('piscina', 110, 90_000, 330),
  {
    contender: 'chimaera',
    trial: 'crowded',
    repeat: 0,
    pingPongNs: { before: 128, after: 330 },
    readings: { crowded: { p50Us: 5, p99Us: 61 } },
  },
];

export function reportOf(taken: readonly Sample[] = samples): Report {
  return makeReport(about, rows, trials, taken);
}
