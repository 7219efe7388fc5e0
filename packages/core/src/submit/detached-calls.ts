import type { Call } from './call.js';
import type { CallLimits } from './call-limits.js';
import type { CallOptions } from './call-options.js';
import type { Mail } from './mail.js';
import type { PartyHost } from './party-host.js';
import type { Settler } from './settler.js';

/**
 * Tasks whose outcome nobody waits for. Their senders wait, if at all, until the task is in its ring: from then on it
 * runs even if this process dies.
 */
export class DetachedCalls {
  constructor(
    private readonly mail: Mail,
    private readonly host: PartyHost,
    private readonly limits: CallLimits,
    private readonly settler: Settler,
  ) {}

  /** Undefined if the call has gone out already. @throws ChimaeraError TIMEOUT, CANCELLED, or how the party ended */
  untilSent(call: Call, options: CallOptions | undefined): Promise<void> | undefined {
    const sent = this.mail.whenSent(call.worker, call.position);
    if (sent === undefined) return undefined;
    this.host.startPolling();
    return this.limits.whileUnsent(call, sent, options);
  }

  /** The same, blocking this thread. @throws ChimaeraError also WOULD_BLOCK */
  blockUntilSent(call: Call, options: CallOptions): void {
    this.mail.settle();
    if (this.mail.hasSent(call.worker, call.position)) return;
    try {
      this.host.blockUntilDone(call, options.timeoutMs);
    } catch (error) {
      this.settler.requestCancel(call);
      throw error;
    }
  }
}
