import { type ChimaeraError } from '../errors.js';
import { PARTY_PARKED_WORD, Parked, partyBlockOffset } from '../layout/control-layout.js';
import { SubmissionKind } from '../layout/ring-layout.js';
import { TASK_FLAGS_WORD, TASK_RETURN_CODE_WORD, TaskFlag } from '../layout/task-layout.js';
import { QueuePriority } from '../lane/lane.js';
import type { Logger } from '../log.js';
import type { ChunkTable } from '../memory/chunk-table.js';
import type { Memory } from '../memory/segment.js';
import { pollers } from '../module/pollers.js';
import type { RunContext } from '../module/run-context.js';
import type { Party } from '../submit/party.js';
import { Acceptor, type Elsewhere } from './acceptor.js';
import { Cancellation } from './cancellation.js';
import { ContextPool } from './context-pool.js';
import type { Inlet } from './inlet.js';
import { OwnSource, type TaskSource } from './task-source.js';
import { Inlets } from './inlets.js';
import type { Loopback } from './loopback.js';
import { Periodics } from './periodics.js';
import type { LocalContainer } from '../module/local-container.js';
import type { PoolTable } from './pool-table.js';
import { Router } from './router.js';
import { Runner } from './runner.js';
import { Scheduler } from './scheduler.js';
import type { SharedState } from './shared-state.js';
import { SlowMethods } from './slow-methods.js';
import type { Spills } from './spills.js';
import { Statistics } from './statistics.js';
import { WorkerOwner } from './worker-owner.js';

/** What a worker is made of. */
export interface WorkerParts {
  readonly index: number;
  readonly workers: number;
  readonly queueDepth: number;
  readonly strictMonitors: boolean;
  /** After this long a method that has not returned is named in the log; 0 for never. */
  readonly watchdogMs: number;
  readonly memory: Memory;
  readonly chunks: ChunkTable;
  readonly shared: SharedState;
  readonly pools: PoolTable;
  readonly spills: Spills;
  readonly logger: Logger;
  /** This worker as a submitter of subtasks. */
  readonly party: Party;
  /** The detour of tasks that are to be serialised. */
  readonly loopback: Loopback;
  /** A party broke the rules of its ring: its session has to end. */
  readonly reportBroken: (source: TaskSource, why: string) => void;
  readonly ringWorker: (worker: number) => void;
  /** There is something to do outside of a turn. */
  readonly wake: () => void;
}

/**
 * The tasks of one worker thread: taken in, routed to a lane, run, completed. `work()` does what there is to do now;
 * when to call it is the loop's business.
 */
export class Worker {
  readonly inlets: Inlets;
  readonly scheduler = new Scheduler();
  readonly statistics: Statistics;
  readonly party: Party;
  started = 0;
  finished = 0;
  /** Asynchronous methods under way. */
  readonly suspended = new Set<RunContext>();
  /** Promise reactions are waiting for the turn to end. */
  microtasksPending = false;
  private readonly main: Memory['main'];
  private readonly acceptor: Acceptor;
  private readonly router: Router;
  private readonly runner: Runner;
  private readonly contexts: ContextPool;
  private readonly periodics: Periodics;
  private readonly cancellation: Cancellation;
  private readonly slowMethods: SlowMethods;
  private readonly local: { kind: number; base: number; slot: number; generation: number }[] = [];
  private readonly own: OwnSource;
  private readonly partyParkedWord: number;
  private readonly owner: WorkerOwner;
  private stopping: ChimaeraError | undefined;

