import type { Replica } from '../errors.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import type { Ref } from '../memory/ref.js';
import type { Memory } from '../memory/segment.js';
import type { PoolQuery } from './pool-query.js';
import type { Task } from './task.js';
import type { TaskMemory } from './task-memory.js';

export type { Replica } from '../errors.js';

/** Options of a handle's `wait`. `timeoutMs` only ends the wait; the task goes on (design D8). */
export interface WaitOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The side that an accessor works for: the party that sent the task, or the worker that runs it.
 * It hides whatever differs between the two, so that one generated class serves both.
 */
export interface TaskOwner {
  readonly memory: Memory;
  /** Room for a value that does not fit in the task's block. @throws ChimaeraError OUT_OF_MEMORY */
  spill(task: TaskMemory, byteLength: number): Ref;
  /** Whether the task may refer to these bytes of a data segment. */
  mayRefer(task: TaskMemory, segment: number, offset: number, byteLength: number): boolean;
  /**
   * A buffer for bytes that were sent along with a task whose own buffer is elsewhere.
   * @throws ChimaeraError OUT_OF_MEMORY
   */
  receiveBuffer(task: TaskMemory, byteLength: number): BufferRef;
  wait(task: Task, options: WaitOptions | undefined): Promise<void>;
  waitSync(task: Task, options: WaitOptions | undefined): void;
  /** Ends a periodic task's repetition. */
  stop(task: Task): void;
  /** The handle is no longer wanted; its block is reclaimed now or when the task has completed. */
  dispose(task: Task): void;
  /** For a handle on several copies: what each container answered, and the query that named them all. */
  readonly replicas?: readonly Replica[];
  readonly query?: PoolQuery;
}
