import { ChimaeraError } from '../errors.js';

/**
 * Who listens to which AbortSignal. One listener per signal, however many calls share it: thousands of listeners are
 * slow to remove, and more than ten draw a warning about a leak that is none.
 */
interface Watch {
  readonly actions: Set<() => void>;
  readonly listener: () => void;
}

/** A signal is in here for as long as somebody waits for it. */
const watches = new Map<AbortSignal, Watch>();

/** Calls `action` once when the signal aborts. */
export function onAbort(signal: AbortSignal, action: () => void): void {
  const watch = watches.get(signal);
  if (watch !== undefined) return void watch.actions.add(action);
  const actions = new Set([action]);
  const listener = (): void => {
    watches.delete(signal);
    for (const each of actions) each();
  };
  watches.set(signal, { actions, listener });
  signal.addEventListener('abort', listener, { once: true });
}

/** Undoes `onAbort`. */
export function offAbort(signal: AbortSignal, action: () => void): void {
  const watch = watches.get(signal);
  if (watch === undefined || !watch.actions.delete(action) || watch.actions.size > 0) return;
  watches.delete(signal);
  signal.removeEventListener('abort', watch.listener);
}

/** Settles like `promise`, unless the signal aborts first. @throws ChimaeraError CANCELLED */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void =>
      reject(new ChimaeraError('CANCELLED', 'the call was aborted before it could be sent'));
    if (signal.aborted) abort();
    else onAbort(signal, abort);
    promise.then(resolve, reject).finally(() => offAbort(signal, abort));
  });
}
