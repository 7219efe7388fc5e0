import type { CallOptions } from '../submit/call-options.js';
import type { PoolId } from '../task/pool-id.js';
import type { RuntimeReport } from './runtime-report.js';

/** What core needs of the admin module's client. Admin's generated client has this shape (design D14). */
export interface AdminClient {
  /** What `create` of every client sends; rarely needed by hand. */
  getOrCreatePool(
    input: {
      readonly chimodName: string;
      readonly poolName: string;
      readonly chimodParams: Uint8Array;
      readonly domainFlags: number;
      readonly containers: number;
      readonly newPoolId: PoolId;
    },
    options?: CallOptions,
  ): Promise<{ readonly newPoolId: PoolId; readonly returnCode: number }>;
  /** Like getOrCreatePool, blocking this thread. */
  getOrCreatePoolSync(...args: Parameters<AdminClient['getOrCreatePool']>): {
    readonly newPoolId: PoolId;
    readonly returnCode: number;
  };
  /**
   * Runs `destroy` in the pool's containers and forgets the pool; its name is free again.
   * @throws ChimaeraError POOL_NOT_FOUND; POOL_PROTECTED for admin's own; DESTROY_FAILED: the pool is gone all the same
   */
  destroyPool(
    input: { readonly targetPoolId: PoolId },
    options?: CallOptions,
  ): Promise<{ readonly returnCode: number }>;
  /** Waits until nothing is queued or running, except periodic tasks; returns how many tasks ended meanwhile. */
  flush(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<{ readonly totalWorkDone: number; readonly returnCode: number }>;
  /** The state of the runtime. @param input `query`: `all`, the default, or one part: `methods`, `workers`, … */
  monitor(
    input?: { readonly query?: string | undefined },
    options?: CallOptions,
  ): Promise<RuntimeReport & { readonly returnCode: number }>;
  /** Begins an orderly stop: running tasks have `graceMs` to end, 5000 by default. */
  stopRuntime(
    input?: { readonly graceMs?: number | undefined },
    options?: CallOptions,
  ): Promise<{ readonly returnCode: number }>;
}
