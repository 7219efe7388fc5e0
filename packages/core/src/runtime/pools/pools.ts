import type { PoolStatus } from '../../client/control-protocol.js';
import { ChimaeraError, textOfThrown } from '../../errors.js';
import type { Logger } from '../../log.js';
import type { CreatePoolReply, CreatePoolRequest, TaskGroup } from '../../module/runtime-control.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { PoolRoute } from '../../route/route-table.js';
import { PoolId } from '../../task/pool-id.js';
import type { ToWorker } from '../../worker/messages.js';
import type { WorkerRequest } from '../workers/worker-handle.js';
import type { FindModule } from './installed-modules.js';
import { type Pool, PoolContainers } from './pool-containers.js';
import { checkPoolRequest, checkSamePool } from './pool-requests.js';

/** Ids that the runtime chooses begin here, out of the way of those that people choose. */
const FIRST_AUTOMATIC_MAJOR = 0x8000_0000;
const LAST_MAJOR = 0xffff_ffff;

/** What the pools need of the runtime. */
export interface PoolsHost {
  readonly workers: number;
  readonly logger: Logger;
  /** @throws ChimaeraError MODULE_NOT_FOUND */
  readonly findModule: FindModule;
  request(worker: number, message: WorkerRequest): Promise<void>;
  broadcast(message: ToWorker): void;
  /** Resolves when every worker has read what was broadcast before. */
  barrier(): Promise<void>;
  /** The set of pools has changed: makes that visible to clients. */
  publish(pools: Iterable<PoolRecord>): void;
}

/** A pool that is being created or destroyed. */
interface Transition {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  /** Never rejects. */
  readonly over: Promise<unknown>;
}

/** A creation under way. Requests for the same pool share its outcome. */
interface Creation extends Transition {
  readonly outcome: Promise<PoolRecord>;
}

/**
 * Which pools exist. A name stands for at most one pool, and so does an id, from the moment that a request asks for
 * them: requests that arrive while the pool is being created or destroyed wait for the outcome.
 */
export class Pools {
  private readonly byName = new Map<string, Pool>();
  private readonly byId = new Map<string, Pool>();
  private readonly creations = new Map<string, Creation>();
  private readonly destructions = new Map<string, Transition>();
  private readonly containers: PoolContainers;
  private nextWorker = 0;
  private nextMajor = FIRST_AUTOMATIC_MAJOR;

  constructor(private readonly host: PoolsHost) {
    this.containers = new PoolContainers(host);
  }

  /** See RuntimeControl.createPool. */
  async create(request: CreatePoolRequest): Promise<CreatePoolReply> {
    checkPoolRequest(request);
    for (;;) {
      const existing = this.byName.get(request.name)?.record;
      if (existing !== undefined) {
        checkSamePool(existing, request);
        return { poolId: existing.id, created: false, containers: existing.workers.length };
      }
      const creation = this.creations.get(request.name);
      if (creation !== undefined && isSame(creation, request)) {
        const { id, workers } = await creation.outcome;
        return { poolId: id, created: false, containers: workers.length };
      }
      const inTheWay = creation ?? this.destructions.get(request.name) ?? this.goingWithId(request.poolId);
      if (inTheWay === undefined) break;
      await inTheWay.over;
    }
    const { id, workers } = await this.begin(request);
    return { poolId: id, created: true, containers: workers.length };
  }

  /** See RuntimeControl.destroyPool. */
  async destroy(poolId: string, asking?: TaskGroup): Promise<void> {
    const id = PoolId.parse(poolId).toString();
    if (id === PoolId.admin.toString()) {
      throw new ChimaeraError(
        'POOL_PROTECTED',
        'the admin pool is part of the runtime and cannot be destroyed; stop the runtime instead',
      );
    }
    const pool = this.byId.get(id);
    if (pool === undefined) throw new ChimaeraError('POOL_NOT_FOUND', `there is no pool ${id}`);
    const { name, module } = pool.record;
    this.byId.delete(id);
    this.byName.delete(name);
    this.publish();
    const outcome = this.takeApart(pool.record, asking);
    this.destructions.set(name, { id, name, module, over: settled(outcome) });
    try {
      await outcome;
    } catch (error) {
      throw new ChimaeraError(
        'DESTROY_FAILED',
        `the pool '${name}' (${id}) is gone, but its destroy failed: ${textOfThrown(error)}`,
        { cause: error },
      );
    } finally {
      this.destructions.delete(name);
    }
  }

  /** All pools, in the order of their creation. */
  records(): PoolRecord[] {
    return Array.from(this.byId.values(), ({ record }) => record);
  }

