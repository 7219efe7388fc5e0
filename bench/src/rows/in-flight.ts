import { measureThroughput } from '../measure.js';
import { formatPerSecond } from '../report/format.js';
import type { Row } from '../row.js';

/** The throughput when there is always something to do. */
export const inFlight64 = inFlight(64);
/** The same when there is plenty to do. */
export const inFlight1024 = inFlight(1024);

function inFlight(depth: number): Row {
  return {
    id: `inFlight${depth}`,
    title: `${depth} in flight, awaited`,
    metrics: [{ id: 'perSecond', title: 'tasks/s', better: 'higher', format: formatPerSecond }],
    async measure(session, { warmUpMs, durationMs }) {
      await measureThroughput(session, depth, warmUpMs);
      return { perSecond: await measureThroughput(session, depth, durationMs) };
    },
  };
}
