import { yieldProcessor } from '../os/futex.js';
import type { Crowd } from './crowd.js';
import type { Worker } from './worker.js';

/** The event loop of the thread gets a turn at least this often. */
const EVENT_LOOP_TURN_MS = 1;
/** Looks at the clock between two offers of the core to others while nothing shows that somebody needs it: about 20 us. */
const CLOCKS_PER_YIELD = 16;
/** Turns of work between two looks at the clock while there is work, and empty polls between two looks while there is none. */
const WORK_PER_CLOCK = 16;
const POLLS_PER_CLOCK = 32;

/**
 * When a worker works (design D8): it polls while tasks come, in microtasks if promise reactions are due; lets
 * the event loop have a turn once in a millisecond; and parks when nothing has come for `busyWaitUs`.
 */
export class WorkerLoop {
  private running = false;
  private turnBeganMs = 0;
  private lastWorkMs = 0;
  private readonly turn = (): void => this.run();
  private readonly freshTurn = (): void => {
    this.turnBeganMs = performance.now();
    this.run();
  };

  constructor(
    private readonly worker: Worker,
    private readonly busyWaitMs: number,
    private readonly crowd: Crowd,
  ) {}

  /** A bell has rung, or something is to be done that no ring announces. */
  readonly wake = (): void => {
    if (this.running) return;
    this.running = true;
    this.worker.unpark();
    this.turnBeganMs = this.lastWorkMs = performance.now();
    void settled.then(this.turn);
  };

  private run(): void {
    const { worker } = this;
    let empty = 0;
    for (let turns = 1; ; turns++) {
      if (worker.work() > 0) {
        empty = 0;
        if (turns % WORK_PER_CLOCK === 0) {
          this.lastWorkMs = performance.now();
          if (this.lastWorkMs - this.turnBeganMs > EVENT_LOOP_TURN_MS) return this.letEventLoopRun();
        } else if (this.lastWorkMs !== 0) this.lastWorkMs = 0;
        if (worker.microtasksPending) return this.letMicrotasksRun();
        continue;
      }
      if (worker.microtasksPending) return this.letMicrotasksRun();
      if (++empty % POLLS_PER_CLOCK !== 0) continue;
      if (!this.waitOn()) return;
      if (this.crowd.isCrowded() || (empty / POLLS_PER_CLOCK) % CLOCKS_PER_YIELD === 0) yieldProcessor();
    }
  }

  /** Nothing to do at the moment. False when the turn has to end. */
  private waitOn(): boolean {
    const nowMs = performance.now();
    if (this.lastWorkMs === 0) this.lastWorkMs = nowMs;
    if (nowMs - this.lastWorkMs > this.busyWaitMs) {
      this.running = !this.worker.park();
      if (this.running) this.letEventLoopRun();
      return false;
    }
    // Suspended tasks wait for timers and I/O, which only the event loop brings.
    if (this.worker.suspended.size === 0 && nowMs - this.turnBeganMs < EVENT_LOOP_TURN_MS) return true;
    this.letEventLoopRun();
    return false;
  }

  private letMicrotasksRun(): void {
    this.worker.microtasksPending = false;
    if (performance.now() - this.turnBeganMs > EVENT_LOOP_TURN_MS) this.letEventLoopRun();
    else void settled.then(this.turn);
  }

  private letEventLoopRun(): void {
    setImmediate(this.freshTurn);
  }
}

const settled = Promise.resolve();
