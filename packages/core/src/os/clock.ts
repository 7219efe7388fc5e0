// The clock of hot loops. Node 20 gives performance.now() as an object on the heap, 16 bytes for each look; process.hrtime writes
// into an array of its own, and the pair that it returns never comes into being where the compiler puts it into its caller.
const { hrtime } = process;
const ORIGIN_MS = sinceBootMs() - performance.now();

/** Milliseconds on the clock of performance.now(), without garbage where it is put into its caller. */
export function timeMs(): number {
  return sinceBootMs() - ORIGIN_MS;
}

/** Writes `timeMs()` into an array: without garbage everywhere, because a fraction that a function returns is an object. */
export function stampMs(times: Float64Array, at: number): void {
  times[at] = sinceBootMs() - ORIGIN_MS;
}

function sinceBootMs(): number {
  const time = hrtime();
  return time[0] * 1e3 + time[1] / 1e6;
}
