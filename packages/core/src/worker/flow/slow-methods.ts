import type { Bag } from '../../lane/bag.js';
import type { Logger } from '../../log.js';
import type { RunContext } from '../../module/run-context.js';
import { timeStopped } from '../../os/time-stopped.js';
import { nameOf } from './router.js';

const LEAST_INTERVAL_MS = 10;
const MOST_INTERVAL_MS = 1000;

/**
 * Names the methods that have suspended and not come back for `watchdogMs`: the worker goes on, but somebody waits. A
 * method that does not suspend stops this thread, so the control plane has to notice it (runtime/monitor/watchdog.ts).
 */
export class SlowMethods {
  private timer: NodeJS.Timeout | undefined;
  /** The tasks that have been named, with the age at which they are named again. */
  private named = new Map<RunContext, number>();
  /** When the process has gone on after it was stopped, and for how long it was. */
  private stops: { readonly atMs: number; readonly stoppedMs: number }[] = [];

  /**
   * @param watchdogMs 0 turns it off
   * @param suspended with `$sinceMs` set
   */
  constructor(
    private readonly watchdogMs: number,
    private readonly suspended: Bag<RunContext>,
    private readonly logger: Logger,
  ) {}

  /** A method has suspended. A timer runs only while there are such methods, so that an idle worker sleeps. */
  watch(): void {
    if (this.timer !== undefined || this.watchdogMs === 0) return;
    const delayMs = Math.min(Math.max(this.watchdogMs / 4, LEAST_INTERVAL_MS), MOST_INTERVAL_MS);
    const sinceMs = performance.now();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const nowMs = performance.now();
      const stoppedMs = timeStopped(nowMs - sinceMs, delayMs);
      if (stoppedMs > 0) this.stops.push({ atMs: nowMs, stoppedMs });
      this.look(nowMs);
      if (this.suspended.size > 0) this.watch();
      else this.stops = [];
    }, delayMs).unref();
  }

  /** How long a task has been suspended while this process ran. */
  private ageMs(rctx: RunContext, nowMs: number): number {
    let ageMs = nowMs - rctx.$sinceMs;
    for (const { atMs, stoppedMs } of this.stops) if (atMs > rctx.$sinceMs) ageMs -= stoppedMs;
    return Math.max(Math.round(ageMs), 0);
  }

  private look(nowMs: number): void {
    const stillNamed = new Map<RunContext, number>();
    const complaints = new Map<string, Complaint>();
    for (const rctx of this.suspended) {
      const ageMs = this.ageMs(rctx, nowMs);
      let nextMs = this.named.get(rctx);
      // A periodic task starts anew with each run.
      if (nextMs === undefined || ageMs < nextMs / 2) nextMs = this.watchdogMs;
      else stillNamed.set(rctx, nextMs);
      if (ageMs < nextMs) continue;
      stillNamed.set(rctx, ageMs * 2);
      note(complaints, rctx, ageMs);
    }
    this.named = stillNamed;
    for (const complaint of complaints.values()) this.logger.warn(inWords(complaint));
  }
}

/** A warning about tasks that wait in the same way: thousands of them share one line. */
interface Complaint {
  readonly of: string;
  readonly why: string;
  tasks: number;
  longestMs: number;
}

function note(complaints: Map<string, Complaint>, rctx: RunContext, ageMs: number): void {
  const { container } = rctx;
  const lock = rctx.holds?.find(({ waits }) => waits.length > 0)?.lock.label;
  const of = `${nameOf(rctx)} of pool '${container.poolName}' (${container.poolId.toString()}), container ${container.containerId},`;
  const why = lock === undefined ? 'what it awaits has not happened' : `it waits for ${lock}`;
  const known = complaints.get(of + why);
  if (known === undefined) complaints.set(of + why, { of, why, tasks: 1, longestMs: ageMs });
  else {
    known.tasks++;
    known.longestMs = Math.max(known.longestMs, ageMs);
  }
}

function inWords({ of, why, tasks, longestMs }: Complaint): string {
  const what = `${of} has not returned for ${tasks === 1 ? '' : 'up to '}${longestMs} ms`;
  return `watchdog: ${what}${tasks === 1 ? '' : ` in ${tasks} tasks`}; ${why}`;
}
