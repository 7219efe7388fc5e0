import { PoolId, type CallOptions, type Chi, type RuntimeReport } from '@chimaera/core';
import { ClientBase } from './autogen/client.js';
import type { MonitorInput, MonitorResult } from './autogen/tasks.js';
import { reportParts } from './report-parts.js';

/** Client of the admin pool: the generated methods, one per task of tasks.ts. A connection has one as `chi.admin`. */
export class Client extends ClientBase {
  constructor(chi: Chi, poolId: PoolId = PoolId.admin) {
    super(chi, poolId);
  }

  /**
   * The state of the runtime: the parts of the report, and the text in which they came.
   * @throws ChimaeraError INVALID_ARGUMENT for an unknown query, and the message lists the known ones; BAD_TASK if the
   * report was overwritten on its way
   */
  override async monitor(
    input: MonitorInput = {},
    options?: CallOptions,
  ): Promise<MonitorResult & RuntimeReport> {
    return withParts(await super.monitor(input, options));
  }

  /** The same, blocking this thread. */
  override monitorSync(input: MonitorInput = {}, options?: CallOptions): MonitorResult & RuntimeReport {
    return withParts(super.monitorSync(input, options));
  }
}

/** A call that nobody waits for has no result. */
function withParts(result: MonitorResult | undefined): MonitorResult & RuntimeReport {
  if (result === undefined) return result as never;
  return { ...result, ...reportParts(result.report) };
}
