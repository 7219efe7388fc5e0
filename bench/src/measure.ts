import type { Session } from './contender.js';
import { checkOutput, inputOf } from './task.js';

/** Operation ids stay small integers. */
const OPERATION_IDS = 2 ** 20;
const MAX_SAMPLES = 1_000_000;
/** Reading the clock costs about 70 ns, so loops that need no latencies look at it rarely. */
const CALLS_PER_CLOCK = 16;

export interface Latency {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** One task at a time, each awaited. A round trip reaches from one clock reading to the next, the check included. */
export async function measureLatency(session: Session, durationMs: number): Promise<Latency> {
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
  const sorted = timesUs.subarray(0, count).sort();
  return { p50Us: quantile(sorted, 0.5), p99Us: quantile(sorted, 0.99) };
}

/** Tasks per second of `depth` loops that each await one task after the other. */
export async function measureThroughput(
  session: Session,
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

/** The value below which the share `q` of a sorted list lies. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}
