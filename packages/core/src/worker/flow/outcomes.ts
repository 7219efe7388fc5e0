import { Bag } from '../../lane/bag.js';
import { TASK_RETURN_CODE_WORD, TASK_STATE_WORD, TaskState } from '../../layout/task-layout.js';
import type { Segment } from '../../memory/segment.js';
import type { RunContext } from '../../module/run-context.js';
import type { Sources } from '../inlets/sources.js';
import type { WorkerOwner } from '../state/worker-owner.js';
import type { ContextPool } from './context-pool.js';
import { Periodics } from './periodics.js';
import type { Router } from './router.js';
import type { RunnerEvents } from './runner.js';
import type { Scheduler } from './scheduler.js';
import { SlowMethods } from './slow-methods.js';
import type { Statistics } from './statistics.js';
import type { WorkerParts } from './worker-parts.js';

/** The stages of a worker that take part in the end of a task. */
export interface OutcomesParts {
  readonly sources: Sources;
  readonly scheduler: Scheduler;
  readonly statistics: Statistics;
  readonly contexts: ContextPool;
  readonly router: Router;
  readonly owner: WorkerOwner;
  /** A method has suspended on a promise, whose reactions run only when the turn ends. */
  readonly onPromise: () => void;
}

/** The last stage: a method has returned, and its task ends, is suspended, or waits for its next run. */
export class Outcomes implements RunnerEvents {
  /** Number of tasks that have ended since the thread began. */
  finished = 0;
  /** Asynchronous methods under way. */
  readonly suspendedTasks = new Bag<RunContext>();
  readonly periodics: Periodics;
  private mayRepeat = true;
  private readonly main: Segment;
  private readonly wake: () => void;
  private readonly slowMethods: SlowMethods;
  private readonly sources: Sources;
  private readonly scheduler: Scheduler;
  private readonly statistics: Statistics;
  private readonly contexts: ContextPool;
  private readonly router: Router;
  private readonly owner: WorkerOwner;
  private readonly onPromise: () => void;

  constructor({ memory, wake, watchdogMs, logger }: WorkerParts, parts: OutcomesParts) {
    this.main = memory.main;
    this.wake = wake;
    this.sources = parts.sources;
    this.scheduler = parts.scheduler;
    this.statistics = parts.statistics;
    this.contexts = parts.contexts;
    this.router = parts.router;
    this.owner = parts.owner;
    this.onPromise = parts.onPromise;
    this.slowMethods = new SlowMethods(watchdogMs, this.suspendedTasks, logger);
    this.periodics = new Periodics(
      (rctx) => this.runAgain(rctx),
      (rctx) => this.end(rctx),
    );
  }

  suspended(rctx: RunContext): void {
    this.suspendedLater(rctx);
    this.onPromise();
  }

  suspendedLater(rctx: RunContext): void {
    this.suspendedTasks.add(rctx);
    rctx.$sinceMs = this.statistics.nowMs;
    this.router.estimate(rctx.$local!, rctx);
    this.slowMethods.watch();
  }

  resumed(rctx: RunContext): void {
    this.suspendedTasks.delete(rctx);
    rctx.$wasSuspended = rctx.holds !== null;
  }

  ended(rctx: RunContext): void {
    if (rctx.$wasSuspended) this.suspendedTasks.delete(rctx);
    if (rctx.$periodMs === 0 || !this.isRepeated(rctx)) return this.end(rctx);
    this.owner.pruneSpill(rctx.$memory, rctx.$type.fixedBytes);
    this.statistics.ended(rctx, 0);
    this.periodics.schedule(rctx);
  }

  /** Tells the task's sender, and frees the context for another task. */
  end(rctx: RunContext): void {
    const { $party: party, $slot: slot, $generation: generation } = rctx;
    this.router.cleanUp(rctx.$local!, rctx);
    const returnCode = this.returnCodeOf(rctx);
    if (rctx.$memory.spill >= 0) this.owner.sealSpill(rctx.$memory);
    if (rctx.$memory.pins !== null) this.owner.unpin(rctx.$memory);
    // The last write to the block: a sender that misses the record goes by it, and then reuses the block.
    this.main.u32[(rctx.$base >>> 2) + TASK_STATE_WORD] = TaskState.kComplete;
    // The sender waits, so this comes before the bookkeeping.
    const source = this.sources.of(party);
    if (source !== undefined) this.sources.complete(source, slot, generation, returnCode);
    this.finished++;
    this.statistics.ended(rctx, returnCode);
    rctx.container.$work--;
    this.contexts.put(rctx);
    if (source === undefined) return;
    source.active--;
    if (source.closing) this.wake();
  }

  /** The runtime stops: from now on a periodic task ends with its current run. */
  endRepetition(): void {
    this.mayRepeat = false;
  }

  private isRepeated(rctx: RunContext): boolean {
    if (rctx.isAborted || !this.mayRepeat || this.returnCodeOf(rctx) !== 0) return false;
    return this.sources.of(rctx.$party)?.closing === false;
  }

  private runAgain(rctx: RunContext): void {
    // To locks the previous run has ended, and this is a new task.
    rctx.holds = null;
    this.scheduler.enqueue(rctx.container.$defaultLane(true), rctx);
    this.wake();
  }

  private returnCodeOf(rctx: RunContext): number {
    return this.main.u32[(rctx.$base >>> 2) + TASK_RETURN_CODE_WORD]!;
  }
}
