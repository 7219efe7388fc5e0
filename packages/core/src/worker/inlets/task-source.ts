import type { Party } from '../../submit/party.js';

/** Where a task came from and where its end is reported: a party behind rings, or the worker itself. */
export interface TaskSource {
  readonly party: number;
  /** Number of the party's tasks that this worker has taken in and not ended. */
  active: number;
  /** The party has gone: nothing new is taken in, and nobody is told of completions. */
  readonly closing: boolean;
  /** Whether completions wait for room. */
  readonly hasBacklog: boolean;
  complete(slot: number, generation: number, returnCode: number): void;
  /** Sends the task back to be submitted to the worker that has its container. */
  redirect(slot: number, generation: number, container: number, worker: number): void;
  /** There is another task in the task's block. */
  stray(slot: number, generation: number): void;
}

/** The worker's own subtasks: no ring, no waking. */
export class OwnSource implements TaskSource {
  active = 0;
  readonly closing = false;
  readonly hasBacklog = false;

  constructor(
    readonly party: number,
    private readonly submitter: Party,
    private readonly settled: () => void,
  ) {}

  complete(slot: number, generation: number): void {
    this.submitter.ownAnswers.complete(slot, generation, this.party);
    this.settled();
  }

  redirect(slot: number, generation: number, container: number, worker: number): void {
    this.submitter.ownAnswers.redirect(slot, generation, container, worker, this.party);
  }

  stray(slot: number, generation: number): void {
    this.submitter.ownAnswers.stray(slot, generation, this.party);
    this.settled();
  }
}
