import { ChimaeraError } from '../errors.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';
import { MemoryQueue } from './memory-queue.js';
import type { PartyHost } from './party-host.js';

/**
 * What callers do who find no memory for a task: those that can wait do, the others block for a while or are told why.
 */
export class MemoryShortage {
  private readonly queue = new MemoryQueue();

  constructor(private readonly host: PartyHost) {}

  /** Runs `retry` when memory may have become free. */
  when(retry: () => void): void {
    this.queue.push(retry);
    this.host.startPolling();
  }

  /** The same as a promise, with the options as they are then. @throws ChimaeraError TIMEOUT, CANCELLED */
  until(type: TaskType, options: CallOptions | undefined): Promise<CallOptions | undefined> {
    this.host.startPolling();
    return this.queue.wait(type, options);
  }

  /**
   * For a caller that cannot wait: true if there may be memory by now. Blocks while the runtime does not say whether
   * there is.
   */
  blockUntilKnown(): boolean {
    return this.host.awaitMemory();
  }

  /** What such a caller is told that finds none. */
  errorFor({ module, name }: Pick<TaskType, 'module' | 'name'>): ChimaeraError {
    const why =
      this.host.memorySilence() ??
      'all task memory is in use; dispose of handles, or use the promise form, which waits';
    return new ChimaeraError('OUT_OF_MEMORY', `${module}.${name}: ${why}`);
  }

  /** So many blocks may have become free. */
  noteFreed(blocks: number): void {
    if (!this.queue.isEmpty) this.queue.retry(blocks);
  }

  /** There is nothing to wait for any more. */
  end(): void {
    this.queue.retryAll();
  }
}
