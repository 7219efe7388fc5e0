import { ChimaeraError } from '../errors.js';
import type { Inlet } from './inlets/inlet.js';
import type { SharedState } from './state/shared-state.js';
import type { Spills } from './state/spills.js';
import type { Worker } from './worker.js';

/**
 * Clients that have left while tasks of theirs were here. When the last of these has ended, the control plane is told.
 */
export class Departures {
  private readonly draining = new Set<Inlet>();

  constructor(
    private readonly worker: Worker,
    private readonly spills: Spills,
    private readonly shared: SharedState,
    private readonly sendDrained: (party: number, token: number) => void,
  ) {}

  /** Drops the party's queued tasks and asks the running ones to stop. */
  begin(party: number, token: number): void {
    const reason = new ChimaeraError('CANCELLED', 'the client that sent the task has gone');
    // A thread that replaces a dead one may be told twice, and the number may belong to another party by then.
    const isStill = this.shared.tokenOf(party) === token;
    const inlet = isStill ? this.worker.closeParty(party, reason) : undefined;
    if (inlet === undefined) this.sendDrained(party, token);
    else {
      this.draining.add(inlet);
      this.look();
    }
  }

  /** The memory of a party may be reused once none of its tasks runs. */
  look(): void {
    for (const inlet of this.draining) {
      if (inlet.active > 0) continue;
      this.draining.delete(inlet);
      this.spills.releaseAll(inlet.party);
      this.worker.inlets.forget(inlet);
      this.sendDrained(inlet.party, inlet.token);
    }
  }
}
