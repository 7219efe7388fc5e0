import { formatPerSecond } from '../format.js';
import { measureThroughput } from '../measure.js';
import type { Row } from '../row.js';

const DEPTH = 64;

/** What gets through when there is always something to do. */
export const inFlight64: Row = {
  id: 'inFlight64',
  title: `${DEPTH} in flight`,
  metrics: [{ id: 'perSecond', title: 'tasks/s', better: 'higher', format: formatPerSecond }],
  async measure(session, { warmUpMs, durationMs }) {
    await measureThroughput(session, DEPTH, warmUpMs);
    return { perSecond: await measureThroughput(session, DEPTH, durationMs) };
  },
};
