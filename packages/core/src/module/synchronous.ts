import { ChimaeraError } from '../errors.js';

/**
 * For generated dispatchers: checks that a monitor has returned nothing.
 * @throws ChimaeraError MONITOR_FAILED for a promise: nobody would wait for it, and its rejection would end the worker
 */
export function synchronous(result: unknown): true {
  if (result !== undefined) refusePromise(result);
  return true;
}

function refusePromise(result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => undefined);
  throw new ChimaeraError(
    'MONITOR_FAILED',
    'it returned a promise, but monitors are synchronous: do in the method what has to be awaited',
  );
}
