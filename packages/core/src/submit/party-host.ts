import type { BufferRef } from '../memory/buffer-ref.js';
import type { TaskNode } from '../task/task-node.js';
import type { Call } from './call.js';

/** What a party needs of the process or thread it lives in. */
export interface PartyHost {
  /** Whether tasks run here. If so, those that hold the memory may be waiting for subtasks that find none. */
  readonly runsTasks?: boolean;
  /** Wakes a sleeping worker. */
  ringBell(worker: number): void;
  /** There are now tasks to wait for. */
  startPolling(): void;
  /** @throws ChimaeraError WOULD_BLOCK where a blocking call would stop a worker for good */
  assertMayBlock(): void;
  /** Blocks this thread until the call is done. @throws ChimaeraError TIMEOUT */
  blockUntilDone(call: Call, timeoutMs: number | undefined): void;
  /** Why there is no memory yet, if that is not known for certain. */
  memorySilence(): string | undefined;
  /** Blocks this thread for a while, at most `limitMs`, until it is known whether there is memory. */
  awaitMemory(limitMs?: number): boolean;
  /** A buffer for bytes that came with a task over the network. @throws ChimaeraError OUT_OF_MEMORY, BAD_TASK */
  receiveBuffer(byteLength: number): BufferRef;
  /** The group of the running task, if there is one. */
  currentNode(): TaskNode | undefined;
  /** Takes a task for this very thread, without a ring. Only a worker does. */
  deliverLocally(kind: number, base: number, slot: number, generation: number): void;
}
