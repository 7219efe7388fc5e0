import { setTimeout as sleep } from 'node:timers/promises';
import { timeFirstTask } from '../first-task.js';
import { quantile } from '../measure.js';
import { formatUs } from '../report/format.js';
import type { Row } from '../row.js';

const REST_MS = 100;

/** How long the first caller waits after a rest, when both sides are asleep. */
export const firstTask: Row = {
  id: 'firstTask',
  title: `first task after ${REST_MS} ms`,
  metrics: [{ id: 'p50Us', title: 'p50 µs', better: 'lower', format: formatUs }],
  async measure(session, { shortRests }) {
    const timesUs: number[] = [];
    for (let rest = 0; rest < shortRests; rest++) {
      await sleep(REST_MS);
      timesUs.push(await timeFirstTask(session));
    }
    return {
      p50Us: quantile(
        timesUs.sort((a, b) => a - b),
        0.5,
      ),
    };
  },
};
