const LEAST_CALLS = 16;

/** Gives the time of a call; how many there are in a turn follows from the turn before. */
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
