import { type ChimaeraError } from '../errors.js';
import type { ChiBuffer } from '../memory/buffer-ref.js';
import type { Party } from '../submit/party.js';
import type { TaskNode } from '../task/task-node.js';
import type { AdminClient } from './admin-client.js';
import type { PreparedTask } from './prepared-task.js';

/** What a batch returns for each task: its result, or the error it failed with. Both have a `returnCode`. */
export type Settled<T> = T extends PreparedTask<infer R> ? R | ChimaeraError : never;
export type SettledAll<T extends readonly PreparedTask[]> = { -readonly [K in keyof T]: Settled<T[K]> };

/** A way into a runtime: a client's connection, or the runtime itself as a container sees it. */
export interface Chi {
  /** The client of the pool that creates and destroys pools. */
  readonly admin: AdminClient;
  /**
   * Memory that tasks can refer to without copying it: in the client data segment, or for a container in the runtime
   * data segment.
   * @param byteLength at least 1
   * @throws ChimaeraError OUT_OF_MEMORY
   */
  allocateBuffer(byteLength: number): ChiBuffer;
  /** A group for tasks that may pass each other's locks (guide: CreateTaskNode). */
  createTaskNode(): TaskNode;
  /** Sends several tasks with one wake per worker; each settles on its own. */
  submitBatch<const T extends readonly PreparedTask[]>(tasks: T): Promise<SettledAll<T>>;
  /** @internal */ readonly $party: Party;
  /** @internal For a connection that has lost its runtime and looks for the next one: see `Reconnection.wait`. */
  $whenBack?(timeoutMs: number | undefined): Promise<void> | undefined;
}
