import { onTicks } from '../../os/ticks.js';
import { timeStopped } from '../../os/time-stopped.js';
import type { PulseReading } from '../../worker/state/pulse.js';

/** An idle worker shows at least once in this time that it is alive (worker/worker-thread.ts looks around). */
const IDLE_BEAT_MS = 1000;
const LEAST_INTERVAL_MS = 10;
const MOST_INTERVAL_MS = 500;

/** What the watchdog needs of the runtime. */
export interface WatchdogHost {
  readonly workers: number;
  /** A method that takes longer than this is named in the log; 0 turns the watchdog off. */
  readonly watchdogMs: number;
  pulse(worker: number): PulseReading;
  /** The method and the pool of the task in the block at this offset. */
  describe(task: number): string;
  warn(message: string): void;
}

/** What a worker was last seen doing, and since when. */
interface Finding {
  readonly reading: PulseReading;
  sinceMs: number;
  /** When to report it: first after the allowed time, then whenever that has doubled. */
  reportMs: number;
}

/**
 * Names the method that keeps a worker's thread from everything else, which only another thread can see. Methods that
 * suspend and do not come back are noticed by the worker itself (worker/flow/slow-methods.ts).
 */
export class Watchdog {
  private readonly findings: (Finding | undefined)[] = [];
  private lastLookMs = Infinity;
  private stopTicks: () => void = () => undefined;

  constructor(private readonly host: WatchdogHost) {}

  start(): void {
    if (this.host.watchdogMs === 0) return;
    this.stopTicks = onTicks(
      () => this.intervalMs(),
      () => this.look(performance.now()),
    );
  }

  stop(): void {
    this.stopTicks();
  }

  /** Looks at every worker once. */
  look(nowMs: number): void {
    this.forgetStop(nowMs);
    for (let worker = 0; worker < this.host.workers; worker++) {
      const reading = this.host.pulse(worker);
      const last = this.findings[worker];
      if (last === undefined || !isSame(last.reading, reading)) {
        this.findings[worker] = { reading, sinceMs: nowMs, reportMs: this.allowedMs(reading) };
        continue;
      }
      const stuckMs = nowMs - last.sinceMs;
      if (stuckMs < last.reportMs) continue;
      last.reportMs = stuckMs * 2;
      this.host.warn(this.complaint(worker, reading, Math.round(stuckMs)));
    }
  }

  /**
   * A look that comes far too late means that the whole process was stopped (SIGSTOP, a debugger, a frozen container):
   * no method has been on the stack for that time.
   */
  private forgetStop(nowMs: number): void {
    const stoppedMs = timeStopped(nowMs - this.lastLookMs, this.intervalMs());
    this.lastLookMs = nowMs;
    for (const finding of this.findings) if (finding !== undefined) finding.sinceMs += stoppedMs;
  }

  /** Looks half as often while no worker was in a method: most of what an idle runtime costs is waking up. */
  private intervalMs(): number {
    const isIdle = this.findings.every((finding) => finding?.reading.task === 0);
    return Math.min(Math.max(this.host.watchdogMs / (isIdle ? 2 : 4), LEAST_INTERVAL_MS), MOST_INTERVAL_MS);
  }

  /** A thread that has not begun to beat is still starting; one without a task may just be idle. */
  private allowedMs({ beats, task }: PulseReading): number {
    if (beats === 0) return Infinity;
    return this.host.watchdogMs + (task === 0 ? 2 * IDLE_BEAT_MS : 0);
  }

  private complaint(worker: number, { task }: PulseReading, stuckMs: number): string {
    const what =
      task === 0
        ? `code that went on after an await, a timer of a module, or a create or destroy has not returned for ${stuckMs} ms`
        : `${this.host.describe(task)} has not returned for ${stuckMs} ms`;
    return `watchdog: ${what}; it blocks worker ${worker}, where nothing else can run meanwhile`;
  }
}

function isSame(a: PulseReading, b: PulseReading): boolean {
  return a.beats === b.beats && a.task === b.task && a.serial === b.serial;
}
