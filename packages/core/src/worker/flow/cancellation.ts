import { ChimaeraError } from '../../errors.js';
import { TaskFlag } from '../../layout/task-layout.js';
import type { Lane } from '../../lane/lane.js';
import type { RunContext } from '../../module/run-context.js';
import type { PoolTable } from '../state/pool-table.js';
import type { Anteroom } from './anteroom.js';
import type { Outcomes } from './outcomes.js';
import type { Runner } from './runner.js';
import type { Scheduler } from './scheduler.js';

type Test = (rctx: RunContext) => boolean;

/** Ends tasks that should not go on: queued ones end, running ones see `rctx.signal` aborted, periodic ones stop. */
export class Cancellation {
  constructor(
    private readonly pools: PoolTable,
    private readonly scheduler: Scheduler,
    private readonly anteroom: Anteroom,
    private readonly runner: Runner,
    private readonly outcomes: Outcomes,
  ) {}

  /** Ends a task that its sender gave up before it began. For a periodic task, being stopped is success. */
  endUnstarted(rctx: RunContext): void {
    if (rctx.$periodMs > 0) this.outcomes.end(rctx);
    else this.runner.refuse(rctx, cancelled());
  }

  /** The sender asked for it. */
  cancel(party: number, slot: number, generation: number): void {
    const isIt: Test = (rctx) =>
      rctx.$party === party && rctx.$slot === slot && rctx.$generation === generation;
    for (const rctx of this.takeQueued(isIt)) this.endUnstarted(rctx);
    for (const rctx of this.outcomes.suspendedTasks) {
      if (!isIt(rctx)) continue;
      if (rctx.$periodMs > 0) rctx.$periodMs = 0;
      else rctx.$abort(cancelled());
    }
    this.outcomes.periodics.stopAll(isIt);
    this.anteroom.dismiss(
      (task) => task.source.party === party && task.slot === slot && task.generation === generation,
      ({ flags }) => ((flags & TaskFlag.kPeriodic) === 0 ? cancelled() : undefined),
    );
  }

  /** The sender has left. Its fire-and-forget tasks still run, but are not repeated. */
  orphan(party: number, reason: ChimaeraError): void {
    const isOrphan: Test = (rctx) => rctx.$party === party && (rctx.$flags & TaskFlag.kFireAndForget) === 0;
    for (const rctx of this.takeQueued(isOrphan)) this.outcomes.end(rctx);
    for (const rctx of this.outcomes.suspendedTasks) if (isOrphan(rctx)) rctx.$abort(reason);
    this.outcomes.periodics.stopAll((rctx) => rctx.$party === party);
    this.anteroom.dismiss(
      ({ source, flags }) => source.party === party && (flags & TaskFlag.kFireAndForget) === 0,
      () => reason,
    );
  }

  /** The runtime stops. */
  abortAll(reason: ChimaeraError): void {
    for (const rctx of this.takeQueued(() => true)) this.runner.refuse(rctx, reason);
    for (const rctx of this.outcomes.suspendedTasks) rctx.$abort(reason);
    this.outcomes.periodics.stopAll(() => true);
    this.anteroom.dismiss(
      () => true,
      () => reason,
    );
  }

  /** Whether this worker has taken in the task, and not ended it. */
  isHere(party: number, slot: number, generation: number): boolean {
    const isIt = (task: { party: number; slot: number; generation: number }): boolean =>
      task.party === party && task.slot === slot && task.generation === generation;
    const isItsContext = ({ $party, $slot, $generation }: RunContext): boolean =>
      isIt({ party: $party, slot: $slot, generation: $generation });
    for (const rctx of this.outcomes.suspendedTasks) if (isItsContext(rctx)) return true;
    for (const lane of this.lanes())
      for (const rctx of lane.$waiting(lane.size)) if (isItsContext(rctx)) return true;
    return (
      this.outcomes.periodics.has(isItsContext) ||
      this.anteroom.has(({ source, ...task }) => isIt({ party: source.party, ...task }))
    );
  }

  private takeQueued(test: Test): RunContext[] {
    const taken: RunContext[] = [];
    for (const lane of this.lanes()) taken.push(...this.scheduler.remove(lane, test));
    return taken;
  }

  private *lanes(): Iterable<Lane<RunContext>> {
    for (const pool of this.pools.all())
      for (const local of pool.local) if (local !== undefined) yield* local.container.$lanes();
  }
}

/**
 * Created only if there is something to cancel, because a client may send cancellations in vain as often as it likes.
 */
function cancelled(): ChimaeraError {
  return new ChimaeraError('CANCELLED', 'the task was cancelled by its sender');
}
