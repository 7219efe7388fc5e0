/**
 * Waking a sleeper takes some 100 us. Where what was waited for has lately come within this time, later than the busy
 * wait, a poller waits on for twice as long as it took.
 */
const NEAR_MS = 0.5;
const EARLIER_WAITS = 7 / 8;
/** One wait for something long changes little. */
const LONGEST_WAIT_MS = 4 * NEAR_MS;

/** How long to poll before going to sleep: learned from the waits that were longer than the busy wait. */
export class Patience {
  private lateMs = LONGEST_WAIT_MS;

  /** With a busy wait of 0 nobody polls: that is a wish, and not for learning. */
  limitMs(busyWaitMs: number): number {
    return this.lateMs < NEAR_MS && busyWaitMs > 0 ? Math.max(busyWaitMs, 2 * this.lateMs) : busyWaitMs;
  }

  /** What was waited for came after so long, asleep or not: longer than the busy wait. */
  noteLate(waitedMs: number): void {
    this.lateMs = this.lateMs * EARLIER_WAITS + Math.min(waitedMs, LONGEST_WAIT_MS) * (1 - EARLIER_WAITS);
  }
}
