import { ChimaeraError } from '../errors.js';
import type { TaskType } from '../task/task-type.js';
import { offAbort, onAbort } from './aborts.js';
import type { CallOptions } from './call-options.js';
import { LONGEST_TIMER_MS } from './deadlines.js';

/**
 * Who is asked again when one block has become free: some, because sizes differ. All, each time, would be quadratic.
 */
const ASKED_AT_LEAST = 16;
const ASKED_PER_BLOCK = 2;
/** So that nobody is passed over for good, the next in line are asked again this often whatever has become free. */
const ROUND_MS = 5;
const ASKED_PER_ROUND = 1000;

/** Calls for which there was no memory: they try again whenever a task has ended or a handle was disposed of. */
export class MemoryQueue {
  private waiting: (() => void)[] = [];
  private round: NodeJS.Timeout | undefined;

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  push(retry: () => void): void {
    this.waiting.push(retry);
    this.round ??= setTimeout(() => this.askRound(), ROUND_MS);
  }

  /** So many blocks may have become free. Who finds none comes back, behind all others. */
  retry(blocks: number): void {
    this.ask(blocks * ASKED_PER_BLOCK + ASKED_AT_LEAST);
  }

  /** There is nothing to wait for any more. */
  retryAll(): void {
    clearTimeout(this.round);
    this.round = undefined;
    this.ask(Infinity);
  }

  private askRound(): void {
    this.round = undefined;
    this.ask(ASKED_PER_ROUND);
    if (this.waiting.length > 0) this.round ??= setTimeout(() => this.askRound(), ROUND_MS);
  }

  private ask(most: number): void {
    for (const retry of this.waiting.splice(0, most)) retry();
  }

  /**
   * Fulfilled when it is time to try again, with the options as they are by then.
   * @throws ChimaeraError TIMEOUT, CANCELLED: the call's own limits hold while it waits, too
   */
  wait(type: TaskType, options: CallOptions | undefined): Promise<CallOptions | undefined> {
    const { timeoutMs, signal } = options ?? {};
    if (timeoutMs === undefined && signal === undefined)
      return new Promise((resolve) => this.push(() => resolve(options)));
    const beganMs = performance.now();
    return new Promise((resolve, reject) => {
      const disarm = (): void => {
        clearTimeout(timer);
        if (signal !== undefined) offAbort(signal, aborted);
      };
      const retry = (): void => {
        disarm();
        resolve(
          timeoutMs === undefined
            ? options
            : { ...options, timeoutMs: Math.max(timeoutMs - (performance.now() - beganMs), 0) },
        );
      };
      const giveUp = (code: 'TIMEOUT' | 'CANCELLED', why: string): void => {
        disarm();
        this.waiting = this.waiting.filter((other) => other !== retry);
        const what = `${type.module}.${type.name} was not sent: ${why} while it found no task memory`;
        reject(new ChimaeraError(code, `${what}; dispose of handles, or raise memory.main_segment_size`));
      };
      const aborted = (): void => giveUp('CANCELLED', 'it was aborted');
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(
              () => giveUp('TIMEOUT', 'its timeoutMs passed'),
              Math.min(timeoutMs, LONGEST_TIMER_MS),
            );
      if (signal?.aborted === true) return aborted();
      if (signal !== undefined) onAbort(signal, aborted);
      this.push(retry);
    });
  }
}
