import type { PoolId } from '../task/pool-id.js';
import type { CallOptions } from './call-options.js';
import type { RuntimeReport } from './runtime-report.js';

/** What core needs of the admin module's client; admin's generated client fits (design D14). */
export interface AdminClient {
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
  getOrCreatePoolSync(...args: Parameters<AdminClient['getOrCreatePool']>): {
    readonly newPoolId: PoolId;
    readonly returnCode: number;
  };
  destroyPool(
    input: { readonly targetPoolId: PoolId },
    options?: CallOptions,
  ): Promise<{ readonly returnCode: number }>;
  flush(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<{ readonly totalWorkDone: number; readonly returnCode: number }>;
  monitor(
    input?: { readonly query?: string },
    options?: CallOptions,
  ): Promise<RuntimeReport & { readonly returnCode: number }>;
  stopRuntime(
    input?: { readonly graceMs?: number },
    options?: CallOptions,
  ): Promise<{ readonly returnCode: number }>;
}