  constructor(private readonly parts: WorkerParts) {
    this.party = parts.party;
    this.own = new OwnSource(parts.index, parts.party, () => (this.microtasksPending = true));
    const { memory, index, pools, spills, logger } = parts;
    this.main = memory.main;
    this.statistics = new Statistics(parts.shared.pulseOf(index));
    this.partyParkedWord = (partyBlockOffset(index) >>> 2) + PARTY_PARKED_WORD;
    this.contexts = new ContextPool(index);
    this.periodics = new Periodics(
      (rctx) => this.runAgain(rctx),
      (rctx) => this.end(rctx),
    );
    this.owner = new WorkerOwner(memory, parts.chunks, spills, parts.workers, index);
    this.acceptor = new Acceptor(memory.main, parts.chunks, pools, this.contexts, this.owner, index);
    this.slowMethods = new SlowMethods(parts.watchdogMs, this.suspended, logger);
    this.router = new Router(parts.strictMonitors, logger, pools);
    this.runner = new Runner(memory.main, logger, parts.loopback, {
      ended: (rctx) => this.ended(rctx),
      suspended: (rctx) => {
        this.suspended.add(rctx);
        rctx.$sinceMs = this.statistics.nowMs;
        this.router.estimate(rctx.$local!, rctx);
        this.slowMethods.watch();
        this.microtasksPending = true;
      },
    });
    this.cancellation = new Cancellation(pools, this.scheduler, this.suspended, this.periodics, {
      refuse: (rctx, reason) => this.runner.refuse(rctx, reason),
      end: (rctx) => this.end(rctx),
    });
    this.inlets = new Inlets(
      memory.main,
      index,
      parts.queueDepth,
      parts.shared,
      (inlet, kind, w0, w1, w2) => this.take(inlet, kind, w0, w1, w2),
      parts.reportBroken,
      (party) => (party < parts.workers ? (): void => parts.ringWorker(party) : undefined),
    );
  }

  /** Takes in and runs what there is; gives the number of things done, 0 when there was nothing. */
  work(): number {
    let done = this.inlets.drain();
    if (this.local.length > 0) done += this.drainLocal();
    if (this.scheduler.queued > 0) done += this.runQueued();
    if (this.party.outstanding > 0) {
      const settled = this.party.poll();
      done += settled;
      if (settled > 0) this.microtasksPending = true;
    }
    const polled = pollers.poll();
    if (polled > 0) this.microtasksPending = true;
    if (this.inlets.hasBacklog && this.inlets.flushBacklogs()) done++;
    return done + polled;
  }

  /** Tasks that are queued or under way, periodic ones not counted. */
  get workRemaining(): number {
    return this.started - this.finished - this.periodics.size;
  }

  /**
   * [worker.park] [party.park] Both flags are stored before the last look, as a worker and as a party that waits for
   * subtasks elsewhere. False when there is something to do after all.
   */
  park(): boolean {
    Atomics.store(this.main.i32, this.partyParkedWord, Parked.kEventLoop);
    if (this.inlets.park() && this.party.poll() === 0 && this.local.length === 0 && pollers.park())
      return true;
    this.unpark();
    this.microtasksPending = true;
    return false;
  }

  unpark(): void {
    Atomics.store(this.main.i32, this.partyParkedWord, Parked.kAwake);
    this.inlets.unpark();
    this.statistics.woken();
    pollers.unpark();
  }

  /** A record from this worker's own party, which needs no ring. */
  deliverLocally(kind: number, base: number, slot: number, generation: number): void {
    this.local.push({ kind, base, slot, generation });
    this.parts.wake();
  }

  /** What the monitor of a task that waits says about it. */
  estimateUs(rctx: RunContext): number {
    return this.router.estimate(rctx.$local!, rctx);
  }

  /** From now on new tasks of clients are refused. */
  refuseNewTasks(reason: ChimaeraError): void {
    this.stopping = reason;
  }

  /**
   * The party has gone. Its memory may be used again once `inlet.active` is 0; undefined when it never sent anything.
   */
  closeParty(party: number, reason: ChimaeraError): Inlet | undefined {
    const inlet = this.inlets.close(party);
    if (inlet !== undefined) this.cancellation.orphan(party, reason);
    return inlet;
  }

  /** Ends queued tasks, and asks running ones to stop. */
  abortAll(reason: ChimaeraError): void {
    this.cancellation.abortAll(reason);
  }

