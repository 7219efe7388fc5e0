/** This many failures in a row take less than a tenth of a millisecond. */
const FAILURES_PER_TURN = 64;

let failures = 0;

/**
 * A promise that rejects with `error`, for calls that fail before anything was sent, as all do once the runtime has
 * gone. One in 64 of them fails only after a turn of the event loop. A caller that repeats its call until a timer or a
 * socket tells it otherwise would never hear of that, because promises that settle at once do not let the event loop
 * run.
 */
export function failedAtOnce(error: unknown): Promise<never> {
  const turn = turnAfterFailures();
  return turn === undefined
    ? Promise.reject(error as Error)
    : turn.then(() => Promise.reject(error as Error));
}

/** What to wait for after a failure, if this is the one in 64. */
export function turnAfterFailures(): Promise<void> | undefined {
  if (++failures % FAILURES_PER_TURN !== 0) return undefined;
  return new Promise((resolve) => setImmediate(resolve));
}
