import type { Session, TaskHandle } from './contender.js';
import { checkOutput, inputOf } from './task.js';

/** Keeps operation ids small integers. */
const OPERATION_IDS = 2 ** 20;
const MAX_SAMPLES = 1_000_000;
/** Reading the clock costs about 70 ns, so loops that need no latencies look at it rarely. */
const CALLS_PER_CLOCK = 16;

export interface Latency {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** One task at a time, each awaited. A round trip lasts from one clock reading to the next, including the check. */
export async function measureLatency(session: Pick<Session, 'call'>, durationMs: number): Promise<Latency> {
  const timesUs = new Float64Array(MAX_SAMPLES);
  let count = 0;
  let lastMs = performance.now();
  const endMs = lastMs + durationMs;
  while (lastMs < endMs && count < MAX_SAMPLES) {
    const operationId = count % OPERATION_IDS;
    checkOutput(operationId, await session.call(operationId, inputOf(operationId)));
    const nowMs = performance.now();
    timesUs[count++] = (nowMs - lastMs) * 1000;
    lastMs = nowMs;
  }
  return latencyOf(timesUs.subarray(0, count));
}

/** The same with blocking calls. Timers get no turn meanwhile. */
export function measureBlocking(session: Required<Pick<Session, 'callSync'>>, durationMs: number): Latency {
  const timesUs = new Float64Array(MAX_SAMPLES);
  let count = 0;
  let lastMs = performance.now();
  const endMs = lastMs + durationMs;
  while (lastMs < endMs && count < MAX_SAMPLES) {
    const operationId = count % OPERATION_IDS;
    checkOutput(operationId, session.callSync(operationId, inputOf(operationId)));
    const nowMs = performance.now();
    timesUs[count++] = (nowMs - lastMs) * 1000;
    lastMs = nowMs;
  }
  return latencyOf(timesUs.subarray(0, count));
}

/** Tasks per second of `depth` loops that each await one task after the other. */
export async function measureThroughput(
  session: Pick<Session, 'call'>,
  depth: number,
  durationMs: number,
): Promise<number> {
  let count = 0;
  let over = false;
  const beganMs = performance.now();
  const endMs = beganMs + durationMs;
  const loop = async (): Promise<void> => {
    while (!over) {
      const operationId = count++ % OPERATION_IDS;
      checkOutput(operationId, await session.call(operationId, inputOf(operationId)));
      if (count % CALLS_PER_CLOCK === 0 && performance.now() > endMs) over = true;
    }
  };
  await Promise.all(Array.from({ length: depth }, loop));
  return (count * 1000) / (performance.now() - beganMs);
}

/**
 * Tasks per second of one loop that keeps `depth` handles under way and reads answers in place. It waits for the handle
 * in the middle of those under way, not for the oldest, so that one wait lets many go on.
 */
export async function measureHandles(
  session: Required<Pick<Session, 'submit'>>,
  depth: number,
  durationMs: number,
): Promise<number> {
  const handles: TaskHandle[] = [];
  for (let id = 0; id < depth; id++) handles.push(session.submit(id, inputOf(id)));
  let count = 0;
  const beganMs = performance.now();
  const endMs = beganMs + durationMs;
  for (let nowMs = beganMs; nowMs < endMs;) {
    const slot = count % depth;
    if (!handles[slot]!.isComplete) await handles[(slot + (depth >> 1)) % depth]!.wait();
    if (!handles[slot]!.isComplete) await handles[slot]!.wait();
    checkOutput(count % OPERATION_IDS, handles[slot]!);
    handles[slot]!.dispose();
    const next = (count + depth) % OPERATION_IDS;
    handles[slot] = session.submit(next, inputOf(next));
    if (++count % CALLS_PER_CLOCK === 0) nowMs = performance.now();
  }
  const perSecond = (count * 1000) / (performance.now() - beganMs);
  for (const handle of handles) {
    await handle.wait();
    handle.dispose();
  }
  return perSecond;
}

function latencyOf(timesUs: Float64Array): Latency {
  const sorted = timesUs.sort();
  return { p50Us: quantile(sorted, 0.5), p99Us: quantile(sorted, 0.99) };
}

/** The value below which the share `q` of a sorted list lies. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}
