import type { BufferRef } from '../memory/buffer-ref.js';
import type { TaskNode } from '../task/task-node.js';
import type { Call } from './call.js';

/** What a party needs of the process or thread it lives in. */
export interface PartyHost {
  /** Tasks run here, and those that have the memory may be waiting for what this party cannot send without some. */
  readonly runsTasks?: boolean;
  /** The worker sleeps: wake it. */
  ringBell(worker: number): void;
  /** There are tasks to wait for, where there were none. */
  startPolling(): void;
  /** @throws ChimaeraError WOULD_BLOCK where a blocking call would stop a worker for good */
  assertMayBlock(): void;
  /** Blocks this thread until the call is done. @throws ChimaeraError TIMEOUT */
  blockUntilDone(call: Call, timeoutMs: number | undefined): void;
  /** Why there is no memory yet, if it has not been found out whether there is some. */
  memorySilence(): string | undefined;
  /** Blocks this thread for a while, until that has been found out. */
  awaitMemory(): boolean;
  /** A buffer for bytes that came with a task over the network. @throws ChimaeraError OUT_OF_MEMORY, BAD_TASK */
  receiveBuffer(byteLength: number): BufferRef;
  /** The group of the task that is running, if one is. */
  currentNode(): TaskNode | undefined;
  /** Takes a task for this very thread, past any ring. Only a worker does. */
  deliverLocally(kind: number, base: number, slot: number, generation: number): void;
}
