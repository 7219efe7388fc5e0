import { Patience } from '../lane/patience.js';
import { CLOCKS_PER_YIELD, PACKED_POLLS_PER_CLOCK, POLLS_PER_CLOCK, WAKING_MS } from '../lane/polling.js';
import { Parked } from '../layout/control-layout.js';
import { yieldProcessor } from '../os/futex.js';
import type { ClientHost } from './client-host.js';
import { POLLS_BEFORE_LEAVING, TURN_MS } from './polling.js';

/** Number of microtasks in a row that find nothing before the driver spins. */
const EMPTY_STEPS_BEFORE_SPIN = 4;
/** Results between two looks at the clock. */
const RESULTS_PER_CLOCK = 8;

/**
 * Nobody rings a client that is awake according to shared memory. If that is wrong, it looks for results this often.
 */
const LOOK_AROUND_MS = 1000;

/**
 * Polls for results on behalf of all connections of this thread. While tasks are under way it runs in microtasks,
 * between the continuations of the promises that it settles. Twice in a millisecond it gives the event loop a turn.
 * When nothing has come for `busyWaitUs`, or for as long as results have lately taken, it parks until a bell wakes it
 * (design D8).
 */
class Driver {
  private readonly hosts: ClientHost[] = [];
  private lookAround: NodeJS.Timeout | undefined;
  private running = false;
  /**
   * Everything under way has settled a moment ago: if `start` follows at once, the clock and flags are still up to
   * date.
   */
  private lingers = false;
  private rang = false;
  private turnBeganMs = 0;
  /** Results since the last look at the clock. */
  private results = 0;
  private emptySteps = 0;
  private readonly patience = new Patience();
  /** When the wait began during which the driver has parked, else 0. */
  private parkedWaitMs = 0;
  private readonly step = (): void => this.poll();
  private readonly afterTurn = (): void => {
    this.turnBeganMs = performance.now();
    this.poll();
  };

  add(host: ClientHost): void {
    this.hosts.push(host);
    this.lookAround ??= setInterval(() => {
      for (const { party } of this.hosts) party.lookForLost();
      this.start();
    }, LOOK_AROUND_MS).unref();
  }

  remove(host: ClientHost): void {
    const at = this.hosts.indexOf(host);
    if (at >= 0) this.hosts.splice(at, 1);
    if (this.hosts.length > 0) return;
    clearInterval(this.lookAround);
    this.lookAround = undefined;
  }

  /** Something has been submitted, or a bell has rung. */
  start(): void {
    if (this.running) return;
    this.running = true;
    if (this.lingers) this.lingers = false;
    else this.wakeUp();
    void settled.then(this.step);
  }

  private wakeUp(): void {
    this.turnBeganMs = performance.now();
    for (const host of this.hosts) host.setParked(Parked.kAwake);
  }

  /**
   * A sleeping worker was rung: until it answers, the core is offered to it at every look at the clock.
   */
  noteRung(): void {
    this.rang = true;
  }

  private poll(): void {
    for (const host of this.hosts) host.party.endBurst();
    const results = this.pollAll();
    if (results > 0) {
      this.results += results;
      if (this.parkedWaitMs > 0) this.noteLate(performance.now() - this.parkedWaitMs);
      this.rang = false;
      this.emptySteps = 0;
      return this.continue();
    }
    if (!this.hasWork()) return this.stop();
    // Let continuations that take several microtasks to get to their next call go first.
    if (++this.emptySteps < EMPTY_STEPS_BEFORE_SPIN) return this.continue();
    if (!this.spin()) return this.park();
    this.rang = false;
    this.emptySteps = 0;
    this.continue();
  }

  /**
   * True as soon as something has settled, false after `busyWaitUs` without. It also polls after ringing a bell: if
   * each side slept while the other wakes up, each would find the other asleep, for ever (docs/architecture.md, "Who
   * waits how").
   */
  private spin(): boolean {
    for (const { party } of this.hosts) party.useWait();
    let beganMs = 0;
    let waitedMs = 0;
    const busyWaitMs = this.busyWaitMs();
    const limitMs = this.limitMs(busyWaitMs);
    const pollsPerClock = this.isPacked() ? PACKED_POLLS_PER_CLOCK : POLLS_PER_CLOCK;
    for (let polls = 1; ; polls++) {
      const results = this.pollAll();
      if (results > 0) {
        // A wait that was long enough to look at the clock brings the next look closer, too.
        this.results += waitedMs > 0 ? RESULTS_PER_CLOCK : results;
        if (waitedMs > busyWaitMs) this.noteLate(waitedMs);
        return true;
      }
      if (polls % pollsPerClock !== 0) continue;
      // Not while a worker is waking up: it is offered this core anyway, and starts sooner here than on a sleeping
      // core.
      if (polls === POLLS_BEFORE_LEAVING && !this.rang) for (const host of this.hosts) host.leaveSharedCore();
      if (beganMs === 0) beganMs = performance.now();
      waitedMs = performance.now() - beganMs;
      if (waitedMs > limitMs) {
        this.parkedWaitMs ||= beganMs;
        return false;
      }
      if (this.rang || this.isCrowded() || (polls / POLLS_PER_CLOCK) % CLOCKS_PER_YIELD === 0)
        yieldProcessor();
    }
  }

  private limitMs(busyWaitMs: number): number {
    const limitMs = this.isCrowded() ? busyWaitMs : this.patience.limitUs(busyWaitMs * 1000) / 1000;
    return this.rang ? Math.max(limitMs, WAKING_MS) : limitMs;
  }

  private noteLate(waitedMs: number): void {
    this.parkedWaitMs = 0;
    this.patience.noteLate(waitedMs);
  }

  private continue(): void {
    if (this.results >= RESULTS_PER_CLOCK && this.isTurnOver()) {
      setImmediate(this.afterTurn);
    } else if (!this.hasWork()) {
      // A caller that awaits one task after the other goes first; `start` follows when the next task is on its way.
      this.running = false;
      this.lingers = true;
    } else {
      for (const host of this.hosts) host.party.beginBurst();
      void settled.then(this.step);
    }
  }

  private isTurnOver(): boolean {
    this.results = 0;
    return performance.now() - this.turnBeganMs > TURN_MS;
  }

  /** [party.park] The flag is stored before the last look, so a completion is either seen here or rings the bell. */
  private park(): void {
    this.rang = false;
    this.emptySteps = 0;
    for (const host of this.hosts) host.setParked(Parked.kEventLoop);
    if (this.pollAll() === 0) {
      this.running = false;
      return;
    }
    for (const host of this.hosts) host.setParked(Parked.kAwake);
    this.continue();
  }

  private stop(): void {
    this.running = false;
    this.parkedWaitMs = 0;
    this.rang = false;
  }

  private pollAll(): number {
    let count = 0;
    for (const host of this.hosts) count += host.party.poll();
    return count;
  }

  private hasWork(): boolean {
    for (const host of this.hosts) if (host.party.isAwaited) return true;
    return false;
  }

  private isCrowded(): boolean {
    for (const host of this.hosts) if (host.isCrowded) return true;
    return false;
  }

  private isPacked(): boolean {
    for (const host of this.hosts) if (host.isPacked) return true;
    return false;
  }

  private busyWaitMs(): number {
    let ms = 0;
    for (const host of this.hosts) ms = Math.max(ms, host.busyWaitMs);
    return ms;
  }
}

/** Its reactions are microtasks, cheaper than queueMicrotask, which creates an async resource each time. */
const settled = Promise.resolve();

export const driver = new Driver();
