import { type ChimaeraError } from '../../errors.js';
import { SubmissionKind } from '../../layout/ring-layout.js';
import { TASK_FLAGS_WORD, TASK_RETURN_CODE_WORD, TaskFlag } from '../../layout/task-layout.js';
import { Bag } from '../../lane/bag.js';
import { QueuePriority } from '../../lane/lane.js';
import type { Memory } from '../../memory/segment.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import { OF_PERIODIC } from '../../task/task-node.js';
import { Acceptor, type Elsewhere } from './acceptor.js';
import { Anteroom } from './anteroom.js';
import { Cancellation } from './cancellation.js';
import { ContextPool } from './context-pool.js';
import type { Inlet } from '../inlets/inlet.js';
import { Inlets } from '../inlets/inlets.js';
import { Periodics } from './periodics.js';
import { Refusals } from './refusals.js';
import { Router } from './router.js';
import { Runner } from './runner.js';
import { Scheduler } from './scheduler.js';
import { SlowMethods } from './slow-methods.js';
import { Statistics } from './statistics.js';
import { OwnSource, type TaskSource } from '../inlets/task-source.js';
import { WorkerOwner } from '../state/worker-owner.js';
import type { WorkerParts } from './worker-parts.js';

/** The stages of a task on a worker, one after the other: taken in, routed to a lane or run at once, ended. */
export class TaskFlow {
  readonly inlets: Inlets;
  readonly scheduler = new Scheduler();
  readonly statistics: Statistics;
  readonly cancellation: Cancellation;
  readonly periodics: Periodics;
  /** Tasks whose container is being made. */
  readonly anteroom: Anteroom;
  /** Where the worker's own subtasks come from. */
  readonly own: OwnSource;
  started = 0;
  finished = 0;
  /** Asynchronous methods under way. */
  readonly suspended = new Bag<RunContext>();
  /** Promise reactions are waiting for the turn to end. */
  microtasksPending = false;
  /** Why new tasks of clients are refused, if they are. */
  stopping: ChimaeraError | undefined;
  private readonly main: Memory['main'];
  private readonly acceptor: Acceptor;
  private readonly refusals: Refusals;
  private readonly router: Router;
  private readonly runner: Runner;
  private readonly contexts: ContextPool;
  private readonly slowMethods: SlowMethods;
  private readonly owner: WorkerOwner;

  constructor(private readonly parts: WorkerParts) {
    this.own = new OwnSource(parts.index, parts.party, () => (this.microtasksPending = true));
    const { memory, index, pools, spills, logger } = parts;
    this.main = memory.main;
    this.statistics = new Statistics(parts.shared.pulseOf(index));
    this.contexts = new ContextPool(index);
    this.periodics = new Periodics(
      (rctx) => this.runAgain(rctx),
      (rctx) => this.end(rctx),
    );
    this.owner = new WorkerOwner(memory, parts.chunks, spills, parts.workers, index);
    this.acceptor = new Acceptor(memory.main, parts.chunks, pools, this.contexts, this.owner);
    this.refusals = new Refusals(memory.main, this.owner, this.acceptor, logger, (source) =>
      this.inlets.noteBacklog(source as Inlet),
    );
    this.slowMethods = new SlowMethods(parts.watchdogMs, this.suspended, logger);
    this.router = new Router(parts.strictMonitors, logger, pools, parts.party);
    this.runner = new Runner(memory.main, logger, parts.loopback, {
      ended: (rctx) => this.ended(rctx),
      suspended: (rctx) => {
        this.noteSuspended(rctx);
        this.microtasksPending = true;
      },
      suspendedLater: (rctx) => this.noteSuspended(rctx),
      resumed: (rctx) => {
        this.suspended.delete(rctx);
        rctx.$wasSuspended = rctx.holds !== null;
      },
    });
    this.anteroom = new Anteroom({
      enter: ({ source, base, slot, generation }) => this.accept(source, base, slot, generation),
      turnAway: (task, reason) => this.refusals.turnAway(task, reason),
      onLeft: () => {
        this.microtasksPending = true;
        parts.wake();
      },
    });
    pools.onChange = () => this.anteroom.look();
    const { scheduler, suspended, periodics, anteroom } = this;
    this.cancellation = new Cancellation(pools, scheduler, suspended, periodics, anteroom, {
      refuse: (rctx, reason) => this.runner.refuse(rctx, reason),
      end: (rctx) => this.end(rctx),
    });
    this.inlets = new Inlets(
      memory.main,
      index,
      parts.queueDepth,
      parts.shared,
      (inlet, kind, w0, w1, w2) => this.take(inlet, kind, w0, w1, w2),
      (party) => (party < parts.workers ? (): void => parts.ringWorker(party) : undefined),
    );
  }

