import { ChimaeraError } from '../errors.js';
import type { Arena } from '../memory/arena.js';
import type { Segment } from '../memory/segment.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';
import type { CallTable } from './call-table.js';
import { MemoryQueue, type Waiter } from './memory-queue.js';
import type { PartyHost } from './party-host.js';

/** How long no block of this party may become free before some of those that wait here are refused. */
const STALLED_MS = 5000;
/** The same, once some have been refused. */
const STALLED_AGAIN_MS = 500;
/** A waiter that still finds nothing comes back well within this time. */
const BACK_MS = 100;

/**
 * What happens to a caller that finds no memory for its task: if it can wait it does, else it blocks for a while or is
 * told why.
 */
export class MemoryShortage {
  private readonly queue = new MemoryQueue(() => this.lookForStall());
  /** When somebody last waited, and when a block last became free. */
  private askedMs = -Infinity;
  private freedMs = 0;
  private patienceMs = STALLED_MS;

  /** @param poll takes in what has ended; returns the number of tasks */
  constructor(
    private readonly main: Segment,
    private readonly arena: Arena,
    private readonly calls: CallTable,
    private readonly host: PartyHost,
    private readonly poll: () => number,
  ) {}

  /**
   * Finds a block after all: by doing without the extra room for outputs, or by taking in completions that lay unread
   * because nobody waits for those tasks. -1 when memory will become free.
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

  /** Runs `retry` when memory may have become free, or `refuse` when none will unless some give up. */
  when(type: Waiter['type'], retry: () => void, refuse: Waiter['refuse']): void {
    this.noteWait();
    this.queue.push({ type, retry, refuse });
    this.host.startPolling();
  }

  /**
   * The same as a promise, which resolves to the options that then apply.
   * @throws ChimaeraError TIMEOUT, CANCELLED, OUT_OF_MEMORY
   */
  until(type: TaskType, options: CallOptions | undefined): Promise<CallOptions | undefined> {
    this.noteWait();
    this.host.startPolling();
    return this.queue.wait(type, options);
  }

  /**
   * For a caller that cannot wait: true if there may be memory by now. Blocks until the runtime has said whether there
   * is, or for as long as this caller can wait.
   */
  blockUntilKnown(limitMs?: number): boolean {
    return this.host.awaitMemory(limitMs);
  }

  /** The error for such a caller when there is none, or when its time limit has passed. */
  errorFor(
    { module, name }: Pick<TaskType, 'module' | 'name'>,
    code: 'OUT_OF_MEMORY' | 'TIMEOUT' = 'OUT_OF_MEMORY',
  ): ChimaeraError {
    const why =
      this.host.memorySilence() ??
      'all task memory is in use; dispose of handles, or use the promise form, which waits';
    const what = code === 'TIMEOUT' ? ' was not sent within its timeoutMs' : '';
    return new ChimaeraError(code, `${module}.${name}${what}: ${why}`);
  }

  /** This many blocks may have become free. */
  noteFreed(blocks: number): void {
    if (this.queue.isEmpty) return;
    this.freedMs = performance.now();
    this.queue.retry(blocks);
  }

  private noteWait(): void {
    const nowMs = performance.now();
    if (nowMs - this.askedMs > BACK_MS) {
      this.freedMs = nowMs;
      this.patienceMs = STALLED_MS;
    }
    this.askedMs = nowMs;
  }

  /**
   * Tasks that wait for subtasks hold memory, and their subtasks may find none. Then none of them would ever end,
   * unless some of the subtasks fail.
   */
  private lookForStall(): void {
    if (this.host.runsTasks !== true || performance.now() - this.freedMs < this.patienceMs) return;
    this.freedMs = performance.now();
    this.patienceMs = STALLED_AGAIN_MS;
    this.queue.refuseSome(
      ({ module, name }) =>
        new ChimaeraError(
          'OUT_OF_MEMORY',
          `${module}.${name}: all task memory is held by tasks that have not ended for ${STALLED_MS / 1000} s; send fewer at once, or raise memory.main_segment_size`,
        ),
    );
  }

  /** There is nothing to wait for any more. */
  end(): void {
    this.queue.retryAll();
  }
}
