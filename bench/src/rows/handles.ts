import { measureHandles } from '../measure.js';
import { formatPerSecond } from '../report/format.js';
import type { Row } from '../row.js';

/** The same with handles, which need no promise each. */
export const handles64 = handles(64);
export const handles1024 = handles(1024);

function handles(depth: number): Row {
  return {
    id: `handles${depth}`,
    title: `${depth} in flight, by handles`,
    metrics: [{ id: 'perSecond', title: 'tasks/s', better: 'higher', format: formatPerSecond }],
    supports: ({ submit }) => submit !== undefined,
    async measure({ submit }, { warmUpMs, durationMs }) {
      const session = { submit: submit! };
      await measureHandles(session, depth, warmUpMs);
      return { perSecond: await measureHandles(session, depth, durationMs) };
    },
  };
}
