/**
 * Calls `look` about once per period until the returned function is called. All lookers with the same period look at
 * the same moments, so that a sleeping thread wakes once for all of them: a wake costs a few hundred microseconds, the
 * looks hardly anything. The timer keeps nothing alive.
 * @param periodMs asked after each look
 */
export function onTicks(periodMs: () => number, look: () => void): () => void {
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    timer = setTimeout(tick, untilTick(performance.now(), periodMs())).unref();
  };
  const tick = (): void => {
    plan(); // before the look, which may stop the ticks
    look();
  };
  plan();
  return () => clearTimeout(timer);
}

/** Ticks are at multiples of the period. A timer may fire a fraction too early: that tick must not come twice. */
function untilTick(nowMs: number, periodMs: number): number {
  const restMs = periodMs - (nowMs % periodMs);
  return restMs < periodMs / 4 ? restMs + periodMs : restMs;
}
