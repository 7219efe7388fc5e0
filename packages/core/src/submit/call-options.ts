import type { QueuePriority } from '../lane/lane.js';
import type { PoolQuery } from '../task/pool-query.js';
import type { TaskNode } from '../task/task-node.js';

/** What every call takes besides its inputs (docs/guide.md, "Options of a call"). */
export interface CallOptions {
  /** Which containers; `PoolQuery.local()` by default. */
  readonly query?: PoolQuery | undefined;
  /**
   * After this time the call fails with TIMEOUT and the task is asked to stop. No limit by default: every task ends.
   */
  readonly timeoutMs?: number | undefined;
  /** Aborting it fails the call with CANCELLED and cancels the task. */
  readonly signal?: AbortSignal | undefined;
  /** Where the task queues when no monitor chooses a lane; low latency by default. */
  readonly priority?: QueuePriority | undefined;
  /** Group of the task. By default a new one, or inside a method that of the running task. */
  readonly taskNode?: TaskNode | undefined;
  /** The call resolves to undefined once the task is on its way; its outcome is dropped. */
  readonly fireAndForget?: boolean | undefined;
  /** Runs the task again after every period until its handle's `stop()`. */
  readonly periodMs?: number | undefined;
  /** Takes the task through its serializers even though it stays on this machine (design D13). */
  readonly forceNet?: boolean | undefined;
  /** @internal A monitor chose the container and is not asked again. */
  readonly $routed?: boolean;
}
