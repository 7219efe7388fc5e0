import type { ChimaeraError } from '../errors.js';
import { SubmissionKind } from '../layout/ring-layout.js';
import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Outbox } from './outbox.js';
import type { PartyHost } from './party-host.js';

/** The rings between a party and all workers. A worker has none to itself: what it sends to itself its host takes. */
export class Mail {
  private batching = false;
  private bursting = false;
  /** How many wait until there is room in a ring. */
  unsent = 0;

  constructor(
    private readonly outboxes: readonly (Outbox | undefined)[],
    readonly inboxes: readonly (RingConsumer | undefined)[],
    private readonly host: PartyHost,
  ) {}

  get workers(): number {
    return this.inboxes.length;
  }

  /** Gives the task's place in the line to that worker. */
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

  /** Outputs outside the task's block are no longer needed. Wakes nobody: it can wait. */
  releaseSpill(worker: number, spill: number, generation: number): void {
    const outbox = this.outboxes[worker];
    if (outbox === undefined) return this.host.deliverLocally(SubmissionKind.kRelease, 0, spill, generation);
    outbox.push(SubmissionKind.kRelease, 0, spill, generation);
    outbox.publishQuietly();
  }

  /** From now on until `settle`, which comes within this turn of the event loop, tasks may go out a few at a time. */
  beginBurst(): void {
    this.bursting = true;
  }

  /** Everything submitted is seen, or its worker woken. */
  settle(): void {
    if (!this.bursting) return;
    this.bursting = false;
    for (const outbox of this.outboxes) outbox?.publish();
  }

  /**
   * Answers that somebody has written over keep back none behind them for longer than from one such look to the next.
   */
  lookForLost(): void {
    for (const inbox of this.inboxes) inbox?.lookForLost();
  }

  /** Sends what did not fit when it was pushed. Gives how many have waited for that. */
  flush(worker: number): number {
    const outbox = this.outboxes[worker];
    return outbox !== undefined && outbox.hasBacklog ? outbox.flush() : 0;
  }

  /** Fulfilled when what has this place in the line to a worker is in its ring; nothing if it is there already. */
  whenSent(worker: number, position: number): Promise<void> | undefined {
    if (this.hasSent(worker, position)) return undefined;
    this.unsent++;
    return this.outboxes[worker]!.unsent.when(position).finally(() => this.unsent--);
  }

  hasSent(worker: number, position: number): boolean {
    return this.outboxes[worker]?.hasSent(position) ?? true;
  }

  /** Nothing goes out any more. */
  end(error: ChimaeraError): void {
    for (const outbox of this.outboxes) outbox?.unsent.fail(error);
  }

  /** After the death of a worker: place of the first task that its successor will find. */
  firstUntaken(worker: number): number {
    return this.outboxes[worker]?.firstUntaken ?? 0;
  }

  /** What is submitted inside costs one barrier and at most one wake per worker, at the end. */
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
