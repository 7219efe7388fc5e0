/**
 * Calls `look` about every so many milliseconds until what it gives is called. Whoever looks with the same period looks
 * at the same moments, so that a thread that sleeps is woken once for all of them: a wake costs a few hundred
 * microseconds, the looks hardly anything. Keeps nothing alive.
 * @param periodMs asked after each look
 */
export function onTicks(periodMs: () => number, look: () => void): () => void {
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    timer = setTimeout(tick, untilTick(performance.now(), periodMs())).unref();
  };
  const tick = (): void => {
    plan(); // before the look, which may end this
    look();
  };
  plan();
  return () => clearTimeout(timer);
}

/** Ticks are at multiples of the period. A timer may be early by a fraction: that tick is not to come twice. */
function untilTick(nowMs: number, periodMs: number): number {
  const restMs = periodMs - (nowMs % periodMs);
  return restMs < periodMs / 4 ? restMs + periodMs : restMs;
}
