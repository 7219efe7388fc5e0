import { AsyncLocalStorage } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';

/**
 * Finds a value again behind every `await` of what began with it: the trail of a task. Until Node 24 an
 * AsyncLocalStorage rests on async hooks, which cost each promise of the thread some 100 ns and a subtask that is
 * awaited 600; the hooks of promises alone take a third of that. From then on V8 itself keeps the storage, and nothing
 * is cheaper.
 */
export interface Trail<T extends object> {
  /** Calls `method`; whatever it awaits comes back with `value`. */
  run<C, A, V extends T, R>(
    value: V,
    method: (container: C, argument: A, value: V) => R,
    container: C,
    argument: A,
  ): R;
  /** What the stretch of code on the stack began with. */
  current(): T | undefined;
  /** Has `reaction` called in a microtask that is on no trail. */
  soon(reaction: () => void): void;
}

/** The AsyncLocalStorage that rests on async hooks hands its values on itself. */
const STORAGE_NEEDS_HOOKS = '_propagate' in AsyncLocalStorage.prototype;

export function makeTrail<T extends object>(): Trail<T> {
  return STORAGE_NEEDS_HOOKS ? new HookedTrail<T>() : new StoredTrail<T>();
}

/** Its reactions are microtasks: cheaper than queueMicrotask, which makes an async resource each time. */
const settled = Promise.resolve();

const VALUE = Symbol('trail');
type Marked<T> = Promise<unknown> & { [VALUE]?: T };

/**
 * Every promise is marked with the value that was current when it was made: for an `await` that is one which V8 makes
 * for the occasion. Callbacks of timers and events are on no trail. One for each thread: hooks see all promises.
 */
class HookedTrail<T extends object> implements Trail<T> {
  private value: T | undefined;
  private isHooked = false;

  run<C, A, V extends T, R>(
    value: V,
    method: (container: C, argument: A, value: V) => R,
    container: C,
    argument: A,
  ): R {
    // From the first one on every promise of the thread pays, and on a worker that is the first `create`; clients never
    // do.
    if (!this.isHooked) this.hook();
    const previous = this.value;
    this.value = value;
    try {
      return method(container, argument, value);
    } finally {
      this.value = previous;
    }
  }

  current(): T | undefined {
    return this.value;
  }

  soon(reaction: () => void): void {
    const previous = this.value;
    this.value = undefined;
    void settled.then(reaction);
    this.value = previous;
  }

  private hook(): void {
    this.isHooked = true;
    promiseHooks.createHook({
      init: (promise) => {
        if (this.value !== undefined) (promise as Marked<T>)[VALUE] = this.value;
      },
      before: (promise) => {
        this.value = (promise as Marked<T>)[VALUE];
      },
      after: () => {
        this.value = undefined;
      },
    });
  }
}

class StoredTrail<T extends object> implements Trail<T> {
  private readonly storage = new AsyncLocalStorage<T | undefined>();

  run<C, A, V extends T, R>(
    value: V,
    method: (container: C, argument: A, value: V) => R,
    container: C,
    argument: A,
  ): R {
    return this.storage.run(value, method, container, argument, value);
  }

  current(): T | undefined {
    return this.storage.getStore();
  }

  soon(reaction: () => void): void {
    if (this.storage.getStore() === undefined) void settled.then(reaction);
    else this.storage.run(undefined, () => void settled.then(reaction));
  }
}
