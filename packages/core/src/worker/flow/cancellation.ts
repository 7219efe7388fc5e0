import { ChimaeraError } from '../../errors.js';
import { TaskFlag } from '../../layout/task-layout.js';
import type { Bag } from '../../lane/bag.js';
import type { RunContext } from '../../module/run-context.js';
import type { Anteroom } from './anteroom.js';
import type { Periodics } from './periodics.js';
import type { PoolTable } from '../state/pool-table.js';
import type { Scheduler } from './scheduler.js';

type Test = (rctx: RunContext) => boolean;

/** How a task ends that is not to run, or not to run again. */
export interface Endings {
  /** With an error. */
  refuse(rctx: RunContext, reason: ChimaeraError): void;
  /** As it is. */
  end(rctx: RunContext): void;
}

/** Tasks that should not go on: queued ones end, running ones see `rctx.signal` aborted, periodic ones stop. */
export class Cancellation {
  constructor(
    private readonly pools: PoolTable,
    private readonly scheduler: Scheduler,
    private readonly suspended: Bag<RunContext>,
    private readonly periodics: Periodics,
    private readonly anteroom: Anteroom,
    private readonly endings: Endings,
  ) {}

  /** Ends a task that its sender gave up before it began. Stopping is how a periodic task ends well. */
  endUnstarted(rctx: RunContext): void {
    if (rctx.$periodMs > 0) this.endings.end(rctx);
    else this.endings.refuse(rctx, cancelled());
  }

  /** The sender asked for it. */
  cancel(party: number, slot: number, generation: number): void {
    const isIt: Test = (rctx) =>
      rctx.$party === party && rctx.$slot === slot && rctx.$generation === generation;
    for (const rctx of this.takeQueued(isIt)) this.endUnstarted(rctx);
    for (const rctx of this.suspended) {
      if (!isIt(rctx)) continue;
      if (rctx.$periodMs > 0) rctx.$periodMs = 0;
      else rctx.$abort(cancelled());
    }
    this.periodics.stopAll(isIt);
    this.anteroom.dismiss(
      (task) => task.source.party === party && task.slot === slot && task.generation === generation,
      ({ flags }) => ((flags & TaskFlag.kPeriodic) === 0 ? cancelled() : undefined),
    );
  }

  /** The sender has gone. What nobody was to wait for still runs, but not again. */
  orphan(party: number, reason: ChimaeraError): void {
    const isOrphan: Test = (rctx) => rctx.$party === party && (rctx.$flags & TaskFlag.kFireAndForget) === 0;
    for (const rctx of this.takeQueued(isOrphan)) this.endings.end(rctx);
    for (const rctx of this.suspended) if (isOrphan(rctx)) rctx.$abort(reason);
    this.periodics.stopAll((rctx) => rctx.$party === party);
    this.anteroom.dismiss(
      ({ source, flags }) => source.party === party && (flags & TaskFlag.kFireAndForget) === 0,
      () => reason,
    );
  }

  /** The runtime stops. */
  abortAll(reason: ChimaeraError): void {
    for (const rctx of this.takeQueued(() => true)) this.endings.refuse(rctx, reason);
    for (const rctx of this.suspended) rctx.$abort(reason);
    this.periodics.stopAll(() => true);
    this.anteroom.dismiss(
      () => true,
      () => reason,
    );
  }

  private takeQueued(test: Test): RunContext[] {
    const taken: RunContext[] = [];
    for (const pool of this.pools.all()) {
      for (const local of pool.local) {
        if (local === undefined) continue;
        for (const lane of local.container.$lanes()) taken.push(...this.scheduler.remove(lane, test));
      }
    }
    return taken;
  }
}

/** Made only where there is something to cancel: a client may ask for nothing as often as it likes. */
function cancelled(): ChimaeraError {
  return new ChimaeraError('CANCELLED', 'the task was cancelled by its sender');
}
