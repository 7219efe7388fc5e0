import { measureBlocking } from '../measure.js';
import { formatUs } from '../report/format.js';
import type { Row } from '../row.js';

/** The round trip of a call that blocks its thread. */
export const blocking: Row = {
  id: 'blocking',
  title: 'one in flight, blocking',
  metrics: [
    { id: 'p50Us', title: 'p50 µs', better: 'lower', format: formatUs },
    { id: 'p99Us', title: 'p99 µs', better: 'lower', format: formatUs },
  ],
  supports: ({ callSync }) => callSync !== undefined,
  async measure({ callSync }, { warmUpMs, durationMs }) {
    const session = { callSync: callSync! };
    measureBlocking(session, warmUpMs);
    return { ...measureBlocking(session, durationMs) };
  },
};
