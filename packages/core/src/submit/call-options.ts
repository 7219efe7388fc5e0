import type { QueuePriority } from '../lane/lane.js';
import type { PoolQuery } from '../task/pool-query.js';
import type { TaskNode } from '../task/task-node.js';

/** What every call takes beside its inputs (docs/guide.md, "Options of a call"). */
export interface CallOptions {
  /** Which containers; `PoolQuery.local()` by default. */
  readonly query?: PoolQuery | undefined;
  /** After this long the call fails with TIMEOUT and the task is asked to stop. None by default: every task ends. */
  readonly timeoutMs?: number | undefined;
  /** Aborting it fails the call with CANCELLED and cancels the task. */
  readonly signal?: AbortSignal | undefined;
  /** Where the task waits when no monitor chooses a lane; low latency by default. */
  readonly priority?: QueuePriority | undefined;
  /** Group of the task; a new one by default, inside a method the one of the running task. */
  readonly taskNode?: TaskNode | undefined;
  /** Nobody waits: the call resolves to undefined once the task is on its way, and its outcome is dropped. */
  readonly fireAndForget?: boolean | undefined;
  /** Runs the task again every so many milliseconds until its handle's `stop()`. */
  readonly periodMs?: number | undefined;
  /** Takes the task through its serializers even though it stays on this machine (design D13). */
  readonly forceNet?: boolean | undefined;
  /** @internal The container was chosen by a monitor, which is not asked again. */
  readonly $routed?: boolean;
}
