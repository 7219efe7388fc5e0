import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import type { Lane } from '../lane/lane.js';
import { LONGEST_TIMER_MS } from '../submit/deadlines.js';
import { abandonWaits, type Hold, type TaskContext } from '../sync/task-context.js';
import { PoolQuery } from '../task/pool-query.js';
import type { Task } from '../task/task.js';
import { TaskNode } from '../task/task-node.js';
import type { TaskMemory } from '../task/task-memory.js';
import type { TaskType } from '../task/task-type.js';
import type { Container } from './container.js';
import type { LocalContainer } from './local-container.js';

/**
 * One task on its way through a worker, as its method and its monitor see it (guide: chi::RunContext).
 * Objects are reused: do not keep one beyond the end of the method. `$` members are core's.
 */
export class RunContext implements TaskContext {
  task!: Task;
  container!: Container;
  /** Set by a monitor in mode kLocalSchedule: the lane for the task (guide: route_lane_). */
  routeLane: Lane<RunContext> | null = null;
  /** Set by a monitor in mode kEstLoad, in microseconds. */
  estimatedCompletionTimeUs = 0;

  nodeOrigin = 0;
  nodeMajor = 0;
  nodeMinor = 0;
  holds: Hold[] | null = null;

  /** @internal */ $party = -1;
  /** @internal */ $slot = -1;
  /** @internal */ $generation = 0;
  /** @internal */ $base = 0;
  /** @internal */ $method = 0;
  /** @internal */ $flags = 0;
  /** @internal */ $type!: TaskType;
  /** @internal Of the task's accessor. */ $memory!: TaskMemory;
  /** @internal What the worker knows of the container. */ $local: LocalContainer | null = null;
  /** @internal Milliseconds between runs of a periodic task, else 0. */ $periodMs = 0;
  /** @internal If its latency is measured, where the time of its beginning is kept, else 0. */ $timing = 0;
  /** @internal When it was queued or suspended: whole milliseconds on the worker's clock. */ $sinceMs = 0;
  /** @internal `poolQueries`, once somebody has read them. */ $queries: PoolQuery[] | null = null;
  /** @internal The containers that run copies of it, if kGlobalSchedule named several. */ $copiesIn:
    readonly number[] | null = null;
  /** @internal Whether its method was asynchronous. */ $wasSuspended = false;
  /** @internal Its index among those under way, or -1. */ $place = -1;
  /** `taskNode`, once somebody has asked for it. */
  private node: TaskNode | undefined;
  private aborter: AbortController | undefined;
  private abortReason: ChimaeraError | undefined;
  /** How to cut short the yields that have not returned. Created by the first one, because most tasks never yield. */
  private yields: Set<(reason: ChimaeraError) => void> | undefined;

  constructor(readonly workerId: number) {}

  /** Aborted when the task is cancelled or its client has gone: a long method should check it. */
  get signal(): AbortSignal {
    if (this.aborter === undefined) {
      this.aborter = new AbortController();
      if (this.abortReason !== undefined) this.aborter.abort(this.abortReason);
    }
    return this.aborter.signal;
  }

  /** Whether the task has been cancelled. Cheaper than `signal.aborted`. */
  get isAborted(): boolean {
    return this.abortReason !== undefined;
  }

  /**
   * Where the task goes: the query, resolved to its container. A monitor in mode kGlobalSchedule may replace it by
   * other queries of the same pool (checklist SIL20); queries that address no container change nothing.
   */
  get poolQueries(): PoolQuery[] {
    return (this.$queries ??= [PoolQuery.directId(this.container.containerId)]);
  }

  set poolQueries(queries: PoolQuery[] | null) {
    this.$queries = queries;
  }

  /** The group, which locks go by and subtasks inherit. */
  get taskNode(): TaskNode {
    return (this.node ??= new TaskNode(this.nodeOrigin, this.nodeMajor, this.nodeMinor));
  }

  /**
   * Lets other tasks of the worker go on, for at least `us` microseconds if given (timers resolve about 1 ms).
   * @throws the reason of `signal` as soon as the task is cancelled, so a method that yields need not check it
   */
  yield(us = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.abortReason !== undefined) return reject(this.abortReason);
      const yields = (this.yields ??= new Set());
      const resume = (): void => {
        yields.delete(cutShort);
        resolve();
      };
      const timer = us > 0 ? setTimeout(resume, Math.min(us / 1000, LONGEST_TIMER_MS)) : undefined;
      if (timer === undefined) setImmediate(resume);
      const cutShort = (reason: ChimaeraError): void => {
        clearTimeout(timer);
        reject(reason);
      };
      yields.add(cutShort);
    });
  }

  /** For generated dispatchers: the method does not exist (checklist SIL12). */
  unknownMethod(method: number): never {
    throw new ChimaeraError(
      'METHOD_NOT_FOUND',
      `pool ${this.container.poolName} has no method ${method}; client and runtime were built from different versions of the module`,
    );
  }

  /** For logs: which task this is. */
  toJSON(): object {
    const { $type: type, container, workerId, taskNode, isAborted } = this;
    return {
      method: `${type.module}.${type.name}`,
      pool: `${container.poolId}`,
      containerId: container.containerId,
      workerId,
      taskNode: `${taskNode}`,
      isAborted,
    };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  /** @internal */
  $abort(reason: ChimaeraError): void {
    if (this.abortReason !== undefined) return;
    this.abortReason = reason;
    this.aborter?.abort(reason);
    abandonWaits(this, reason);
    this.yields?.forEach((cutShort) => cutShort(reason));
    this.yields = undefined;
  }

  /** @internal Makes it ready for another task. */
  $recycle(): void {
    this.routeLane = null;
    this.$queries = null;
    this.$copiesIn = null;
    this.estimatedCompletionTimeUs = 0;
    this.holds = null;
    this.$local = null;
    this.$periodMs = 0;
    this.node = undefined;
    this.aborter = undefined;
    this.abortReason = undefined;
    this.yields = undefined;
  }
}