  private take(source: TaskSource, kind: number, w0: number, w1: number, w2: number): void {
    switch (kind) {
      case SubmissionKind.kSubmit:
        this.accept(source, w0, w1, w2);
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

  private accept(source: TaskSource, base: number, slot: number, generation: number): void {
    const { party } = source;
    if (!this.acceptor.isSound(party, base)) {
      this.parts.reportBroken(source, `it sent a task at ${base} that is not a block of its own`);
      return;
    }
    if (!this.acceptor.isCurrent(base, generation)) return;
    let rctx: RunContext | null;
    try {
      rctx = this.acceptor.accept(party, base, slot, generation);
    } catch (error) {
      this.refuseUnaccepted(source, base, slot, generation, error as ChimaeraError);
      return;
    }
    if (rctx === null) {
      return this.redirect(source, slot, generation, this.acceptor.elsewhere);
    }
    source.active++;
    this.statistics.entered(rctx);
    this.begin(rctx, this.acceptor.local, source.closing);
    this.statistics.left();
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
    if (this.parts.logger.debugEnabled) this.logRouted(rctx, lane.queueId, lane.laneId);
    // Nothing waits before it: the task need not queue. High-latency ones always do, so that what is still in
    // the rings can go first.
    if (lane.priority === QueuePriority.kLowLatency && this.scheduler.isLowIdle) this.start(rctx, local);
    else {
      rctx.$sinceMs = this.statistics.nowMs;
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
    if (rctx.task.$pins !== null) this.owner.unpin(rctx.task);
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

  private start(rctx: RunContext, local: LocalContainer): void {
    this.runner.run(local, rctx);
  }

  /** One look at the rings for every task that runs from a queue, so that a backlog delays nobody. */
  private runQueued(): number {
    const rctx = this.scheduler.next();
    if (rctx === undefined) return 0;
    this.statistics.resumed(rctx);
    this.start(rctx, rctx.$local!);
    this.statistics.left();
    return 1;
  }

  private drainLocal(): number {
    const records = this.local.splice(0);
    for (const { kind, base, slot, generation } of records) this.take(this.own, kind, base, slot, generation);
    return records.length;
  }

  private ended(rctx: RunContext): void {
    if (rctx.$wasSuspended) this.suspended.delete(rctx);
    if (rctx.$periodMs === 0 || !this.mayRepeat(rctx)) return this.end(rctx);
    this.owner.pruneSpill(rctx.task, rctx.$type.fixedBytes);
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
    if (rctx.task.$spill >= 0) this.owner.sealSpill(rctx.task);
    if (rctx.task.$pins !== null) this.owner.unpin(rctx.task);
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
    this.scheduler.enqueue(rctx.container.$defaultLane(true), rctx);
    this.parts.wake();
  }

  /** Ends a task for which no context exists: its error is written by an accessor of the base class. */
  private refuseUnaccepted(
    source: TaskSource,
    base: number,
    slot: number,
    generation: number,
    error: ChimaeraError,
  ): void {
    this.acceptor.writeFailure(source.party, base, error);
    if (this.parts.logger.debugEnabled)
      this.parts.logger.debug(`refused a task of party ${source.party}: ${error.code}: ${error.message}`);
    source.complete(slot, generation, error.returnCode);
    if (source.hasBacklog) this.inlets.noteBacklog(source as Inlet);
  }

  private returnCodeOf(rctx: RunContext): number {
    return this.main.u32[(rctx.$base >>> 2) + TASK_RETURN_CODE_WORD]!;
  }

  private logRouted(rctx: RunContext, queueId: number, laneId: number): void {
    const { container } = rctx;
    this.parts.logger.debug(
      `task ${rctx.$party}:${rctx.$slot} ${rctx.$type.name} of pool ${container.poolName} goes to container ${container.containerId}, queue ${queueId}, lane ${laneId}`,
    );
  }
}
