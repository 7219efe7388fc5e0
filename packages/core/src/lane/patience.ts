/**
 * Waking a sleeper takes some 100 us. If what a poller waited for has lately come after the busy wait but within this
 * time, the poller waits twice as long as that took.
 */
const NEAR_US = 500;
const EARLIER_WAITS = 7 / 8;
/** Longer waits count as this long, so that a single one changes little. */
const LONGEST_WAIT_US = 4 * NEAR_US;

/** How long to poll before going to sleep, learned from the waits that outlasted the busy wait. */
export class Patience {
  /** An integer: a fraction returned by a function is allocated on the heap, and pollers ask all the time. */
  private lateUs = LONGEST_WAIT_US;

  /**
   * An integer if `busyWaitUs` is one. A busy wait of 0 is the user's wish that nobody polls; learning does not
   * override it.
   */
  limitUs(busyWaitUs: number): number {
    return this.lateUs < NEAR_US && busyWaitUs > 0 ? Math.max(busyWaitUs, 2 * this.lateUs) : busyWaitUs;
  }

  /** What was waited for came after this long, asleep or not: longer than the busy wait. */
  noteLate(waitedMs: number): void {
    const waitedUs = Math.min(waitedMs * 1000, LONGEST_WAIT_US);
    this.lateUs = Math.floor(this.lateUs * EARLIER_WAITS + waitedUs * (1 - EARLIER_WAITS));
  }
}
