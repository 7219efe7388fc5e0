/** So many in a row take less than a tenth of a millisecond. */
const FAILURES_PER_TURN = 64;

let failures = 0;

/**
 * A promise that fails with `error`, for calls that fail before anything was sent, as all do when the runtime has gone.
 * Of these one in 64 fails after a turn of the event loop: whoever calls again and again until a timer or a socket says
 * otherwise would never hear of it, because promises that are settled at once keep the event loop out.
 */
export function failedAtOnce(error: unknown): Promise<never> {
  const turn = turnAfterFailures();
  return turn === undefined
    ? Promise.reject(error as Error)
    : turn.then(() => Promise.reject(error as Error));
}

/** To be waited for after a failure, if this is the one in 64. */
export function turnAfterFailures(): Promise<void> | undefined {
  if (++failures % FAILURES_PER_TURN !== 0) return undefined;
  return new Promise((resolve) => setImmediate(resolve));
}
