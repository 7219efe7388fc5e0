import { AsyncLocalStorage } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';

/**
 * Makes a value available after every `await` of the code that began with it: the trail of a task. Until Node 24,
 * AsyncLocalStorage rests on async hooks, which cost every promise of the thread some 100 ns and an awaited subtask
 * 600; promise hooks alone take a third of that. From Node 24 on V8 itself keeps the storage, and nothing is cheaper.
 */
export interface Trail<T extends object> {
  /** Calls `method`, with `value` current there and after whatever it awaits. */
  run<C, A, V extends T, R>(
    value: V,
    method: (container: C, argument: A, value: V) => R,
    container: C,
    argument: A,
  ): R;
  /** The value of the trail that the running code belongs to. */
  current(): T | undefined;
  /** Calls `reaction` in a microtask that is on no trail. */
  soon(reaction: () => void): void;
}

/** Whether AsyncLocalStorage rests on async hooks: only that version has this method. */
const STORAGE_NEEDS_HOOKS = '_propagate' in AsyncLocalStorage.prototype;

export function makeTrail<T extends object>(): Trail<T> {
  return STORAGE_NEEDS_HOOKS ? new HookedTrail<T>() : new StoredTrail<T>();
}

/** Its reactions are microtasks, cheaper than queueMicrotask, which creates an async resource each time. */
const settled = Promise.resolve();

const VALUE = Symbol('trail');
type Marked<T> = Promise<unknown> & { [VALUE]?: T };

/**
 * Marks every promise with the value that is current when it is created; for an `await`, V8 creates one on the spot.
 * Callbacks of timers and events are on no trail. One instance per thread: the hooks see all promises.
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
    // Once hooked, every promise of the thread pays. A worker begins with its first `create`; clients never do.
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
