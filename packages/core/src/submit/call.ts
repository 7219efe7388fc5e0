import type { ChimaeraError } from '../errors.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import { offAbort } from './aborts.js';

/** Who is told when a task ends. */
export const CallKind = {
  /** The slot has no task under way. */
  kNone: 0,
  kPromise: 1,
  kHandle: 2,
  kSync: 3,
  /** Nobody is waiting (any more): the block is reclaimed, and that is all. */
  kDetached: 4,
} as const;
export type CallKind = (typeof CallKind)[keyof typeof CallKind];

type Waiter = { readonly resolve: () => void; readonly reject: (error: ChimaeraError) => void };

/**
 * The waiting side of one task. There is one object per slot of the ledger, which is reused, so that a call makes no
 * garbage except its promise and its result.
 */
export class Call {
  kind: CallKind = CallKind.kNone;
  type: TaskType | undefined;
  /** Where the slot's block lies in the segment, and the block's generation while it holds this task. */
  base = 0;
  generation = 0;
  /** Worker that the task was sent to. */
  worker = 0;
  /** Its index in the ring to that worker, free-running. */
  position = 0;
  /** How often it was sent again because a worker died before the task had begun. */
  resends = 0;
  /** Handle form: the accessor that the caller holds. */
  handle: Task | undefined;
  /** Synchronous form: the task has ended. */
  done = false;
  /** Synchronous form: it ended without a result (dead worker, dead runtime). */
  failure: ChimaeraError | undefined;
  /** Milliseconds on the clock of performance.now(), or 0. */
  deadlineMs = 0;
  /** Its index among the calls that have a deadline. */
  $place = -1;
  resolve: ((value: unknown) => void) | undefined;
  waiters: Waiter[] | undefined;
  signal: AbortSignal | undefined;
  onAbort: (() => void) | undefined;

  constructor(readonly slot: number) {}

  /** Promise form: what the caller gets. `resolve` settles it, with a rejected promise if the task has failed. */
  makePromise(): Promise<unknown> {
    return promiseOf(this);
  }

  /** Makes it ready for the slot's next task. */
  reset(): void {
    this.kind = CallKind.kNone;
    this.handle = undefined;
    this.done = false;
    this.resends = 0;
    this.failure = undefined;
    this.deadlineMs = 0;
    this.resolve = undefined;
    this.waiters = undefined;
    if (this.signal !== undefined) this.forgetSignal();
  }

  /** Tells those who wait on the handle that the task has ended, or by `error` why they wait in vain. */
  settleWaiters(error?: ChimaeraError): void {
    const { waiters } = this;
    this.waiters = undefined;
    waiters?.forEach(({ resolve, reject }) => (error === undefined ? resolve() : reject(error)));
  }

  private forgetSignal(): void {
    if (this.signal !== undefined) offAbort(this.signal, this.onAbort!);
    this.signal = undefined;
    this.onAbort = undefined;
  }
}

/** One executor for all promises: a closure per call would be garbage per call. */
let beingMade: Call;
function promiseOf(call: Call): Promise<unknown> {
  beingMade = call;
  return new Promise(keepResolver);
}
function keepResolver(resolve: (value: unknown) => void): void {
  beingMade.resolve = resolve;
}
