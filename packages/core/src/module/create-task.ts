import { PoolId } from '../task/pool-id.js';
import type { PoolQuery } from '../task/pool-query.js';

/**
 * What a container's `create` receives (guide: BaseCreateTask). The admin module reads the request from shared memory;
 * this is what concerns the module: the identity of the pool, and its parameters.
 */
export class BaseCreateTask<P> {
  /** 0 is success; `create` may set it, or throw. */
  returnCode = 0;
  errorMessage = '';

  constructor(
    /** `<namespace>_<module>` */
    readonly chimodName: string,
    readonly poolName: string,
    /** The id of the new pool. */
    readonly newPoolId: PoolId,
    readonly poolQuery: PoolQuery,
    readonly params: P,
  ) {}

  /** Where the task was sent: to admin's pool, whatever module it creates (CON16). */
  get poolId(): PoolId {
    return PoolId.admin;
  }

  /** Whether it creates the admin module. */
  get isAdmin(): boolean {
    return this.newPoolId.equals(PoolId.admin);
  }

  /** The parameters, under the guide's name for them. */
  getParams(): P {
    return this.params;
  }
}

/** Create task of an ordinary module (guide: GetOrCreatePoolTask). */
export type GetOrCreatePoolTask<P> = BaseCreateTask<P>;
export type CreateTask<P> = BaseCreateTask<P>;

/** What a container's `destroy` receives (checklist SIL1). */
export class DestroyTask {
  returnCode = 0;
  errorMessage = '';

  constructor(readonly targetPoolId: PoolId) {}
}
