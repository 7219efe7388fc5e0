// The clock of hot loops. Before Node 24, performance.now() returns an object on the heap, 16 bytes for each look;
// process.hrtime writes into an array of its own, and the pair that it returns is never allocated where the compiler
// inlines the call. From Node 24 on it is the other way round: the pair is allocated (32 bytes), the number is not.
const { hrtime } = process;
const HRTIME_IS_PAIRLESS = Number.parseInt(process.versions.node, 10) < 24;
const ORIGIN_MS = HRTIME_IS_PAIRLESS ? originMs() : 0;

/** Milliseconds on the clock of performance.now(), without garbage where the call is inlined. */
export function timeMs(): number {
  return sinceBootMs() - ORIGIN_MS;
}

/**
 * Writes `timeMs()` into an array. Leaves no garbage even where it is not inlined, unlike a function that returns a
 * fraction.
 */
export function stampMs(times: Float64Array, at: number): void {
  times[at] = sinceBootMs() - ORIGIN_MS;
}

/** Each try reads one clock between two reads of the other; the least disturbed try counts. */
function originMs(): number {
  let closestMs = Infinity;
  let origin = 0;
  for (let tries = 8; tries > 0; tries--) {
    const beganMs = performance.now();
    const bootMs = sinceBootMs();
    const tookMs = performance.now() - beganMs;
    if (tookMs >= closestMs) continue;
    closestMs = tookMs;
    origin = bootMs - beganMs - tookMs / 2;
  }
  return origin;
}

function sinceBootMs(): number {
  if (!HRTIME_IS_PAIRLESS) return performance.now();
  const time = hrtime();
  return time[0] * 1e3 + time[1] / 1e6;
}
