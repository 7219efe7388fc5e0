import { measureThroughput, quantile } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { formatPlain } from '../report/format.js';
import type { Metric, Trial } from '../row.js';

const TIMER_MS = 5;
const LOOPS = 64;
/** Factor to other rows' duration, because one tick in 5 ms is not many. */
const LONGER = 4;

const late = (id: string, title: string): Metric => ({ id, title, better: 'lower', format: formatPlain });

/** Whether a program that always waits for tasks still gets its timers. */
export const timers: Trial = {
  id: 'timers',
  title: `timers of ${TIMER_MS} ms while ${LOOPS} loops await tasks`,
  metrics: [
    late('lateP50Ms', 'late by, p50 ms'),
    late('lateP99Ms', 'late by, p99 ms'),
    late('lateMaxMs', 'late by, at most ms'),
  ],
  async measure({ firstWarmUpMs, durationMs }) {
    const opened = await openChimaera();
    try {
      await measureThroughput(opened, LOOPS, firstWarmUpMs);
      const ticking = startTicking();
      await measureThroughput(opened, LOOPS, LONGER * durationMs);
      const lateMs = ticking.stop().sort((a, b) => a - b);
      return {
        lateP50Ms: quantile(lateMs, 0.5),
        lateP99Ms: quantile(lateMs, 0.99),
        lateMaxMs: lateMs.at(-1)!,
      };
    } finally {
      await opened.close();
    }
  },
};

/** A timer that is set anew at each tick. Node rounds to whole milliseconds, so up to one of them is not late. */
function startTicking(): { stop(): number[] } {
  const lateMs: number[] = [];
  let setMs = performance.now();
  const tick = (): void => {
    const nowMs = performance.now();
    lateMs.push(Math.max(0, nowMs - setMs - TIMER_MS));
    setMs = nowMs;
    timer = setTimeout(tick, TIMER_MS);
  };
  let timer = setTimeout(tick, TIMER_MS);
  return {
    stop() {
      clearTimeout(timer);
      // A tick that is overdue by now was never let in.
      return [...lateMs, Math.max(0, performance.now() - setMs - TIMER_MS)];
    },
  };
}
