import { timeMs } from '../os/clock.js';
import type { EventLoop } from '../os/event-loop.js';

/** After this many turns of the event loop in a row that find something to do, a parked worker lets the loop sleep. */
const MOST_REFUSALS = 16;

/** What the sleeper needs of the worker. */
export interface SleeperHost {
  readonly isParked: boolean;
  /** Whether somebody has left something for the worker and lowered its flag. */
  isCalled(): boolean;
  /** The worker was called: its flag is down, and the bell may have rung. */
  answer(): void;
}

/**
 * Sleeps for a parked worker, in place of the thread's event loop, so that a bell leads straight to the rings. What the
 * loop itself waits for (timers, sockets and messages of modules) ends the sleep, too, and is handled as usual.
 */
export class Sleeper {
  /** Milliseconds slept so far, which Node counts as work. */
  sleptMs = 0;
  private planned = false;
  private refusals = 0;
  private readonly sleep = (): void => {
    this.planned = false;
    if (this.host.isParked) this.sleepOnce();
  };

  constructor(
    private readonly host: SleeperHost,
    /** Undefined where only the event loop itself can sleep: then the bell's socket wakes it. */
    private readonly eventLoop: EventLoop | undefined,
  ) {}

  /** The worker has parked. It sleeps as soon as its event loop would. */
  begin(): void {
    this.refusals = 0;
    if (this.eventLoop !== undefined) this.plan();
  }

  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    // As os/event-loop.ts requires: nothing else is under way in this callback.
    setImmediate(this.sleep);
  }

  private sleepOnce(): void {
    const { host } = this;
    if (host.isCalled()) return host.answer();
    const beganMs = timeMs();
    if (!this.eventLoop!.sleep()) {
      if (++this.refusals < MOST_REFUSALS) this.plan();
      return;
    }
    this.refusals = 0;
    this.sleptMs += timeMs() - beganMs;
    if (host.isCalled()) host.answer();
    else this.plan();
  }
}
