import type { ChimaeraError } from '../../errors.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { PoolRoute, RouteTable } from '../../route/route-table.js';
import { PoolId } from '../../task/pool-id.js';

/** A pool as a worker knows it: where all its containers are, and those that live here. */
export interface Pool extends PoolRoute {
  readonly record: PoolRecord;
  /** By container number; undefined for containers of other workers, and for those that are being created. */
  readonly local: (LocalContainer | undefined)[];
  /** By container number: why a container that should be here does not exist and will not. */
  readonly failures: (ChimaeraError | undefined)[];
}

/** All pools of the runtime, as the control plane reports them. The truth, unlike the directory that clients read. */
export class PoolTable implements RouteTable {
  version = 1;
  /** Containers of this worker have been added or removed. */
  onChange: () => void = () => undefined;
  private readonly pools = new Map<number, Map<number, Pool>>();
  private last: Pool | undefined;

  find(major: number, minor: number): Pool | undefined {
    const { last } = this;
    if (last !== undefined && last.major === major && last.minor === minor) return last;
    return (this.last = this.pools.get(major)?.get(minor));
  }

  findById(id: string): Pool | undefined {
    const { major, minor } = PoolId.parse(id);
    return this.find(major, minor);
  }

  /** A new pool, or new places of a known pool's containers; local containers are kept. */
  put(record: PoolRecord): Pool {
    const { major, minor } = PoolId.parse(record.id);
    const known = this.find(major, minor);
    const pool: Pool = {
      major,
      minor,
      workers: record.workers,
      record,
      local: known?.local ?? [],
      failures: known?.failures ?? [],
    };
    const minors = this.pools.get(major) ?? new Map<number, Pool>();
    this.pools.set(major, minors.set(minor, pool));
    this.changed();
    return pool;
  }

  /** A container of this worker takes tasks from now on. */
  putLocal(record: PoolRecord, containerId: number, local: LocalContainer): void {
    const pool = this.findById(record.id) ?? this.put(record);
    pool.local[containerId] = local;
    this.onChange();
  }

  /** A container of this worker could not be created. If the pool is not known yet, it never will be. */
  noteFailure(id: string, containerId: number, why: ChimaeraError): void {
    const pool = this.findById(id);
    if (pool === undefined) return;
    pool.failures[containerId] = why;
    this.onChange();
  }

  remove(id: string): void {
    const { major, minor } = PoolId.parse(id);
    const minors = this.pools.get(major);
    minors?.delete(minor);
    if (minors?.size === 0) this.pools.delete(major);
    this.changed();
    this.onChange();
  }

  *all(): Iterable<Pool> {
    for (const minors of this.pools.values()) yield* minors.values();
  }

  private changed(): void {
    this.last = undefined;
    this.version++;
  }
}
