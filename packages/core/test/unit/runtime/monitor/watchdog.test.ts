import { beforeEach, describe, expect, test } from '@jest/globals';
import { Watchdog } from '../../../../src/runtime/monitor/watchdog.js';
import type { PulseReading } from '../../../../src/worker/state/pulse.js';

const WATCHDOG_MS = 1000;

describe('the watchdog', () => {
  let pulses: PulseReading[];
  let warnings: string[];
  let watchdog: Watchdog;

  beforeEach(() => {
    pulses = [
      { beats: 7, task: 0, serial: 3 },
      { beats: 9, task: 4096, serial: 5 },
    ];
    warnings = [];
    watchdog = new Watchdog({
      workers: 2,
      watchdogMs: WATCHDOG_MS,
      pulse: (worker) => pulses[worker],
      describe: (task) => `the task at ${task}`,
      warn: (message) => warnings.push(message),
    });
  });

  /** Looks every quarter of a second up to that time. */
  function lookUntil(endMs: number, beginMs = 0): void {
    for (let nowMs = beginMs; nowMs <= endMs; nowMs += 250) watchdog.look(nowMs);
  }

  test('names a task that stays on the stack for the time allowed, and its worker', () => {
    lookUntil(750);
    expect(warnings).toEqual([]);
    lookUntil(1000, 1000);
    expect(warnings).toEqual([
      'watchdog: the task at 4096 has not returned for 1000 ms; it blocks worker 1, where nothing else can run meanwhile',
    ]);
  });

  test('repeats itself only when the time has doubled', () => {
    pulses[0] = { beats: 0, task: 0, serial: 0 };
    lookUntil(8000);
    expect(warnings.map((text) => / (\d+) ms/.exec(text)![1])).toEqual(['1000', '2000', '4000', '8000']);
  });

  test.each<[string, Partial<PulseReading>]>([
    ['another task in the same block', { serial: 6 }],
    ['a turn of the event loop', { beats: 10 }],
  ])('%s restarts the time', (_name, change) => {
    lookUntil(750);
    pulses[1] = { ...pulses[1], ...change };
    lookUntil(1500, 1000);
    expect(warnings).toEqual([]);
    lookUntil(2000, 1750);
    expect(warnings).toHaveLength(1);
  });

  test('an idle worker beats once a second and is never named', () => {
    pulses.length = 1;
    pulses[1] = { beats: 0, task: 0, serial: 0 };
    for (let nowMs = 0; nowMs < 60_000; nowMs += 250) {
      if (nowMs % 1250 === 0) pulses[0] = { ...pulses[0], beats: pulses[0].beats + 1 };
      watchdog.look(nowMs);
    }
    expect(warnings).toEqual([]);
  });

  test('does not count time in which the whole process was stopped', () => {
    pulses[0] = { beats: 0, task: 0, serial: 0 };
    lookUntil(500);
    watchdog.look(60_000); // SIGCONT
    expect(warnings).toEqual([]);
    lookUntil(60_250, 60_250);
    expect(warnings.map((text) => / (\d+) ms/.exec(text)![1])).toEqual(['1000']);
  });

  test('reports code outside any task when the worker stops beating', () => {
    pulses[1] = { beats: 0, task: 0, serial: 0 };
    lookUntil(3000);
    expect(warnings).toEqual([expect.stringMatching(/after an await.*3000 ms; it blocks worker 0/)]);
  });
});
