import type { ChimaeraError } from '../errors.js';
import { SubmissionKind } from '../layout/ring-layout.js';
import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Outbox } from './outbox.js';
import type { PartyHost } from './party-host.js';

/**
 * The rings between a party and all workers. A worker has none to itself: its host delivers what it sends to itself.
 */
export class Mail {
  private batching = false;
  private bursting = false;
  /** Number of callers that wait until there is room in a ring. */
  unsent = 0;

  constructor(
    private readonly outboxes: readonly (Outbox | undefined)[],
    readonly inboxes: readonly (RingConsumer | undefined)[],
    private readonly host: PartyHost,
  ) {}

  get workers(): number {
    return this.inboxes.length;
  }

  /** Returns the task's index in the ring to that worker. */
  submit(worker: number, base: number, slot: number, generation: number): number {
    const outbox = this.outboxes[worker];
    if (outbox === undefined) {
      this.host.deliverLocally(SubmissionKind.kSubmit, base, slot, generation);
      return 0;
    }
    const position = outbox.push(SubmissionKind.kSubmit, base, slot, generation);
    if (!this.batching && !this.bursting) outbox.publish();
    return position;
  }

  cancel(worker: number, base: number, slot: number, generation: number): void {
    const outbox = this.outboxes[worker];
    if (outbox === undefined) return this.host.deliverLocally(SubmissionKind.kCancel, base, slot, generation);
    outbox.push(SubmissionKind.kCancel, base, slot, generation);
    outbox.publish();
  }

  /** Sends a task to a worker again, in case the first record was lost. */
  repeat(worker: number, base: number, slot: number, generation: number): void {
    this.outboxes[worker]?.repeat(base, slot, generation);
  }

  /** Whether a worker says that it has passed the record with this index. */
  isTaken(worker: number, position: number): boolean {
    return this.outboxes[worker]?.isTaken(position) ?? false;
  }

  /** Outputs outside the task's block are no longer needed. Wakes nobody, because this can wait. */
  releaseSpill(worker: number, spill: number, generation: number): void {
    const outbox = this.outboxes[worker];
    if (outbox === undefined) return this.host.deliverLocally(SubmissionKind.kRelease, 0, spill, generation);
    outbox.push(SubmissionKind.kRelease, 0, spill, generation);
    outbox.publishQuietly();
  }

  /** Until `settle`, which has to follow within this turn of the event loop, tasks may go out in groups. */
  beginBurst(): void {
    this.bursting = true;
  }

  /** Makes sure that every worker sees what was submitted to it, waking it if need be. */
  settle(): void {
    if (!this.bursting) return;
    this.bursting = false;
    for (const outbox of this.outboxes) outbox?.publish();
  }

  /**
   * An answer that somebody has overwritten holds back those behind it until the next such look at most. What somebody
   * has written into the rings to the workers holds up nothing for long either.
   */
  lookForLost(): void {
    for (const inbox of this.inboxes) inbox?.lookForLost();
    for (const outbox of this.outboxes) outbox?.lookForLost();
  }

  /** Sends what did not fit when it was pushed. Returns how many callers were waiting for that. */
  flush(worker: number): number {
    const outbox = this.outboxes[worker];
    return outbox !== undefined && outbox.hasBacklog ? outbox.flush() : 0;
  }

  /** Resolves when the entry with this index is in the ring to the worker; undefined if it is there already. */
  whenSent(worker: number, position: number): Promise<void> | undefined {
    if (this.hasSent(worker, position)) return undefined;
    this.unsent++;
    return this.outboxes[worker]!.unsent.when(position).finally(() => this.unsent--);
  }

  hasSent(worker: number, position: number): boolean {
    return this.outboxes[worker]?.hasSent(position) ?? true;
  }

  /** Nothing is sent any more. */
  end(error: ChimaeraError): void {
    for (const outbox of this.outboxes) outbox?.unsent.fail(error);
  }

  /** After the death of a worker: index of the first task that its successor will find. */
  succeed(worker: number): number {
    return this.outboxes[worker]?.succeed() ?? 0;
  }

  /** Whatever `submitAll` submits costs one barrier and at most one wake per worker, at the end. */
  batch(submitAll: () => void): void {
    this.batching = true;
    try {
      submitAll();
    } finally {
      this.batching = false;
      for (const outbox of this.outboxes) outbox?.publish();
    }
  }
}
