import { type ChimaeraError } from '../../errors.js';
import { QueuePriority } from '../../lane/lane.js';
import { SubmissionKind } from '../../layout/ring-layout.js';
import { TASK_FLAGS_WORD, TASK_STATE_WORD, TaskFlag, TaskState } from '../../layout/task-layout.js';
import type { Memory } from '../../memory/segment.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import { OF_PERIODIC } from '../../task/task-node.js';
import { Inlets } from '../inlets/inlets.js';
import { Sources } from '../inlets/sources.js';
import { OwnSource, type TaskSource } from '../inlets/task-source.js';
import { WorkerOwner } from '../state/worker-owner.js';
import { Acceptor } from './acceptor.js';
import { Anteroom } from './anteroom.js';
import { Cancellation } from './cancellation.js';
import { ContextPool } from './context-pool.js';
import { Eviction } from './eviction.js';
import { Outcomes } from './outcomes.js';
import { Refusals } from './refusals.js';
import { Router } from './router.js';
import { Runner } from './runner.js';
import { Scheduler } from './scheduler.js';
import { Statistics } from './statistics.js';
import type { WorkerParts } from './worker-parts.js';

/** The stages of a task on a worker, one after the other: taken in, routed to a lane or run at once, ended. */
export class TaskFlow {
  readonly inlets: Inlets;
  readonly scheduler = new Scheduler();
  readonly statistics: Statistics;
  readonly cancellation: Cancellation;
  readonly eviction: Eviction;
  /** Tasks whose container is being created. */
  readonly anteroom: Anteroom;
  /** Where the worker's own subtasks come from. */
  readonly own: OwnSource;
  readonly outcomes: Outcomes;
  started = 0;
  /** Promise reactions wait for the turn to end. */
  microtasksPending = false;
  /** Why new tasks of clients are refused, if they are. */
  private stopping: ChimaeraError | undefined;
  private readonly main: Memory['main'];
  private readonly sources: Sources;
  private readonly acceptor: Acceptor;
  private readonly refusals: Refusals;
  private readonly router: Router;
  private readonly runner: Runner;
  private readonly contexts: ContextPool;
  private readonly owner: WorkerOwner;

  constructor(private readonly parts: WorkerParts) {
    const { memory, index, pools, spills, logger } = parts;
    const onPromise = (): void => void (this.microtasksPending = true);
    this.main = memory.main;
    this.inlets = new Inlets(
      memory.main,
      index,
      parts.queueDepth,
      parts.shared,
      (inlet, kind, w0, w1, w2) => this.take(inlet, kind, w0, w1, w2),
      (party) => (party < parts.workers ? (): void => parts.ringWorker(party) : undefined),
    );
    this.own = new OwnSource(index, parts.party, onPromise);
    this.sources = new Sources(this.own, this.inlets);
    this.statistics = new Statistics(parts.shared.pulseOf(index));
    this.contexts = new ContextPool(index);
    this.owner = new WorkerOwner(memory, parts.chunks, spills, parts.workers, index);
    this.acceptor = new Acceptor(memory.main, parts.chunks, pools, this.contexts, this.owner);
    this.refusals = new Refusals(memory.main, this.owner, this.acceptor, logger, this.sources);
    this.router = new Router(parts.strictMonitors, logger, pools, parts.party);
    const { sources, scheduler, statistics, contexts, router, owner } = this;
    this.outcomes = new Outcomes(parts, {
      sources,
      scheduler,
      statistics,
      contexts,
      router,
      owner,
      onPromise,
    });
    this.runner = new Runner(memory.main, logger, parts.loopback, this.outcomes);
    this.anteroom = new Anteroom({
      enter: ({ source, base, slot, generation }) => this.accept(source, base, slot, generation),
      turnAway: (task, reason) => this.refusals.turnAway(task, reason),
      onLeft: () => {
        this.microtasksPending = true;
        parts.wake();
      },
    });
    pools.onChange = () => this.anteroom.look();
    this.cancellation = new Cancellation(pools, scheduler, this.anteroom, this.runner, this.outcomes);
    this.eviction = new Eviction(scheduler, this.runner, this.outcomes);
  }

  /**
   * Number of tasks so far, and at this moment. A periodic task that has suspended, and what it waits for, do not count
   * as running.
   */
  counts(): { started: number; finished: number; queued: number; running: number } {
    const { started, queued, outcomes } = this;
    let running = this.workRemaining - queued;
    for (const { nodeMinor } of outcomes.suspendedTasks) if ((nodeMinor & OF_PERIODIC) !== 0) running--;
    return { started, finished: outcomes.finished, queued, running };
  }

  /** Tasks that have not begun. */
  get queued(): number {
    return this.scheduler.queued + this.anteroom.size;
  }

  /** Number of tasks that are queued or under way, without periodic ones. */
  get workRemaining(): number {
    const { finished, periodics } = this.outcomes;
    return this.started - finished - periodics.size + this.anteroom.size;
  }