  /**
   * Tasks so far, and those of the moment. A periodic task that has suspended, and what it waits for, do not count as
   * running.
   */
  counts(): { started: number; finished: number; queued: number; running: number } {
    const { started, finished, queued } = this;
    let running = this.workRemaining - queued;
    for (const { nodeMinor } of this.suspended) if ((nodeMinor & OF_PERIODIC) !== 0) running--;
    return { started, finished, queued, running };
  }

  /** Tasks that have not begun. */
  get queued(): number {
    return this.scheduler.queued + this.anteroom.size;
  }

  /** Tasks that are queued or under way, periodic ones not counted. */
  get workRemaining(): number {
    return this.started - this.finished - this.periodics.size + this.anteroom.size;
  }

  /** A record of a ring, or of the worker itself. */
  take(source: TaskSource, kind: number, w0: number, w1: number, w2: number): void {
    switch (kind) {
      case SubmissionKind.kSubmit:
        if (!this.accept(source, w0, w1, w2))
          this.anteroom.add(source, w0, w1, w2, this.acceptor.flagsOf(w0));
        break;
      case SubmissionKind.kCancel:
        this.cancellation.cancel(source.party, w1, w2);
        break;
      case SubmissionKind.kRelease:
        this.parts.spills.release(source.party, w1, w2);
        break;
      default:
        this.parts.reportBroken(source, `it sent a record of kind ${kind}`);
    }
  }

  /** False when its container is here and not yet made. */
  private accept(source: TaskSource, base: number, slot: number, generation: number): boolean {
    const { party } = source;
    if (!this.acceptor.isSound(party, base)) {
      this.parts.reportBroken(source, `it sent a task at ${base} that is not a block of its own`);
      return true;
    }
    if (!this.acceptor.isCurrent(base, generation)) return true;
    let rctx: RunContext | null;
    try {
      rctx = this.acceptor.accept(party, base, slot, generation);
    } catch (error) {
      this.refusals.refuse(source, base, slot, generation, error as ChimaeraError);
      return true;
    }
    if (rctx === null) return this.isElsewhere(source, base, slot, generation);
    source.active++;
    this.statistics.entered(rctx);
    this.begin(rctx, this.acceptor.local, source.closing);
    this.statistics.left();
    return true;
  }

  private isElsewhere(source: TaskSource, base: number, slot: number, generation: number): boolean {
    const { elsewhere } = this.acceptor;
    if (elsewhere.worker !== this.parts.index) this.redirect(source, slot, generation, elsewhere);
    else if (this.stopping === undefined) return false;
    else this.refusals.refuse(source, base, slot, generation, this.stopping);
    return true;
  }

  private begin(rctx: RunContext, local: LocalContainer, orphaned: boolean): void {
    this.started++;
    rctx.container.$work++;
    rctx.$local = local;
    // Subtasks of what still runs go on: without them it could not end.
    if (this.stopping !== undefined && rctx.$party >= this.parts.workers) {
      return this.runner.refuse(rctx, this.stopping);
    }
    if (orphaned && (rctx.$flags & TaskFlag.kFireAndForget) === 0) return this.end(rctx);
    if ((rctx.$flags & TaskFlag.kCancelled) !== 0) return this.cancellation.endUnstarted(rctx);
    this.route(rctx, local);
  }

  private route(rctx: RunContext, local: LocalContainer): void {
    let lane;
    try {
      lane = this.router.laneOf(local, rctx);
    } catch (error) {
      this.runner.refuse(rctx, error as ChimaeraError);
      return;
    }
    if (lane === null) return this.sendElsewhere(rctx);
    if (this.parts.logger.debugEnabled) this.router.log(rctx, lane);
    // Nothing waits before it: the task need not queue. High-latency ones always do, so that what is still in
    // the rings can go first.
    if (lane.priority === QueuePriority.kLowLatency && this.scheduler.isLowIdle) this.runner.run(local, rctx);
    else {
      rctx.$sinceMs = this.statistics.nowMs;
      this.inlets.queued++;
      this.scheduler.enqueue(lane, rctx);
    }
  }

