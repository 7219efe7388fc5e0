/** Looks of the watchdog come late on a busy machine, too. */
const LATE_MS = 100;

/**
 * How long this process did not run between two looks `gapMs` apart, which should have been `intervalMs` apart; 0 where
 * the delay may be an ordinary one.
 */
export function timeStopped(gapMs: number, intervalMs: number): number {
  return gapMs > 2 * intervalMs + LATE_MS ? gapMs - intervalMs : 0;
}
