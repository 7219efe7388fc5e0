/**
 * Waking a sleeper takes some 100 us. Where what was waited for has lately come within this time, later than the busy
 * wait, a poller waits on for twice as long as it took.
 */
const NEAR_US = 500;
const EARLIER_WAITS = 7 / 8;
/** One wait for something long changes little. */
const LONGEST_WAIT_US = 4 * NEAR_US;

/** How long to poll before going to sleep: learned from the waits that were longer than the busy wait. */
export class Patience {
  /** Whole: a fraction that a function gives is an object, and who polls asks all the time. */
  private lateUs = LONGEST_WAIT_US;

  /** Whole if `busyWaitUs` is. With a busy wait of 0 nobody polls: that is a wish, and not for learning. */
  limitUs(busyWaitUs: number): number {
    return this.lateUs < NEAR_US && busyWaitUs > 0 ? Math.max(busyWaitUs, 2 * this.lateUs) : busyWaitUs;
  }

  /** What was waited for came after so long, asleep or not: longer than the busy wait. */
  noteLate(waitedMs: number): void {
    const waitedUs = Math.min(waitedMs * 1000, LONGEST_WAIT_US);
    this.lateUs = Math.floor(this.lateUs * EARLIER_WAITS + waitedUs * (1 - EARLIER_WAITS));
  }
}
