import { availableParallelism } from 'node:os';
import { formatUs } from '../format.js';
import { measureLatency } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import type { Trial } from '../row.js';

const WORKERS = 2 * availableParallelism();

/** More workers than cores, each with a container of the pool; tasks go to them in turn, one at a time. */
export const crowded: Trial = {
  id: 'crowded',
  title: `one in flight, ${WORKERS} workers on ${WORKERS / 2} cores`,
  metrics: [
    { id: 'p50Us', title: 'p50 µs', better: 'lower', format: formatUs },
    { id: 'p99Us', title: 'p99 µs', better: 'lower', format: formatUs },
  ],
  async measure({ firstWarmUpMs, durationMs }) {
    const opened = await openChimaera({ workers: WORKERS }, WORKERS);
    try {
      await measureLatency(opened, firstWarmUpMs);
      return { ...(await measureLatency(opened, durationMs)) };
    } finally {
      await opened.close();
    }
  },
};
