import { ChimaeraError } from '../errors.js';
import type { Arena } from '../memory/arena.js';
import type { Segment } from '../memory/segment.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';
import type { CallTable } from './call-table.js';
import { MemoryQueue } from './memory-queue.js';
import type { PartyHost } from './party-host.js';

/**
 * What callers do who find no memory for a task: those that can wait do, the others block for a while or are told why.
 */
export class MemoryShortage {
  private readonly queue = new MemoryQueue();

  /** @param poll takes in what has ended; gives how much that was */
  constructor(
    private readonly main: Segment,
    private readonly arena: Arena,
    private readonly calls: CallTable,
    private readonly host: PartyHost,
    private readonly poll: () => number,
  ) {}

  /**
   * A block after all: without the room that outputs can do without, or because completions of tasks that nobody
   * waits for lay unread. -1 when memory will come.
   * @throws ChimaeraError OUT_OF_MEMORY when it never will
   */
  allocate(bytes: number, type: Pick<TaskType, 'module' | 'name' | 'outputRoom'>): number {
    const { module, name, outputRoom } = type;
    if (outputRoom > 0) {
      type.outputRoom = 0;
      const slot = this.arena.allocate(bytes - outputRoom);
      return slot >= 0 ? slot : this.allocate(bytes - outputRoom, type);
    }
    const slot = this.poll() > 0 ? this.arena.allocate(bytes) : -1;
    if (slot >= 0 || !this.calls.isIdle || this.host.memorySilence() !== undefined) return slot;
    throw new ChimaeraError(
      'OUT_OF_MEMORY',
      `${module}.${name}: no ${bytes} bytes are free for this task in the main segment of ${this.main.byteLength} bytes; ` +
        'dispose of handles, raise memory.main_segment_size, or pass large data in a buffer from allocateBuffer()',
    );
  }

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
