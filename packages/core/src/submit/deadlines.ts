import { Bag } from '../lane/bag.js';
import type { Call } from './call.js';

/** Node's timers turn a longer time into the shortest one. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The calls that have a deadline, with one timer for all: one per call would cost as much as the call. */
export class Deadlines {
  private readonly calls = new Bag<Call>();
  private timer: NodeJS.Timeout | undefined;
  private timerMs = Infinity;

  constructor(private readonly expire: (call: Call) => void) {}

  add(call: Call, timeoutMs: number): void {
    call.deadlineMs = performance.now() + Math.max(timeoutMs, 0) + Number.MIN_VALUE;
    this.calls.add(call);
    if (call.deadlineMs < this.timerMs) this.arm(call.deadlineMs);
    else if (this.calls.size === 1) this.timer?.ref();
  }

  /** The timer stays for later calls, and fires in vain if there are none. It keeps no process alive. */
  remove(call: Call): void {
    call.deadlineMs = 0;
    this.calls.delete(call);
    if (this.calls.size === 0) this.timer?.unref();
  }

  private arm(atMs: number): void {
    clearTimeout(this.timer);
    this.timerMs = atMs;
    const delayMs = Math.min(Math.max(Math.ceil(atMs - performance.now()), 0), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => this.fire(), delayMs);
  }

  private fire(): void {
    this.timer = undefined;
    this.timerMs = Infinity;
    const nowMs = performance.now();
    let nextMs = Infinity;
    for (const call of this.calls) {
      if (call.deadlineMs === 0) continue;
      if (call.deadlineMs > nowMs) {
        nextMs = Math.min(nextMs, call.deadlineMs);
        continue;
      }
      this.calls.delete(call);
      call.deadlineMs = 0;
      this.expire(call);
    }
    if (nextMs !== Infinity) this.arm(nextMs);
  }
}