  /** The same, for people. */
  statuses(): PoolStatus[] {
    return this.records().map(({ id, name, module, workers }) => ({
      id,
      name,
      module,
      containers: workers.length,
    }));
  }

  /** The thread of a worker was replaced: its containers are created again, empty. */
  restore(worker: number): Promise<void> {
    return this.containers.restore(this.byId.values(), worker);
  }

  private begin(request: CreatePoolRequest): Promise<PoolRecord> {
    const id = this.chooseId(request);
    const { name, module } = request;
    const outcome = this.make(id, request).finally(() => this.creations.delete(name));
    this.creations.set(name, { id, name, module, outcome, over: settled(outcome) });
    return outcome;
  }

  /** From nothing to a pool that every worker knows, or back to nothing. */
  private async make(id: string, request: CreatePoolRequest): Promise<PoolRecord> {
    const { module, name, params, poolQuery } = request;
    const location = await this.host.findModule(module);
    const workers = Array.from({ length: request.containers }, () => this.nextWorker++ % this.host.workers);
    const pool: Pool = { record: { id, name, module, location, workers }, params, poolQuery };
    try {
      await this.containers.make(pool, () => {
        this.byName.set(name, pool);
        this.byId.set(id, pool);
      });
    } catch (error) {
      await this.takeApart(pool.record).catch((why: unknown) => {
        this.host.logger.warn(`pool '${name}' (${id}) could not be rolled back without errors`, why);
      });
      throw creationError(pool.record, error);
    }
    this.host.broadcast({ t: 'pool', pool: pool.record });
    // Whoever learns of the pool may use it at once, through any worker.
    await this.host.barrier();
    this.publish();
    this.host.logger.debug(
      `pool '${name}' (${id}) of ${module} created: containers on workers ${workers.join(', ')}`,
    );
    return pool.record;
  }

  private async takeApart(record: PoolRecord, asking?: TaskGroup): Promise<void> {
    try {
      await this.containers.destroy(record, asking);
    } finally {
      this.host.broadcast({ t: 'pool-gone', poolId: record.id });
    }
  }

  private publish(): void {
    this.host.publish(this.records());
  }

  private chooseId({ name, poolId }: CreatePoolRequest): string {
    const wanted = PoolId.parse(poolId);
    if (!wanted.isNull) {
      const id = wanted.toString();
      const holder = this.byId.get(id)?.record ?? this.creationWithId(id);
      if (holder === undefined) return id;
      throw new ChimaeraError(
        'POOL_ID_CONFLICT',
        `the pool id ${id} is taken by '${holder.name}' of ${holder.module}, so '${name}' cannot have it; leave the id to the runtime, or choose a free one`,
      );
    }
    for (;;) {
      const id = new PoolId(this.nextMajor).toString();
      this.nextMajor = this.nextMajor === LAST_MAJOR ? FIRST_AUTOMATIC_MAJOR : this.nextMajor + 1;
      if (!this.byId.has(id) && this.creationWithId(id) === undefined) return id;
    }
  }

  private creationWithId(id: string): Creation | undefined {
    return [...this.creations.values()].find((creation) => creation.id === id);
  }

  /** The containers of a pool that is being destroyed still have its id. */
  private goingWithId(poolId: string): Transition | undefined {
    const id = PoolId.parse(poolId).toString();
    return [...this.destructions.values()].find((going) => going.id === id);
  }
}

const routes = new WeakMap<PoolRecord, PoolRoute>();

/** What routing needs of a record. Kept, because all of them are published again whenever a pool comes or goes. */
export function routeOf(record: PoolRecord): PoolRoute {
  let route = routes.get(record);
  if (route === undefined) {
    const { major, minor } = PoolId.parse(record.id);
    route = { major, minor, workers: record.workers };
    routes.set(record, route);
  }
  return route;
}

function isSame(creation: Creation, request: CreatePoolRequest): boolean {
  const wanted = PoolId.parse(request.poolId);
  return creation.module === request.module && (wanted.isNull || wanted.toString() === creation.id);
}

/** A module's own error codes, and those of core other than METHOD_FAILED, reach the client unchanged. */
function creationError({ id, name, module }: PoolRecord, error: unknown): ChimaeraError {
  const about = `the pool '${name}' (${id}) of ${module} could not be created: ${textOfThrown(error)}`;
  if (!(error instanceof ChimaeraError) || error.code === 'METHOD_FAILED' || error.code === 'TASK_FAILED') {
    return new ChimaeraError('CREATE_FAILED', about, { cause: error });
  }
  return new ChimaeraError(error.code, about, { returnCode: error.returnCode, cause: error });
}

function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(() => undefined);
}
