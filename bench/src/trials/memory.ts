import { Client as LoadClient } from '#load';
import { quantile } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { privateMegabytes } from '../process-figures.js';
import { formatPlain } from '../report/format.js';
import type { Metric, Trial } from '../row.js';
import { checkOutput, inputOf } from '../task.js';

/**
 * Few enough that most stretches lie between two collections, many enough that reading the heap's size hardly counts.
 */
const STRETCH = 10_000;
const STRETCHES = 60;
/** Limit for each figure, so that a bad moment of the machine does not take for ever. */
const MAX_MS = 4000;
const WARM_UP = 100_000;

const bytes = (id: string, title: string): Metric => ({ id, title, better: 'lower', format: formatPlain });

/** What tasks leave behind for the garbage collector, and what a runtime holds. */
export const memory: Trial = {
  id: 'memory',
  title: 'memory',
  metrics: [
    bytes('clientBytesPerCall', 'client: bytes per awaited call'),
    bytes('runtimeBytesPerNumbersTask', 'runtime: garbage per task of numbers, bytes'),
    bytes('runtimeBytesPerTask', 'runtime: garbage per task with the string, bytes'),
    bytes('runtimeFreshMegabytes', 'runtime, fresh: MB without shared memory'),
    bytes('runtimeMegabytes', 'runtime, after all these tasks: MB without shared memory'),
  ],
  async measure() {
    const opened = await openChimaera();
    try {
      const load = new LoadClient(opened.chi);
      await load.create({ poolName: 'load' });
      const runtimeFreshMegabytes = privateMegabytes(opened.runtime.pid);
      const numbers = async (i: number): Promise<void> => {
        if ((await load.add({ a: i, b: 1 })).sum !== i + 1) throw new Error('a sum is wrong');
      };
      const text = async (i: number): Promise<void> => checkOutput(i, await opened.call(i, inputOf(i)));
      const ownHeap = (): number => process.memoryUsage().heapUsed;
      const runtimeHeap = async (): Promise<number> => (await load.heap({})).usedBytes;
      for (let i = 0; i < WARM_UP; i++) {
        await numbers(i);
        await text(i);
      }
      return {
        clientBytesPerCall: await growth((i) => opened.call(i, inputOf(i)), ownHeap),
        runtimeBytesPerNumbersTask: await growth(numbers, runtimeHeap),
        runtimeBytesPerTask: await growth(text, runtimeHeap),
        runtimeFreshMegabytes,
        runtimeMegabytes: privateMegabytes(opened.runtime.pid),
      };
    } finally {
      await opened.close();
    }
  },
};

/** Bytes by which a heap grows per task: the median of stretches, leaving out those with a collection. */
async function growth(
  task: (i: number) => Promise<unknown>,
  heap: () => number | Promise<number>,
): Promise<number> {
  const perTask: number[] = [];
  const endMs = performance.now() + MAX_MS;
  for (let stretch = 0; stretch < STRETCHES && performance.now() < endMs; stretch++) {
    const before = await heap();
    for (let i = 0; i < STRETCH; i++) await task(i);
    const grown = (await heap()) - before;
    if (grown >= 0) perTask.push(grown / STRETCH);
  }
  return quantile(
    perTask.sort((a, b) => a - b),
    0.5,
  );
}
