import { Patience } from '../lane/patience.js';
import {
  CLOCKS_PER_YIELD,
  EVENT_LOOP_TURN_MS,
  PACKED_POLLS_PER_CLOCK,
  POLLS_PER_CLOCK,
  WAKING_MS,
} from '../lane/polling.js';
import { pollers } from '../module/pollers.js';
import { timeMs } from '../os/clock.js';
import type { EventLoop } from '../os/event-loop.js';
import { yieldProcessor } from '../os/futex.js';
import { soonOutsideTasks } from '../sync/task-context.js';
import type { Crowd } from './inlets/crowd.js';
import { Sleeper } from './sleeper.js';
import type { Worker } from './worker.js';

/** Work that takes less than this on average is quick: then the clock is read seldom, and several tasks go in a row. */
const QUICK_WORK_MS = 0.02;
const QUICK_WORKS_PER_CLOCK = 16;
const QUICK_BURST = 16;
/** Stretches of work between two looks at the clock, when each ends because promise reactions are due. */
const STRETCHES_PER_CLOCK = 8;
/** After this time the event loop gets a turn even if it seems to have nothing to do. */
const LONGEST_TURN_MS = 16;
/** How much longer a worker waits where it has to share its core, because others run most of that time. */
const CROWDED_WAIT = 8;
/** How soon a sleeping worker checks whether a party has made room for its completions. */
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 64;

/**
 * When a worker works (design D8). It polls while tasks come, in microtasks if promise reactions are due; gives the
 * event loop a turn once in a millisecond; and parks when nothing has come for `busyWaitUs`.
 */
export class WorkerLoop {
  private running = false;
  private turnBeganMs = 0;
  /** When the event loop had its last turn; later ones were skipped. */
  private loopRanMs = 0;
  private lastWorkMs = 0;
  /** When the wait began during which this worker has parked, else 0. */
  private parkedWaitMs = 0;
  /** How long there has been nothing to do, once that is longer than the busy wait. */
  private lateMs = 0;
  private readonly patience = new Patience();
  private clockMs = 0;
  private worksPerClock = 1;
  private stretches = 0;
  /** Woken in this turn: whoever rang may have lost its core to this thread. */
  private wasRung = false;
  /** The same until the first answer, which is when whoever rang has something to do. */
  private owesCore = false;
  /** Awake for a single look. */
  private isGlance = false;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private readonly sleeper: Sleeper;
  /** The bell may have rung without the event loop noticing. */
  private bellRang = false;
  private readonly turn = (): void => this.run(false);
  private readonly freshTurn = (): void => {
    this.loopRanMs = timeMs();
    this.beginTurn(this.loopRanMs);
    this.run(true);
  };

  constructor(
    private readonly worker: Worker,
    private readonly busyWaitUs: number,
    private readonly crowd: Crowd,
    private readonly eventLoop: EventLoop | undefined,
    /** The worker has noticed its bell without the event loop. */
    private readonly quietBell: () => void,
  ) {
    this.sleeper = new Sleeper(
      {
        get isParked() {
          return worker.isParked;
        },
        isCalled: () => worker.isCalled(),
        answer: () => {
          this.bellRang = true;
          this.ring();
        },
      },
      eventLoop,
    );
  }

  /** Milliseconds slept in place of the event loop. */
  get sleptMs(): number {
    return this.sleeper.sleptMs;
  }

  /**
   * There is something to do that no ring announces. The caller may be in the middle of a task, so it is done later.
   */
  readonly wake = (): void => {
    if (this.begin()) soonOutsideTasks(this.turn);
  };

  /**
   * Looks whether there is anything to do, and sleeps on if not: nobody has called, so nothing more is to be expected.
   */
  readonly glance = (): void => {
    if (!this.begin()) return;
    this.isGlance = true;
    soonOutsideTasks(this.turn);
  };

  /** A bell has rung. Called by the event loop, so the work can begin at once. */
  readonly ring = (): void => {
    if (!this.begin()) return;
    this.wasRung = this.owesCore = true;
    this.run(false);
  };

  private begin(): boolean {
    if (this.running) return false;
    this.running = true;
    this.worker.unpark();
    this.turnBeganMs = this.lastWorkMs = timeMs();
    if (this.parkedWaitMs > 0) this.lateMs = this.turnBeganMs - this.parkedWaitMs;
    this.worker.statistics.tick(Math.floor(this.turnBeganMs));
    this.crowd.forgetCore();
    return true;
  }

  /** @param mayStay whether the event loop's turn may be skipped: it has called this itself */
  private run(mayStay: boolean): void {
    const { worker, crowd } = this;
    let empty = 0;
    let worked = 0;
    for (;;) {
      if (worker.work() > 0) {
        empty = 0;
        this.isGlance = false;
        if (this.lateMs > 0) this.noteLate();
        this.lastWorkMs = 0;
        if (this.owesCore) this.offerCore();
        if (++worked >= this.worksPerClock) {
          if (this.isTurnOver(worked) && !(mayStay && this.stay())) return this.letEventLoopRun();
          worked = 0;
        }
        if (worker.microtasksPending) return this.letMicrotasksRun();
        continue;
      }
      if (worker.microtasksPending) return this.letMicrotasksRun();
      if (++empty % (crowd.isPacked ? PACKED_POLLS_PER_CLOCK : POLLS_PER_CLOCK) !== 0) continue;
      if (!this.waitOn(mayStay)) return;
      crowd.look();
      if (crowd.isCrowded || this.wasRung || (empty / POLLS_PER_CLOCK) % CLOCKS_PER_YIELD === 0)
        yieldProcessor();
    }
  }

