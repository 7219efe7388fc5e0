import { startBenchRuntime } from '../bench-runtime.js';
import { ClientProcess } from '../programs/client-process.js';
import { formatPercent, formatPerSecond } from '../report/format.js';
import type { Metric, Trial } from '../row.js';

const COUNTS = [1, 2, 4] as const;
/** Factor to other rows' duration, because the clients do not begin and end at quite the same moment. */
const LONGER = 2;
const total = (clients: number): Metric => ({
  id: `clients${clients}PerSecond`,
  title: `${clients} client${clients > 1 ? 's' : ''}, tasks/s together`,
  better: 'higher',
  format: formatPerSecond,
});
const share = (clients: number): Metric => ({
  id: `clients${clients}OfOne`,
  title: `${clients} clients, of one client's`,
  better: 'higher',
  format: formatPercent,
});

/**
 * Client processes that all keep 64 tasks in flight at one worker: do they hinder each other? The more of them share
 * the cores, the longer each needs to be compiled.
 */
export const clients: Trial = {
  id: 'clients',
  title: 'client processes, 64 in flight each',
  metrics: [...COUNTS.map(total), share(2), share(4)],
  async measure({ durationMs, firstWarmUpMs }) {
    const runtime = await startBenchRuntime({ workers: 1 });
    try {
      const sums: number[] = [];
      for (const count of COUNTS)
        sums.push(await measureTogether(runtime.dir, count, count * firstWarmUpMs, LONGER * durationMs));
      const [one, two, four] = sums as [number, number, number];
      return {
        clients1PerSecond: one,
        clients2PerSecond: two,
        clients4PerSecond: four,
        clients2OfOne: two / one,
        clients4OfOne: four / one,
      };
    } finally {
      await runtime.stop();
    }
  },
};

async function measureTogether(
  dir: string,
  count: number,
  warmUpMs: number,
  durationMs: number,
): Promise<number> {
  const order = { kind: 'busy', dir, warmUpMs, durationMs } as const;
  const processes = Array.from({ length: count }, () => new ClientProcess(order));
  try {
    await Promise.all(processes.map((client) => client.ready()));
    const figures = await Promise.all(processes.map((client) => client.go()));
    return figures.reduce((sum, perSecond) => sum + perSecond, 0);
  } finally {
    await Promise.all(processes.map((client) => client.stop()));
  }
}
