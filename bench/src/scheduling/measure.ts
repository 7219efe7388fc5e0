import { Client as LoadClient, type Step } from '#load';
import { quantile } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { costs } from './costs.js';
import type { SchedulingOptions } from './options.js';

/** Enough to make the clock's own share small; few enough that the median of many batches is one without a hiccup. */
const BATCH = 500;
const settled = Promise.resolve();
/** The two that are compared take turns this often within a repeat, and alternate in going first. */
const TURNS = 15;

/** By the cost's id. */
export type Reading = Readonly<Record<string, number>>;

/** One repeat: a daemon with one worker, and a client of it. Nanoseconds, and the ratio. */
export async function measureOnce({ warmUpMs, durationMs }: SchedulingOptions): Promise<Reading> {
  const opened = await openChimaera();
  try {
    const [plain, hashed] = [new LoadClient(opened.chi), new LoadClient(opened.chi)];
    await plain.create({ poolName: 'plain' });
    await hashed.create({ poolName: 'hashed', params: { hashedLanes: true } });
    const reading: Record<string, number> = {
      nodeAwaitNs: await awaitNs(durationMs),
      ...(await compareLanes(plain, hashed, warmUpMs, durationMs)),
    };
    for (const { id, step } of costs) {
      if (step === undefined) continue;
      await stepsNs(plain, step, warmUpMs);
      reading[id] = medianOf(await stepsNs(plain, step, durationMs));
    }
    return reading;
  } finally {
    await opened.close();
  }
}

/** Each turn is a pair, and the result is the median of the pairs' ratios: disturbances in a few turns do not count. */
async function compareLanes(
  plain: LoadClient,
  hashed: LoadClient,
  warmUpMs: number,
  durationMs: number,
): Promise<Reading> {
  for (const load of [plain, hashed]) await roundTripNs(load, warmUpMs);
  const [plainNs, ratios]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const order = turn % 2 === 0 ? [plain, hashed] : [hashed, plain];
    const times = new Map<LoadClient, number>();
    for (const load of order) times.set(load, await roundTripNs(load, durationMs / TURNS));
    plainNs.push(times.get(plain)!);
    ratios.push(times.get(hashed)! / times.get(plain)!);
  }
  return { roundTripNs: medianOf(plainNs), hashedRatio: medianOf(ratios) };
}

async function roundTripNs(load: LoadClient, forMs: number): Promise<number> {
  const times = await timed(forMs, async () => {
    for (let i = 0; i < BATCH; i++) {
      const { sum } = await load.add({ a: i, b: 2 });
      if (sum !== i + 2) throw new Error(`${i} + 2 came back as ${sum}`);
    }
  });
  return medianOf(times);
}

/** An `await` outside any task: what Node itself needs for it. */
async function awaitNs(forMs: number): Promise<number> {
  const once = async (): Promise<void> => {
    for (let i = 0; i < BATCH; i++) await settled;
  };
  await timed(forMs, once);
  return medianOf(await timed(forMs, once));
}

/** The time of each, as the average of a batch. */
async function timed(forMs: number, batch: () => Promise<void>): Promise<number[]> {
  const timesNs: number[] = [];
  const endMs = performance.now() + forMs;
  for (let beganMs = performance.now(); beganMs < endMs;) {
    await batch();
    const nowMs = performance.now();
    timesNs.push(((nowMs - beganMs) * 1e6) / BATCH);
    beganMs = nowMs;
  }
  return timesNs;
}

/** The worker times its batches itself. */
async function stepsNs(load: LoadClient, step: Step, forMs: number): Promise<number[]> {
  const timesNs: number[] = [];
  for (const endMs = performance.now() + forMs; performance.now() < endMs;)
    timesNs.push((await load.repeat({ step, times: BATCH })).stepNs);
  return timesNs;
}

function medianOf(values: number[]): number {
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}
