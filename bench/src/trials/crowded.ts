import { availableParallelism } from 'node:os';
import { type Latency, measureLatency } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { formatUs } from '../report/format.js';
import type { Metric, RowSettings, Trial } from '../row.js';

const CORES = availableParallelism();
const WORKERS = 2 * CORES;

const latency = (id: string, title: string): Metric => ({ id, title, better: 'lower', format: formatUs });

/**
 * More workers than cores, and one task at a time: for a pool as it is by default, with one container on one of them,
 * and for a pool with a container on each, to which tasks go in turn.
 */
export const crowded: Trial = {
  id: 'crowded',
  title: `one in flight, ${WORKERS} workers on ${CORES} cores`,
  metrics: [
    latency('p50Us', 'one container, p50 µs'),
    latency('p99Us', 'one container, p99 µs'),
    latency('inTurnP50Us', 'a container on each, p50 µs'),
    latency('inTurnP99Us', 'a container on each, p99 µs'),
  ],
  async measure(settings) {
    const one = await measureWith(1, settings);
    const inTurn = await measureWith(WORKERS, settings);
    return { ...one, inTurnP50Us: inTurn.p50Us, inTurnP99Us: inTurn.p99Us };
  },
};

/** Every worker that is used has to be compiled, and the number of cores stays the same. */
async function measureWith(containers: number, { firstWarmUpMs, durationMs }: RowSettings): Promise<Latency> {
  const opened = await openChimaera({ workers: WORKERS }, containers);
  try {
    await measureLatency(opened, containers * firstWarmUpMs);
    return await measureLatency(opened, durationMs);
  } finally {
    await opened.close();
  }
}