  /**
   * Offers the core to whoever rang. On the same core it could not see the answer before this thread has looked in vain
   * for more work, which takes 20 us the first time after a rest.
   */
  private offerCore(): void {
    this.owesCore = false;
    yieldProcessor();
  }

  /** Some tasks were worked on. True if the event loop is to have its turn. */
  private isTurnOver(worked: number): boolean {
    this.lookAtClock(worked);
    this.lastWorkMs = this.clockMs;
    return this.lastWorkMs - this.turnBeganMs > EVENT_LOOP_TURN_MS;
  }

  /** While tasks are slow the clock is read after each, else now and then. */
  private lookAtClock(worked: number): void {
    const nowMs = timeMs();
    const isQuick = nowMs - this.clockMs < worked * QUICK_WORK_MS;
    this.clockMs = nowMs;
    this.stretches = 0;
    this.worker.statistics.tick(Math.floor(nowMs));
    this.worksPerClock = isQuick ? QUICK_WORKS_PER_CLOCK : 1;
    this.worker.inlets.burst = isQuick ? QUICK_BURST : 1;
  }

  /** Nothing to do at the moment. False if the turn has to end. */
  private waitOn(mayStay: boolean): boolean {
    const { worker } = this;
    const nowMs = timeMs();
    if (this.lastWorkMs === 0) this.lastWorkMs = nowMs;
    const isNear = pollers.isThere && pollers.isNear(nowMs); // by itself, the time would be garbage for each look
    const waitedUs = Math.floor((nowMs - this.lastWorkMs) * 1000);
    if (waitedUs > this.busyWaitUs && this.parkedWaitMs === 0) this.lateMs = waitedUs / 1000;
    // The limit is never below busyWaitUs. Whole microseconds and a boolean, because fractions that functions take or
    // return are garbage, and a long wait asks all the time.
    const isLongEnough = waitedUs > this.busyWaitUs && this.isLongEnough(waitedUs);
    if ((isLongEnough || this.isGlance) && !isNear) {
      this.isGlance = false;
      this.parkedWaitMs ||= this.lastWorkMs;
      this.hushBell();
      this.running = !worker.park();
      if (this.running) this.letEventLoopRun();
      else this.rest();
      return false;
    }
    // Suspended tasks wait for timers and I/O, which only the event loop brings, or for what is polled.
    if ((worker.suspended.size === 0 || isNear) && nowMs - this.turnBeganMs < EVENT_LOOP_TURN_MS) return true;
    if (mayStay && worker.suspended.size === 0 && this.stay()) return true;
    this.letEventLoopRun();
    return false;
  }

  private noteLate(): void {
    this.patience.noteLate(this.lateMs);
    this.lateMs = this.parkedWaitMs = 0;
  }

  private isLongEnough(waitedUs: number): boolean {
    const { busyWaitUs } = this;
    if (this.worker.inlets.hasWoken && waitedUs <= WAKING_MS * 1000) return false;
    return waitedUs > (this.crowd.isCrowded ? busyWaitUs * CROWDED_WAIT : this.patience.limitUs(busyWaitUs));
  }

  /**
   * Whoever finds the flag up rings. So rings from before it goes up have been answered, and must not be taken from the
   * bell later.
   */
  private hushBell(): void {
    if (!this.bellRang) return;
    this.bellRang = false;
    this.quietBell();
  }

  private rest(): void {
    this.wasRung = false;
    if (this.worker.inlets.hasBacklog) this.wakeLater();
    this.sleeper.begin();
  }

  /**
   * Nobody rings when a ring that was too full for completions has room again, because a stopped party may never do so.
   */
  private wakeLater(): void {
    if (this.retry !== undefined) return;
    const { inlets } = this.worker;
    this.retryMs = inlets.backlogMoved ? FIRST_RETRY_MS : Math.min(this.retryMs * 2, LAST_RETRY_MS);
    inlets.backlogMoved = false;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.wake();
    }, this.retryMs);
  }

  private letMicrotasksRun(): void {
    this.worker.microtasksPending = false;
    const isTime = ++this.stretches >= STRETCHES_PER_CLOCK || this.worksPerClock === 1;
    if (isTime) {
      this.lookAtClock(this.stretches);
      if (this.clockMs - this.turnBeganMs > EVENT_LOOP_TURN_MS) return this.letEventLoopRun();
    }
    soonOutsideTasks(this.turn);
  }

  private beginTurn(nowMs: number): void {
    this.turnBeganMs = nowMs;
    this.worker.statistics.tick(Math.floor(nowMs));
    this.crowd.noteCore();
  }

  /** The turn is over. True if the event loop has nothing to do: then another turn has begun. */
  private stay(): boolean {
    const nowMs = timeMs();
    if (this.eventLoop === undefined || nowMs - this.loopRanMs > LONGEST_TURN_MS) return false;
    this.wasRung = false;
    this.hushBell();
    let isSpared: boolean | undefined;
    try {
      isSpared = this.eventLoop.spareTurn(this.turnBeganMs === this.loopRanMs);
    } finally {
      // A module's tick has thrown: Node handles that, as always, and the worker goes on.
      if (isSpared === undefined) this.letEventLoopRun();
    }
    if (isSpared) this.beginTurn(nowMs);
    return isSpared;
  }

  private letEventLoopRun(): void {
    this.wasRung = false;
    this.hushBell();
    setImmediate(this.freshTurn);
  }
}
