import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from './worker-handle.js';

const FIRST_WAIT_MS = 1;
const LAST_WAIT_MS = 20;
/** Number of quiet looks in a row after which what was started between them cannot be work that the flush waits for. */
const QUIET_LOOKS = 4;

/**
 * Waits until nothing runs but the flushes themselves (checklist: admin kFlush). A task may be on its way between two
 * workers while they are counted, so quiet is believed only when two looks in a row find nothing and nothing was
 * started between them; or, because subtasks of periodic tasks are started for ever, when several looks find nothing.
 */
export class Flush {
  /** Number of tasks that wait for a flush. */
  private active = 0;

  constructor(private readonly counts: () => Promise<Counts[]>) {}

  /**
   * Returns the number of tasks that ended meanwhile.
   * @param callers number of tasks that wait for this flush themselves, and so are not waited for
   */
  async run(callers: number): Promise<number> {
    this.active += callers;
    try {
      const first = sum(await this.counts());
      let last = first;
      let quietLooks = this.isQuiet(last) ? 1 : 0;
      for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LAST_WAIT_MS)) {
        await sleep(waitMs);
        const now = sum(await this.counts());
        quietLooks = this.isQuiet(now) ? quietLooks + 1 : 0;
        const isStill = quietLooks > 1 && now.started === last.started;
        if (isStill || quietLooks === QUIET_LOOKS) return now.finished - first.finished;
        last = now;
      }
    } finally {
      this.active -= callers;
    }
  }

  private isQuiet({ queued, running }: Totals): boolean {
    return queued === 0 && running <= this.active;
  }
}

type Totals = Pick<Counts, 'started' | 'finished' | 'queued' | 'running'>;

function sum(counts: readonly Counts[]): Totals {
  const total = { started: 0, finished: 0, queued: 0, running: 0 };
  for (const { started, finished, queued, running } of counts) {
    total.started += started;
    total.finished += finished;
    total.queued += queued;
    total.running += running;
  }
  return total;
}
