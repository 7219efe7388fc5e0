import { type ChimaeraError } from '../errors.js';
import type { Bag } from '../lane/bag.js';
import { PARTY_PARKED_WORD, Parked, partyBlockOffset } from '../layout/control-layout.js';
import { pollers } from '../module/pollers.js';
import type { RunContext } from '../module/run-context.js';
import type { Party } from '../submit/party.js';
import type { Statistics } from './flow/statistics.js';
import { TaskFlow } from './flow/task-flow.js';
import type { WorkerParts } from './flow/worker-parts.js';
import type { Inlet } from './inlets/inlet.js';
import type { Inlets } from './inlets/inlets.js';
import { OwnRecords } from './inlets/own-records.js';

/**
 * What there is to do on one worker thread: records from rings and from the worker itself, tasks in lanes, results of
 * subtasks, completions that are polled. `work()` does what there is to do now; the loop decides when to call it.
 */
export class Worker {
  readonly inlets: Inlets;
  readonly statistics: Statistics;
  readonly party: Party;
  readonly flow: TaskFlow;
  private readonly own = new OwnRecords();
  private readonly takeOwn = (kind: number, base: number, slot: number, generation: number): void =>
    this.flow.take(this.flow.own, kind, base, slot, generation);
  private readonly words: Int32Array;
  private readonly partyParkedWord: number;
  private parked = false;

  constructor(private readonly parts: WorkerParts) {
    this.party = parts.party;
    this.flow = new TaskFlow(parts);
    this.inlets = this.flow.inlets;
    this.statistics = this.flow.statistics;
    this.words = parts.memory.main.i32;
    this.partyParkedWord = (partyBlockOffset(parts.index) >>> 2) + PARTY_PARKED_WORD;
  }

  /** Asynchronous methods under way. */
  get suspended(): Bag<RunContext> {
    return this.flow.outcomes.suspendedTasks;
  }

  /** Promise reactions wait for the turn to end. */
  get microtasksPending(): boolean {
    return this.flow.microtasksPending;
  }

  set microtasksPending(pending: boolean) {
    this.flow.microtasksPending = pending;
  }

  /** Takes in and runs what there is; returns the number of things done, 0 if there was nothing. */
  work(): number {
    const { inlets, scheduler } = this.flow;
    const queuedBefore = inlets.queued;
    let done = inlets.drain();
    if (!this.own.isEmpty) done += this.own.drain(this.takeOwn);
    if (scheduler.queued > 0 && !scheduler.givesWay(done - (inlets.queued - queuedBefore)))
      done += this.flow.runQueued();
    if (this.party.isAwaited) {
      const settled = this.party.poll();
      done += settled;
      if (settled > 0) this.microtasksPending = true;
    }
    const polled = pollers.poll();
    if (polled > 0) this.microtasksPending = true;
    if (this.inlets.hasBacklog && this.inlets.flushBacklogs()) done++;
    return done + polled;
  }

  /**
   * [worker.park] [party.park] Stores both flags before the last look, as a worker and as a party that waits for
   * subtasks elsewhere. False if there is something to do after all.
   */
  park(): boolean {
    Atomics.store(this.words, this.partyParkedWord, Parked.kEventLoop);
    if (this.inlets.park() && this.party.poll() === 0 && this.own.isEmpty && pollers.park())
      return (this.parked = true);
    this.unpark();
    this.microtasksPending = true;
    return false;
  }

  unpark(): void {
    this.parked = false;
    Atomics.store(this.words, this.partyParkedWord, Parked.kAwake);
    this.inlets.unpark();
    this.statistics.woken();
    pollers.unpark();
  }

  get isParked(): boolean {
    return this.parked;
  }

  /**
   * Whether the end of a parked worker's sleep concerns the worker itself: somebody lowered a flag, or a poller has
   * done something.
   */
  isCalled(): boolean {
    if (!this.inlets.isFlagUp || Atomics.load(this.words, this.partyParkedWord) === Parked.kAwake)
      return true;
    if (pollers.poll() === 0) return false;
    this.microtasksPending = true;
    return true;
  }

  /** A record from this worker's own party, which needs no ring. */
  deliverLocally(kind: number, base: number, slot: number, generation: number): void {
    this.own.push(kind, base, slot, generation);
    this.parts.wake();
  }

  /** From now on new tasks of clients are refused. */
  refuseNewTasks(reason: ChimaeraError): void {
    this.flow.refuseNewTasks(reason);
  }

  /**
   * The party has gone. Its memory may be reused once `inlet.active` is 0; undefined if it never sent anything.
   */
  closeParty(party: number, reason: ChimaeraError): Inlet | undefined {
    const inlet = this.inlets.close(party);
    if (inlet !== undefined) this.flow.cancellation.orphan(party, reason);
    return inlet;
  }

  /** Ends queued tasks, and asks running ones to stop. */
  abortAll(reason: ChimaeraError): void {
    this.flow.cancellation.abortAll(reason);
  }
}