  /** As if it had never come: a monitor wants it in another container. */
  private sendElsewhere(rctx: RunContext): void {
    const source = this.sourceOf(rctx.$party)!;
    if (source.closing) {
      // Nobody is there to send it on: what still is to run for a client that has gone runs here.
      rctx.$flags |= TaskFlag.kRouted;
      return this.route(rctx, rctx.$local!);
    }
    const { $slot: slot, $generation: generation } = rctx;
    this.main.u32[(rctx.$base >>> 2) + TASK_FLAGS_WORD]! |= TaskFlag.kRouted;
    this.started--;
    rctx.container.$work--;
    source.active--;
    this.statistics.forget(rctx);
    if (rctx.$memory.pins !== null) this.owner.unpin(rctx.$memory);
    this.contexts.put(rctx);
    this.redirect(source, slot, generation, this.router.elsewhere);
  }

  private redirect(
    source: TaskSource,
    slot: number,
    generation: number,
    { container, worker }: Elsewhere,
  ): void {
    source.redirect(slot, generation, container, worker);
    if (source.hasBacklog) this.inlets.noteBacklog(source as Inlet);
  }

  /** One look at the rings for every task that runs from a queue, so that a backlog delays nobody. */
  runQueued(): number {
    const rctx = this.scheduler.next();
    if (rctx === undefined) return 0;
    this.statistics.resumed(rctx);
    const flags = this.main.u32[(rctx.$base >>> 2) + TASK_FLAGS_WORD]!;
    if ((flags & TaskFlag.kCancelled) !== 0) this.cancellation.endUnstarted(rctx);
    else this.runner.run(rctx.$local!, rctx);
    this.statistics.left();
    return 1;
  }

  private noteSuspended(rctx: RunContext): void {
    this.suspended.add(rctx);
    rctx.$sinceMs = this.statistics.nowMs;
    this.router.estimate(rctx.$local!, rctx);
    this.slowMethods.watch();
  }

  private ended(rctx: RunContext): void {
    if (rctx.$wasSuspended) this.suspended.delete(rctx);
    if (rctx.$periodMs === 0 || !this.mayRepeat(rctx)) return this.end(rctx);
    this.owner.pruneSpill(rctx.$memory, rctx.$type.fixedBytes);
    this.statistics.ended(rctx, 0);
    this.periodics.schedule(rctx);
  }

  private mayRepeat(rctx: RunContext): boolean {
    if (rctx.isAborted || this.stopping !== undefined || this.returnCodeOf(rctx) !== 0) return false;
    return this.sourceOf(rctx.$party)?.closing === false;
  }

  private sourceOf(party: number): TaskSource | undefined {
    return party === this.parts.index ? this.own : this.inlets.inletOf(party);
  }

  /** The last stage: the sender learns of it, and the context is free for another task. */
  private end(rctx: RunContext): void {
    const { $party: party, $slot: slot, $generation: generation } = rctx;
    this.router.cleanUp(rctx.$local!, rctx);
    const returnCode = this.returnCodeOf(rctx);
    if (rctx.$memory.spill >= 0) this.owner.sealSpill(rctx.$memory);
    if (rctx.$memory.pins !== null) this.owner.unpin(rctx.$memory);
    // The sender waits: it comes before the book-keeping.
    const source = this.sourceOf(party);
    source?.complete(slot, generation, returnCode);
    this.finished++;
    this.statistics.ended(rctx, returnCode);
    rctx.container.$work--;
    this.contexts.put(rctx);
    if (source === undefined) return;
    source.active--;
    if (source.hasBacklog) this.inlets.noteBacklog(source as Inlet);
    if (source.closing) this.parts.wake();
  }

  private runAgain(rctx: RunContext): void {
    // To locks the run before has ended; this is another.
    rctx.holds = null;
    this.scheduler.enqueue(rctx.container.$defaultLane(true), rctx);
    this.parts.wake();
  }

  /** What the monitor of a task that waits says about it. */
  estimateUs(rctx: RunContext): number {
    return this.router.estimate(rctx.$local!, rctx);
  }

  private returnCodeOf(rctx: RunContext): number {
    return this.main.u32[(rctx.$base >>> 2) + TASK_RETURN_CODE_WORD]!;
  }
}
