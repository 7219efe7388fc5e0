import { PoolId } from '../task/pool-id.js';
import type { PoolQuery } from '../task/pool-query.js';

/**
 * What a container's `create` receives (guide: BaseCreateTask). The admin module takes the request out of shared
 * memory; this is what is left for the module: who the pool is, and its parameters.
 */
export class BaseCreateTask<P> {
  /** 0 is success; `create` may set it, or throw. */
  returnCode = 0;
  errorMessage = '';

  constructor(
    /** `<namespace>_<module>` */
    readonly chimodName: string,
    readonly poolName: string,
    /** The id of the pool that is made. */
    readonly newPoolId: PoolId,
    readonly poolQuery: PoolQuery,
    readonly params: P,
  ) {}

  /** Where the task was sent: to admin's pool, whatever module it is about (CON16). */
  get poolId(): PoolId {
    return PoolId.admin;
  }

  /** Whether it is the admin module that is made. */
  get isAdmin(): boolean {
    return this.newPoolId.equals(PoolId.admin);
  }

  /** The parameters, as the guide calls for them. */
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
