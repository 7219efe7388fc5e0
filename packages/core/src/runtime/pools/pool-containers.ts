import type { Logger } from '../../log.js';
import type { TaskGroup } from '../../module/runtime-control.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { WorkerRequest } from '../workers/worker-handle.js';

/** A pool, and what its containers are created with. */
export interface Pool {
  readonly record: PoolRecord;
  /** CreateParams, encoded. */
  readonly params: Uint8Array;
  readonly poolQuery: string;
}

/** What creating containers needs of the runtime. */
export interface PoolContainersHost {
  readonly logger: Logger;
  /** @throws ChimaeraError the worker's own, or WORKER_DIED */
  request(worker: number, message: WorkerRequest): Promise<void>;
}

/**
 * The containers of pools, on all workers: created together, created again where a thread was replaced, destroyed
 * together.
 */
export class PoolContainers {
  /** Pools that are still being created, each with the workers that have got a new thread meanwhile. */
  private readonly beginnings = new Map<Pool, Set<number>>();

  constructor(private readonly host: PoolContainersHost) {}

  /**
   * Creates all containers of a new pool. A thread that dies meanwhile takes those that it had already with it; they
   * are created again.
   * @param onMade called at the moment from which on `restore` must know of the pool
   * @throws ChimaeraError the first failure, once nothing is under way any more
   */
  async make(pool: Pool, onMade: () => void): Promise<void> {
    const replaced = new Set<number>();
    this.beginnings.set(pool, replaced);
    try {
      await this.create(pool, () => true);
      while (replaced.size > 0) {
        const again = new Set(replaced);
        replaced.clear();
        await this.create(pool, (worker) => again.has(worker));
      }
      onMade();
    } finally {
      this.beginnings.delete(pool);
    }
  }

  /**
   * The thread of a worker was replaced: creates the containers that these pools had there again, empty. Never rejects.
   */
  async restore(pools: Iterable<Pool>, worker: number): Promise<void> {
    for (const replaced of this.beginnings.values()) replaced.add(worker);
    const lost = [...pools].filter(({ record }) => record.workers.includes(worker));
    await Promise.all(lost.map((pool) => this.restorePool(pool, worker)));
  }

  /** Waits for all; then throws the first failure of a container's `destroy`. */
  async destroy({ id, workers }: PoolRecord, asking?: TaskGroup): Promise<void> {
    const homes = [...new Set(workers)];
    throwFirst(
      await Promise.allSettled(
        homes.map((worker) => this.host.request(worker, { t: 'destroy-containers', poolId: id, asking })),
      ),
    );
  }

  private async restorePool(pool: Pool, worker: number): Promise<void> {
    const { id, name } = pool.record;
    try {
      await this.create(pool, (home) => home === worker);
      this.host.logger.info(
        `the containers of pool '${name}' (${id}) on worker ${worker} were created again`,
      );
    } catch (error) {
      this.host.logger.error(`pool '${name}' (${id}) has lost containers on worker ${worker}`, error);
    }
  }

  /** Waits for all, so that nothing is left half created; then throws the first error. */
  private async create(
    { record, params, poolQuery }: Pool,
    isWanted: (worker: number) => boolean,
  ): Promise<void> {
    const made: Promise<void>[] = [];
    record.workers.forEach((worker, containerId) => {
      if (!isWanted(worker)) return;
      made.push(
        this.host.request(worker, { t: 'create-container', pool: record, containerId, params, poolQuery }),
      );
    });
    throwFirst(await Promise.allSettled(made));
  }
}

function throwFirst(results: readonly PromiseSettledResult<unknown>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
