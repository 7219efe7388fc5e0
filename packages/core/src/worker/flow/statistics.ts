import type { RunContext } from '../../module/run-context.js';
import { stampMs } from '../../os/clock.js';
import type { Pulse } from '../state/pulse.js';

/** While many tasks come, about one in this many is timed: a look at the clock costs as much as a short task. */
const TASKS_PER_SAMPLE = 64;
/** Tasks that are timed at one moment. */
const MAX_TIMED = 256;
/** Place of the moment at which a task ended, behind those at which they began. */
const ENDED = MAX_TIMED + 1;

/**
 * What a worker counts as it goes. A task costs it a few additions; the clock is asked for some of them alone: for
 * the first tasks after a rest, for fewer and fewer while they keep coming.
 */
export class Statistics {
  /** Milliseconds, whole, on the clock of performance.now(): when the loop last looked at it. */
  nowMs = 0;
  private untilSample = 1;
  private tasksPerSample = 1;
  private random = 0x2545_f491;
  /**
   * By the number in `rctx.$timing`: when the task was taken in. Numbers in a context would be garbage for each task.
   */
  private readonly beganMs = new Float64Array(ENDED + 1);
  private readonly spare = Array.from({ length: MAX_TIMED }, (_, i) => i + 1);

  constructor(private readonly pulse: Pulse) {}

  /** The loop has looked at the clock. @param nowMs whole: a fraction would come as an object on the heap */
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

  /** The task is not timed any more: another worker will run it. */
  forget(rctx: RunContext): void {
    if (rctx.$timing === 0) return;
    this.spare.push(rctx.$timing);
    rctx.$timing = 0;
  }

  private time(rctx: RunContext): void {
    this.tasksPerSample = Math.min(this.tasksPerSample * 2, TASKS_PER_SAMPLE);
    // Not every n-th task: methods may come in turn. xorshift, without its zero
    this.random ^= this.random << 13;
    this.random ^= this.random >>> 17;
    this.random ^= this.random << 5;
    this.untilSample = (this.tasksPerSample >>> 1) + ((this.random >>> 8) & (this.tasksPerSample - 1)) + 1;
    rctx.$timing = this.spare.pop() ?? 0;
    stampMs(this.beganMs, rctx.$timing);
  }
}
