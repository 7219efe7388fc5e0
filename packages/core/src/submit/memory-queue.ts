import { ChimaeraError } from '../errors.js';
import type { TaskType } from '../task/task-type.js';
import { offAbort, onAbort } from './aborts.js';
import type { CallOptions } from './call-options.js';

/** Calls for which there was no memory: they try again whenever a task has ended or a handle was disposed of. */
export class MemoryQueue {
  private waiting: (() => void)[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  push(retry: () => void): void {
    this.waiting.push(retry);
  }

  /** Memory may have become free. Who finds none comes back. */
  retry(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const retry of waiting) retry();
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
        const what = `${type.module}.${type.name} was not sent: ${why} while all task memory was in use`;
        reject(new ChimaeraError(code, `${what}; dispose of handles, or raise memory.main_segment_size`));
      };
      const aborted = (): void => giveUp('CANCELLED', 'it was aborted');
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => giveUp('TIMEOUT', `its timeoutMs of ${timeoutMs} passed`), timeoutMs);
      if (signal?.aborted === true) return aborted();
      if (signal !== undefined) onAbort(signal, aborted);
      this.push(retry);
    });
  }
}
