import { drawBarChart, type Bar } from './bar-chart.js';
import { formatPerSecond, formatUs } from './format.js';
import type { Report } from './report.js';

/** A picture of a report. */
export interface Chart {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

interface Plan {
  readonly file: string;
  readonly title: string;
  readonly row: string;
  readonly metric: string;
  readonly better: 'lower' | 'higher';
  readonly format: (value: number) => string;
  /** The label of a power of ten on the axis. */
  readonly formatTick: (value: number) => string;
}

const plans: readonly Plan[] = [
  {
    file: 'round-trip.svg',
    title: 'Round trip of one task, awaited (median)',
    row: 'oneInFlight',
    metric: 'p50Us',
    better: 'lower',
    format: (us) => `${formatUs(us)} µs`,
    formatTick: (us) => (us < 1000 ? `${us} µs` : us < 1e6 ? `${us / 1000} ms` : `${us / 1e6} s`),
  },
  {
    file: 'throughput.svg',
    title: 'Tasks per second, 64 in flight, awaited',
    row: 'inFlight64',
    metric: 'perSecond',
    better: 'higher',
    format: (perSecond) => `${formatPerSecond(perSecond)}/s`,
    formatTick: (perSecond) => `${formatPerSecond(perSecond).replace(/\.0+/, '')}/s`,
  },
];

/** The charts for which this run has figures, the best contender at the top. */
export function chartsOf(report: Report): Chart[] {
  return plans.flatMap((plan) => {
    const bars = barsOf(report, plan);
    if (bars.length === 0) return [];
    const { file, title, better, formatTick } = plan;
    const caption = `${better} is better; logarithmic; medians of ${report.repeats} interleaved repeats, lines from min to max`;
    return [{ file, title, svg: drawBarChart({ title, caption, bars, formatTick }) }];
  });
}

function barsOf({ contenders, figures }: Report, { row, metric, better, format }: Plan): Bar[] {
  const bars = contenders.flatMap(({ id, title }, index) => {
    const spread = figures.find((entry) => entry.row === row && entry.contender === id)?.metrics[metric];
    if (spread === undefined) return [];
    const { median: value, min, max } = spread;
    return [{ label: title, value, min, max, text: format(value), isOwn: index === 0 }];
  });
  return bars.sort((a, b) => (better === 'lower' ? a.value - b.value : b.value - a.value));
}
