import type { Machine } from '../machine.js';
import { formatTable } from '../report/format.js';
import { type Spread, spreadOf } from '../report/spread.js';
import { type Cost, costs } from './costs.js';
import type { Reading } from './measure.js';

export interface Line extends Omit<Cost, 'step'> {
  readonly spread: Spread;
  /** Whether the median is within the goal. */
  readonly isReached?: boolean;
}

export interface Report {
  readonly machine: Machine;
  readonly repeats: number;
  readonly lines: readonly Line[];
}

export function makeReport(machine: Machine, readings: readonly Reading[]): Report {
  const lines = costs.map(({ id, title, unit, atMost }): Line => {
    const spread = spreadOf(readings.map((reading) => reading[id]!));
    const goal = atMost === undefined ? {} : { atMost, isReached: spread.median <= atMost };
    return { id, title, unit, spread, ...goal };
  });
  return { machine, repeats: readings.length, lines };
}

export function formatReport({ machine, repeats, lines }: Report): string {
  const { cpu, cores, os, node, loadAverage } = machine;
  const table = lines.map(({ title, unit, spread, atMost, isReached }) => {
    const format = (value: number): string => (unit === 'ratio' ? value.toFixed(3) : value.toFixed(0));
    const goal = atMost === undefined ? [] : [String(atMost), isReached === true ? 'yes' : 'no'];
    return [title, format(spread.median), `(${format(spread.min)}–${format(spread.max)})`, ...goal];
  });
  return [
    `${repeats} repeats, each with a daemon of its own with one worker; medians, ns unless it is a ratio`,
    `${cpu}, ${cores} cores, ${os}, Node ${node}, load ${loadAverage}`,
    '',
    formatTable([['', 'median', '(min–max)', 'at most', 'reached'], ...table]),
  ].join('\n');
}
