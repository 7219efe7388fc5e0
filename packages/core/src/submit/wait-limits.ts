import { ChimaeraError } from '../errors.js';
import type { WaitOptions } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import { offAbort, onAbort } from './aborts.js';
import { LONGEST_TIMER_MS } from './deadlines.js';

/** Arms what may end the wait (never the task) early; returns the function that disarms it. */
export function waitLimits(
  type: TaskType,
  options: WaitOptions | undefined,
  reject: (error: ChimaeraError) => void,
): () => void {
  const { timeoutMs, signal } = options ?? {};
  if (timeoutMs === undefined && signal === undefined) return () => undefined;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => reject(waitTimedOut(type, timeoutMs)), Math.min(timeoutMs, LONGEST_TIMER_MS));
  const abort = (): void => reject(new ChimaeraError('CANCELLED', 'the wait was aborted; the task goes on'));
  if (signal?.aborted === true) abort();
  else if (signal !== undefined) onAbort(signal, abort);
  return () => {
    clearTimeout(timer);
    if (signal !== undefined) offAbort(signal, abort);
  };
}

export function waitTimedOut(type: TaskType, timeoutMs: number): ChimaeraError {
  return new ChimaeraError(
    'TIMEOUT',
    `${type.module}.${type.name} did not complete within ${timeoutMs} ms; it goes on`,
  );
}
