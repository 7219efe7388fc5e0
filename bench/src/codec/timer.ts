const LEAST_CALLS = 16;

/** Measures the time of a call; each turn's number of calls is derived from the previous turn. */
export function timer(run: () => unknown): (ms: number) => number {
  let calls = LEAST_CALLS;
  let kept: unknown;
  return (ms) => {
    const began = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) kept = run();
    const ns = Number(process.hrtime.bigint() - began);
    if (kept === Symbol.for('nothing')) throw new Error('the result is used, so that nothing is left out');
    const perCall = ns / calls;
    calls = Math.max(LEAST_CALLS, Math.ceil((ms * 1e6) / perCall));
    return perCall;
  };
}