  /** The runtime stops: from now on new tasks of clients are refused, and none is repeated. */
  refuseNewTasks(reason: ChimaeraError): void {
    this.stopping = reason;
    this.outcomes.endRepetition();
  }

  /** A record from a ring, or from the worker itself. */
  take(source: TaskSource, kind: number, w0: number, w1: number, w2: number): void {
    switch (kind) {
      case SubmissionKind.kSubmit:
        if (!this.accept(source, w0, w1, w2)) this.keep(source, w0, w1, w2);
        break;
      case SubmissionKind.kCancel:
        this.cancellation.cancel(source.party, w1, w2);
        break;
      case SubmissionKind.kRelease:
        this.parts.spills.release(source.party, w1, w2);
        break;
      default:
        this.takeOther(source, kind, w0, w1, w2);
    }
  }

  /** Rare, so it is apart from what every task needs: the compiler has a limited size for that. */
  private takeOther(source: TaskSource, kind: number, base: number, slot: number, generation: number): void {
    if ((kind & 0xff) !== SubmissionKind.kRepeat)
      return this.parts.reportBroken(source, `it sent a record of kind ${kind}`);
    // Meant for the thread before this one: its sender has not heard of that one's death yet.
    if (kind >>> 8 !== (this.parts.epoch & 0xff)) return;
    if (this.cancellation.isHere(source.party, slot, generation)) return;
    // The task's own record came before this one in the same ring, and left no trace: it was lost.
    const state = this.acceptor.isSound(source.party, base) ? this.stateOf(base) : undefined;
    if (state === TaskState.kSubmitted) this.take(source, SubmissionKind.kSubmit, base, slot, generation);
    else if (state !== TaskState.kComplete) this.sources.stray(source, slot, generation);
  }

  /** Keeps a task until its container has been created. */
  private keep(source: TaskSource, base: number, slot: number, generation: number): void {
    this.setState(base, TaskState.kWaiting);
    this.anteroom.add(source, base, slot, generation, this.acceptor.flagsOf(base));
  }

  private stateOf(base: number): number {
    return this.main.u32[(base >>> 2) + TASK_STATE_WORD]!;
  }

  private setState(base: number, state: TaskState): void {
    this.main.u32[(base >>> 2) + TASK_STATE_WORD] = state;
  }

  /** False if its container lives here but has not been created yet. */
  private accept(source: TaskSource, base: number, slot: number, generation: number): boolean {
    const { party } = source;
    if (!this.acceptor.isSound(party, base)) {
      this.parts.reportBroken(source, `it sent a task at ${base} that is not a block of its own`);
      // Another worker goes on, and would wait for it.
      this.sources.stray(source, slot, generation);
      return true;
    }
    if (!this.acceptor.isCurrent(base, generation)) {
      this.sources.stray(source, slot, generation);
      return true;
    }
    let rctx: RunContext | null;
    try {
      rctx = this.acceptor.accept(party, base, slot, generation);
    } catch (error) {
      // When a runtime stops, its pools are gone, but that is not the reason to report.
      this.refusals.refuse(source, base, slot, generation, this.stopping ?? (error as ChimaeraError));
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
    if (elsewhere.worker !== this.parts.index) {
      this.setState(base, TaskState.kSentBack);
      this.sources.redirect(source, slot, generation, elsewhere);
    } else if (this.stopping === undefined) return false;
    else this.refusals.refuse(source, base, slot, generation, this.stopping);
    return true;
  }

  private begin(rctx: RunContext, local: LocalContainer, orphaned: boolean): void {
    this.started++;
    rctx.container.$work++;
    rctx.$local = local;
    // Subtasks of running tasks go on, because those could not end without them.
    if (this.stopping !== undefined && rctx.$party >= this.parts.workers) {
      return this.runner.refuse(rctx, this.stopping);
    }
    if (orphaned && (rctx.$flags & TaskFlag.kFireAndForget) === 0) return this.outcomes.end(rctx);
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
    // Nothing waits before it, so the task need not queue. High-latency tasks always do, so that what is still in the
    // rings can go first.
    if (lane.priority === QueuePriority.kLowLatency && this.scheduler.isLowIdle) this.runner.run(local, rctx);
    else {
      rctx.$sinceMs = this.statistics.nowMs;
      this.setState(rctx.$base, TaskState.kWaiting);
      this.inlets.queued++;
      this.scheduler.enqueue(lane, rctx);
    }
  }

  /** Treats the task as if it had never come, because a monitor wants it in another container. */
  private sendElsewhere(rctx: RunContext): void {
    const source = this.sources.of(rctx.$party)!;
    if (source.closing) {
      // Its client has left, so nobody could send it on. What still has to run for that client runs here.
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
    this.setState(rctx.$base, TaskState.kSentBack);
    this.contexts.put(rctx);
    this.sources.redirect(source, slot, generation, this.router.elsewhere);
  }

  /** Looks at the rings after every task that runs from a queue, so that a backlog delays nobody. */
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

  /** The monitor's estimate for a waiting task. */
  estimateUs(rctx: RunContext): number {
    return this.router.estimate(rctx.$local!, rctx);
  }
}
