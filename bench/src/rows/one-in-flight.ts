import { measureLatency } from '../measure.js';
import { formatUs } from '../report/format.js';
import type { Row } from '../row.js';

/** The round trip: how long a caller waits for one answer. */
export const oneInFlight: Row = {
  id: 'oneInFlight',
  title: 'one in flight, awaited',
  metrics: [
    { id: 'p50Us', title: 'p50 µs', better: 'lower', format: formatUs },
    { id: 'p99Us', title: 'p99 µs', better: 'lower', format: formatUs },
  ],
  async measure(session, { firstWarmUpMs, durationMs }) {
    await measureLatency(session, firstWarmUpMs);
    return { ...(await measureLatency(session, durationMs)) };
  },
};
