import type { Chi } from '../chi/chi.js';
import type { ContainerClient } from '../chi/container-client.js';
import type { LogLevel } from '../config/runtime-config.js';
import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { hashOfKey } from '../lane/key-hash.js';
import { Lane, QueuePriority } from '../lane/lane.js';
import type { Logger } from '../log.js';
import type { PoolId } from '../task/pool-id.js';
import type { CreateTask, DestroyTask } from './create-task.js';
import type { RunContext } from './run-context.js';
import type { RuntimeControl } from './runtime-control.js';

/** What a container is given when it is made. */
export interface ContainerInit {
  readonly poolId: PoolId;
  readonly poolName: string;
  readonly containerId: number;
  readonly containerCount: number;
  readonly workerId: number;
  readonly chi: Chi;
  readonly client: ContainerClient;
  readonly logger: Logger;
  /** Only for the admin module. */
  readonly runtime: RuntimeControl | undefined;
}

/** Optional methods of a Runtime that run when it begins and ends (guide: Method::kCreate, Method::kDestroy). */
export interface Lifecycle {
  /** Runs once when the pool is created; a failure undoes the creation. */
  create?(task: CreateTask<never>, rctx: RunContext): void | Promise<void>;
  /** Runs once when the pool is destroyed or the runtime stops. */
  destroy?(task: DestroyTask, rctx: RunContext): void | Promise<void>;
}

/** Members that say nothing about this container, or far too much about the runtime behind it. */
const NOT_SHOWN = new Set([
  ...['chi', 'client', 'runtime', 'logger'],
  ...['queues', 'defaultQueueLane', 'defaultHighLatencyLane', '$work'],
]);
const DEFAULT_QUEUE = -1;
/** Per queue: far more than useful, and far less than would fill the worker's heap. */
const MAX_LANES = 65_536;

/**
 * Base of a module's Runtime (guide: chi::Container): one shard of a pool, living on one worker for good, so its plain
 * fields need no locks (design D6). Methods are called by generated dispatchers, one per method of the module.
 */
export abstract class Container {
  /** Id of the pool that this is a shard of. */
  poolId!: PoolId;
  /** Name under which the pool was created. */
  poolName = '';
  /** Number of this shard, 0 to `containerCount - 1`. */
  containerId = 0;
  /** How many containers the pool has. */
  containerCount = 1;
  /** Number of the worker, a thread, on which this container lives. */
  workerId = 0;
  /** Client of this container's own pool; generated code gives it the module's type (guide: InitClient). */
  readonly client!: ContainerClient;
  /** The runtime as seen from here: buffers, task nodes, clients of other pools. */
  readonly chi!: Chi;
  /** The control plane; only the admin module has it. */
  protected readonly runtime: RuntimeControl | undefined;
  private logger: Logger | undefined;
  private readonly queues = new Map<number, readonly Lane<RunContext>[]>();
  private readonly defaultQueueLane = new Lane<RunContext>(DEFAULT_QUEUE, 0, QueuePriority.kLowLatency);
  private readonly defaultHighLatencyLane = new Lane<RunContext>(
    DEFAULT_QUEUE,
    1,
    QueuePriority.kHighLatency,
  );
  /** @internal Tasks that are queued or running here. */
  $work = 0;

  /**
   * Tells the container who it is. The runtime calls it before `create`; calling it again does nothing (CON18).
   */
  init(init?: ContainerInit): void {
    if (init === undefined || this.logger !== undefined) return;
    const { logger, ...identity } = init;
    Object.assign(this, identity);
    this.logger = logger;
  }

  /**
   * Creates a queue of lanes (guide "CreateLocalQueue Parameters").
   * @param queueId a named constant of the module
   * @param laneCount 1 to 65536; a single lane starts its tasks one after the other
   * @throws ChimaeraError INVALID_ARGUMENT for bad or missing arguments, or if the queue exists
   */
  createLocalQueue(queueId: number, laneCount: number, priority: QueuePriority): void {
    const usage = 'createLocalQueue(kMyQueue, lanes, QueuePriority.kLowLatency)';
    const bad = (what: string): never => {
      throw new ChimaeraError('INVALID_ARGUMENT', `${what}; call it as ${usage}`);
    };
    if (!Number.isInteger(queueId) || queueId < 0) bad(`queue id ${queueId} is not a whole number from 0 on`);
    if (!Number.isInteger(laneCount) || laneCount < 1 || laneCount > MAX_LANES)
      bad(`a queue has 1 to ${MAX_LANES} lanes, not ${laneCount}`);
    if (priority !== QueuePriority.kLowLatency && priority !== QueuePriority.kHighLatency)
      bad(`there is no priority ${String(priority)}`);
    if (this.queues.has(queueId)) bad(`queue ${queueId} exists already in pool ${this.poolName}`);
    const lanes = Array.from(
      { length: laneCount },
      (_, laneId) => new Lane<RunContext>(queueId, laneId, priority),
    );
    this.queues.set(queueId, lanes);
  }

  /** A lane by number, or null if there is no such queue or lane (guide: GetLaneFullPtr). */
  getLane(queueId: number, laneId: number): Lane<RunContext> | null {
    return this.queues.get(queueId)?.[laneId] ?? null;
  }

  /**
   * The lane that `key` hashes to: equal keys, equal lanes (guide: GetLaneFullPtrByHash). Null if there is no such
   * queue.
   */
  getLaneByHash(queueId: number, key: number | bigint | string): Lane<RunContext> | null {
    const lanes = this.queues.get(queueId);
    if (lanes === undefined) return null;
    if (lanes.length === 1) return lanes[0]!;
    // `>>> 0` makes this an integer division; without it V8 allows for NaN and divides floats, which takes 20 ns.
    return lanes[(hashOfKey(key) % lanes.length) >>> 0]!;
  }

  /** Tasks of this container that are queued or running (guide: GetWorkRemaining). */
  getWorkRemaining(): number {
    return this.$work;
  }

  /** Writes a line to the runtime's log. */
  log(level: LogLevel, message: string): void {
    this.logger?.log(level, message);
  }

  /** For logs: which container this is. */
  toJSON(): unknown {
    const { poolId, poolName, containerId, containerCount, workerId } = this;
    return { poolId, poolName, containerId, containerCount, workerId };
  }

  /** The same, and what its module keeps in it. */
  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { poolId, ...others } = this;
    const shown = Object.entries(others).filter(([name]) => !NOT_SHOWN.has(name));
    return shownAs(this, { poolId: `${poolId}`, ...Object.fromEntries(shown) }, depth, options, inspect);
  }

  /** @internal The lane for tasks that no monitor has routed. */
  $defaultLane(highLatency: boolean): Lane<RunContext> {
    return highLatency ? this.defaultHighLatencyLane : this.defaultQueueLane;
  }

  /** @internal */
  *$lanes(): Iterable<Lane<RunContext>> {
    yield this.defaultQueueLane;
    yield this.defaultHighLatencyLane;
    for (const lanes of this.queues.values()) yield* lanes;
  }
}
