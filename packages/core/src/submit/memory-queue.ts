import { ChimaeraError } from '../errors.js';
import type { TaskType } from '../task/task-type.js';
import { offAbort, onAbort } from './aborts.js';
import type { CallOptions } from './call-options.js';
import { LONGEST_TIMER_MS } from './deadlines.js';

/**
 * How many waiters are asked again when blocks have become free: several for each, because sizes differ. Asking all of
 * them each time would be quadratic.
 */
const ASKED_AT_LEAST = 16;
const ASKED_PER_BLOCK = 2;
/** The next in line are also asked this often whatever has become free, so that nobody is passed over for good. */
const ROUND_MS = 5;
const ASKED_PER_ROUND = 1000;

/** One waiter in this many is refused when none will find memory unless some give up. */
const REFUSED_PART = 4;

/** Why a call with a time limit fails here. */
const LATE = 'its timeoutMs passed';

/** Somebody who waits for memory. One of the two methods is called, once. */
export interface Waiter {
  retry(): void;
  refuse(error: ChimaeraError): void;
  /** The type of the waiting task, for the error message. */
  readonly type: Pick<TaskType, 'module' | 'name'>;
}

/** Calls that found no memory. They try again whenever a task has ended or a handle was disposed of. */
export class MemoryQueue {
  private waiting: Waiter[] = [];
  private round: NodeJS.Timeout | undefined;

  /** @param onRound called periodically while somebody waits */
  constructor(private readonly onRound: () => void = () => undefined) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  push(waiter: Waiter): void {
    this.waiting.push(waiter);
    this.round ??= setTimeout(() => this.askRound(), ROUND_MS);
  }

  /** This many blocks may have become free. A waiter that finds none comes back, behind all others. */
  retry(blocks: number): void {
    this.ask(blocks * ASKED_PER_BLOCK + ASKED_AT_LEAST);
  }

  /** There is nothing to wait for any more. */
  retryAll(): void {
    clearTimeout(this.round);
    this.round = undefined;
    this.ask(Infinity);
  }

  /** Refuses some, from the end of the line. */
  refuseSome(errorFor: (type: Waiter['type']) => ChimaeraError): void {
    const count = Math.max(Math.ceil(this.waiting.length / REFUSED_PART), ASKED_AT_LEAST);
    for (const waiter of this.waiting.splice(-count)) waiter.refuse(errorFor(waiter.type));
  }

  private askRound(): void {
    this.round = undefined;
    this.onRound();
    this.ask(ASKED_PER_ROUND);
    if (this.waiting.length > 0) this.round ??= setTimeout(() => this.askRound(), ROUND_MS);
  }

  private ask(most: number): void {
    for (const waiter of this.waiting.splice(0, most)) waiter.retry();
  }

  /**
   * Resolves when it is time to try again, with the options that then apply.
   * @throws ChimaeraError TIMEOUT, CANCELLED: the call's own limits hold during this wait, too
   */
  wait(type: TaskType, options: CallOptions | undefined): Promise<CallOptions | undefined> {
    const { timeoutMs, signal } = options ?? {};
    if (timeoutMs === undefined && signal === undefined)
      return new Promise((resolve, refuse) => this.push({ type, refuse, retry: () => resolve(options) }));
    const beganMs = performance.now();
    return new Promise((resolve, reject) => {
      const disarm = (): void => {
        clearTimeout(timer);
        if (signal !== undefined) offAbort(signal, aborted);
      };
      const fail = (code: 'TIMEOUT' | 'CANCELLED', why: string): void => {
        disarm();
        const what = `${type.module}.${type.name} was not sent: ${why} while it found no task memory`;
        reject(new ChimaeraError(code, `${what}; dispose of handles, or raise memory.main_segment_size`));
      };
      const retry = (): void => {
        const leftMs = timeoutMs === undefined ? Infinity : timeoutMs - (performance.now() - beganMs);
        // On a busy machine the next round may come before the timer has its turn.
        if (leftMs <= 0) return fail('TIMEOUT', LATE);
        disarm();
        resolve(timeoutMs === undefined ? options : { ...options, timeoutMs: leftMs });
      };
      const giveUp = (code: 'TIMEOUT' | 'CANCELLED', why: string): void => {
        this.waiting = this.waiting.filter((other) => other !== waiter);
        fail(code, why);
      };
      const refuse = (error: ChimaeraError): void => {
        disarm();
        reject(error);
      };
      const waiter: Waiter = { type, retry, refuse };
      const aborted = (): void => giveUp('CANCELLED', 'it was aborted');
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => giveUp('TIMEOUT', LATE), Math.min(timeoutMs, LONGEST_TIMER_MS));
      if (signal?.aborted === true) return aborted();
      if (signal !== undefined) onAbort(signal, aborted);
      this.push(waiter);
    });
  }
}
