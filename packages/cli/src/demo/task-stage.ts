import { PoolId, type Connection } from '@chimaera/core';
import { Client, type CustomResult } from '@chimaera/mod-name';
import type { Progress, Step } from './progress.js';
import type { TasksResult } from './result.js';

const DATA = 'sixty-four bytes of text, as many as the benchmarks send, all in'.padEnd(64, '.');
const EXPECTED = `${DATA}_processed`;

/**
 * Share of each kind of task that runs before the clock counts, so that V8 has compiled the code: compiling is not the
 * system's speed.
 */
const WARM_UP_SHARE = 0.25;

export interface TaskStageOptions {
  readonly chi: Connection;
  readonly progress: Progress;
  /** Tasks awaited one by one. */
  readonly roundTrips: number;
  /** Tasks sent by concurrent loops, and how many loops. */
  readonly concurrent: number;
  readonly loops: number;
}

/** Sends `custom` tasks one by one, then from many loops at once, and checks every answer. */
export async function runTaskStage(options: TaskStageOptions): Promise<TasksResult> {
  const mod = new Client(options.chi, PoolId.null);
  await mod.create({ poolName: 'demo-tasks' });
  const roundTripUs = await measureRoundTrips(mod, options);
  const perSecond = await measureThroughput(mod, options);
  return { roundTripUs, perSecond };
}

/** A round trip lasts from one clock reading to the next, so each includes the reading, about 70 ns. */
async function measureRoundTrips(
  mod: Client,
  { roundTrips, progress }: TaskStageOptions,
): Promise<TasksResult['roundTripUs']> {
  const warmUp = Math.round(roundTrips * WARM_UP_SHARE);
  await sendOneByOne(mod, warmUp, progress.begin('warming up', warmUp, 'tasks'));
  const step = progress.begin('tasks, awaited one by one', roundTrips, 'tasks');
  const timesUs = await sendOneByOne(mod, roundTrips, step);
  timesUs.sort();
  return { p50: quantileUs(timesUs, 0.5), p99: quantileUs(timesUs, 0.99) };
}

async function sendOneByOne(mod: Client, tasks: number, step: Step): Promise<Float64Array> {
  const timesUs = new Float64Array(tasks);
  let lastMs = performance.now();
  for (let operationId = 0; operationId < tasks; operationId++) {
    check(await mod.custom({ data: DATA, operationId }));
    const nowMs = performance.now();
    timesUs[operationId] = (nowMs - lastMs) * 1000;
    lastMs = nowMs;
    step.advance(1);
  }
  return timesUs;
}

async function measureThroughput(
  mod: Client,
  { concurrent, loops, progress }: TaskStageOptions,
): Promise<number> {
  const warmUp = Math.round(concurrent * WARM_UP_SHARE);
  await sendFromLoops(mod, warmUp, loops, progress.begin('warming up', warmUp, 'tasks'));
  const step = progress.begin(`tasks from ${loops} concurrent loops`, concurrent, 'tasks');
  const beganMs = performance.now();
  await sendFromLoops(mod, concurrent, loops, step);
  return Math.round((concurrent * 1000) / (performance.now() - beganMs));
}

async function sendFromLoops(mod: Client, tasks: number, loops: number, step: Step): Promise<void> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < tasks) {
      check(await mod.custom({ data: DATA, operationId: next++ }));
      step.advance(1);
    }
  };
  await Promise.all(Array.from({ length: loops }, loop));
}

function check({ data }: CustomResult): void {
  if (data !== EXPECTED) throw new Error(`a task was answered with '${data}' instead of '${EXPECTED}'`);
}

function quantileUs(sorted: Float64Array, q: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]! * 1000) / 1000;
}
