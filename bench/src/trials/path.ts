import { Client as LoadClient } from '#load';
import { quantile } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { formatPlain } from '../report/format.js';
import type { Metric, Trial } from '../row.js';
import { inputOf, processed } from '../task.js';

/** Enough to make the clock's own share small; few enough that the median of many batches is one without a hiccup. */
const BATCH = 500;

const ns = (id: string, title: string): Metric => ({ id, title, better: 'lower', format: formatPlain });

/** The round trip in parts: the costs without any task, then tasks that differ in one respect each. */
export const path: Trial = {
  id: 'path',
  title: 'where the time goes, ns',
  metrics: [
    ns('clockNs', 'one look at the clock'),
    ns('promiseNs', 'a promise, made, resolved and awaited'),
    ns('stringsNs', 'the strings: 64 bytes written and read, joined, 74 written and read'),
    ns('numbersBlockingNs', 'a task of numbers, blocking'),
    ns('numbersNs', 'a task of numbers, awaited'),
    ns('taskBlockingNs', 'the task with its strings, blocking'),
    ns('taskNs', 'the task with its strings, awaited'),
  ],
  async measure({ warmUpMs, durationMs }) {
    const opened = await openChimaera();
    try {
      const load = new LoadClient(opened.chi);
      await load.create({ poolName: 'load' });
      const { mod } = opened;
      const parts: Readonly<Record<string, () => unknown>> = {
        clockNs: () => performance.now(),
        stringsNs: moveStrings,
        numbersBlockingNs: () => load.addSync({ a: 1, b: 2 }),
        taskBlockingNs: () => mod.customSync({ data: inputOf(1), operationId: 1 }),
      };
      const awaitedParts: Readonly<Record<string, () => Promise<unknown>>> = {
        promiseNs: () => new Promise((resolve) => resolve(undefined)),
        numbersNs: () => load.add({ a: 1, b: 2 }),
        taskNs: () => mod.custom({ data: inputOf(1), operationId: 1 }),
      };
      const reading: Record<string, number> = {};
      for (const [id, part] of Object.entries(parts)) {
        timeBatches(part, warmUpMs);
        reading[id] = timeBatches(part, durationMs / 2);
      }
      for (const [id, part] of Object.entries(awaitedParts)) {
        await timeAwaited(part, warmUpMs);
        reading[id] = await timeAwaited(part, durationMs / 2);
      }
      return reading;
    } finally {
      await opened.close();
    }
  },
};

const memory = Buffer.alloc(128);

/** What both sides together do with the strings of one task, by the fastest means that Node has. */
function moveStrings(): string {
  const sent = memory.write(inputOf(1), 0, 'utf8');
  const taken = memory.toString('utf8', 0, sent);
  const answered = memory.write(processed(taken), 0, 'utf8');
  return memory.toString('utf8', 0, answered);
}

/** Nanoseconds of one execution: the median of batches. */
function timeBatches(part: () => unknown, forMs: number): number {
  const perCallNs: number[] = [];
  const endMs = performance.now() + forMs;
  for (let beganMs = performance.now(); beganMs < endMs;) {
    for (let i = 0; i < BATCH; i++) part();
    const nowMs = performance.now();
    perCallNs.push(((nowMs - beganMs) * 1e6) / BATCH);
    beganMs = nowMs;
  }
  return quantile(
    perCallNs.sort((a, b) => a - b),
    0.5,
  );
}

async function timeAwaited(part: () => Promise<unknown>, forMs: number): Promise<number> {
  const perCallNs: number[] = [];
  const endMs = performance.now() + forMs;
  for (let beganMs = performance.now(); beganMs < endMs;) {
    for (let i = 0; i < BATCH; i++) await part();
    const nowMs = performance.now();
    perCallNs.push(((nowMs - beganMs) * 1e6) / BATCH);
    beganMs = nowMs;
  }
  return quantile(
    perCallNs.sort((a, b) => a - b),
    0.5,
  );
}
