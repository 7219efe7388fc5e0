import type { RunContext } from '../../module/run-context.js';
import { stampMs } from '../../os/clock.js';
import type { Pulse } from '../state/pulse.js';

/** While many tasks come, about one in this many is timed, because reading the clock costs as much as a short task. */
const TASKS_PER_SAMPLE = 64;
/** The most tasks that are being timed at the same time. */
const MAX_TIMED = 256;
/** Index of the time at which a task ended, behind the times at which they began. */
const ENDED = MAX_TIMED + 1;

/**
 * What a worker counts as it goes. That costs a few additions per task. The clock is read only for some: for the first
 * tasks after a rest, and for fewer and fewer while they keep coming.
 */
export class Statistics {
  /** Whole milliseconds on the clock of performance.now(), when the loop last read it. */
  nowMs = 0;
  private untilSample = 1;
  private tasksPerSample = 1;
  private random = 0x2545_f491;
  /**
   * When each task was taken in, by the number in `rctx.$timing`. A fraction stored in a context would be garbage per
   * task.
   */
  private readonly beganMs = new Float64Array(ENDED + 1);
  private readonly spare = Array.from({ length: MAX_TIMED }, (_, i) => i + 1);

  constructor(private readonly pulse: Pulse) {}

  /** The loop has read the clock. @param nowMs whole: a fraction would arrive as an object on the heap */
  tick(nowMs: number): void {
    this.nowMs = nowMs;
    this.pulse.beat();
  }

  /** The worker begins to work after a rest. */
  woken(): void {
    this.untilSample = this.tasksPerSample = 1;
  }

  /** A task was taken in; until `left` it may be on the stack. */
  entered(rctx: RunContext): void {
    if (--this.untilSample === 0) this.time(rctx);
    this.pulse.enter(rctx.$base);
  }

  /** A task of a queue comes onto the stack. */
  resumed(rctx: RunContext): void {
    this.pulse.enter(rctx.$base);
  }

  left(): void {
    this.pulse.leave();
  }

  ended(rctx: RunContext, returnCode: number): void {
    const method = rctx.$local!.methods[rctx.$method]!;
    method.finished++;
    if (returnCode !== 0) method.failed++;
    if (rctx.$timing === 0) return;
    stampMs(this.beganMs, ENDED);
    method.latency.addSpan(this.beganMs, rctx.$timing, ENDED);
    this.forget(rctx);
  }

  /** The task is no longer timed, because another worker will run it. */
  forget(rctx: RunContext): void {
    if (rctx.$timing === 0) return;
    this.spare.push(rctx.$timing);
    rctx.$timing = 0;
  }

  private time(rctx: RunContext): void {
    this.tasksPerSample = Math.min(this.tasksPerSample * 2, TASKS_PER_SAMPLE);
    // Not every n-th task, because methods may come in turn. xorshift, which never becomes zero
    this.random ^= this.random << 13;
    this.random ^= this.random >>> 17;
    this.random ^= this.random << 5;
    this.untilSample = (this.tasksPerSample >>> 1) + ((this.random >>> 8) & (this.tasksPerSample - 1)) + 1;
    rctx.$timing = this.spare.pop() ?? 0;
    stampMs(this.beganMs, rctx.$timing);
  }
}
