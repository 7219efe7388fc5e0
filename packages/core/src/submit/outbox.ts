import {
  WORKER_EPOCH_WORD,
  WORKER_PARKED_WORD,
  WORKER_SUMMARY_TOP_WORD,
  WORKER_SUMMARY_WORD,
  workerBlockOffset,
} from '../layout/control-layout.js';
import { Backlog } from '../lane/backlog.js';
import type { RingProducer } from '../lane/ring-producer.js';
import { SubmissionKind } from '../layout/ring-layout.js';
import { loadOrdered } from '../memory/ordering.js';
import type { Segment } from '../memory/segment.js';
import { Unsent } from './unsent.js';

/**
 * A party's way to one worker: the ring, what did not fit into it, and waking the worker. A full ring is back-pressure
 * (design D9): the entry waits in private memory and goes out when the worker has made room.
 */
export class Outbox {
  private readonly words: Int32Array;
  private readonly epochWord: number;
  private readonly parkedWord: number;
  private readonly topWord: number;
  private readonly summaryWord: number;
  private readonly summaryBit: number;
  private readonly topBit: number;
  private readonly backlog = new Backlog();
  /** Those who wait for entries of the backlog to go out. */
  readonly unsent = new Unsent();
  /** Something was pushed that the worker may not know of yet. */
  private pending = false;
  /** Of the thread at the other end, as far as its sender knows of deaths there. */
  private epoch: number;

  constructor(
    main: Segment,
    party: number,
    worker: number,
    private readonly ring: RingProducer,
    private readonly ringBell: () => void,
  ) {
    const block = workerBlockOffset(worker) >>> 2;
    this.words = main.i32;
    this.epochWord = block + WORKER_EPOCH_WORD;
    this.epoch = Atomics.load(this.words, this.epochWord);
    this.parkedWord = block + WORKER_PARKED_WORD;
    this.topWord = block + WORKER_SUMMARY_TOP_WORD;
    this.summaryWord = block + WORKER_SUMMARY_WORD + (party >>> 5);
    this.summaryBit = 1 << (party & 31);
    this.topBit = 1 << (party >>> 5);
  }

  /**
   * Queues an entry. A worker that polls sees it at once; `publish` checks whether it does. Returns the index that the
   * entry has in the ring, or will have.
   */
  push(kind: number, w0: number, slot: number, generation: number): number {
    this.pending = true;
    if (!this.hasBacklog && this.ring.push(w0, slot, generation, kind)) return (this.ring.position - 1) | 0;
    this.backlog.push(w0, slot, generation, kind);
    return (this.ring.position + this.backlog.size - 1) | 0;
  }

  /** Asks for a task that was sent before, for the case that its entry was lost. */
  repeat(base: number, slot: number, generation: number): void {
    this.push(SubmissionKind.kRepeat | ((this.epoch & 0xff) << 8), base, slot, generation);
    this.publish();
  }

  /** For a look around now and then. */
  lookForLost(): void {
    this.ring.lookForLost();
  }

  /** Whether the worker says that it has passed the entry with this index. */
  isTaken(index: number): boolean {
    return this.ring.isTaken(index);
  }

  /** The worker has died, its successor listens: gives the index of the first entry that was not taken before. */
  succeed(): number {
    // In this order: a death in between is one that is still to be told of.
    this.epoch = Atomics.load(this.words, this.epochWord);
    return this.ring.firstUntaken;
  }

  /** Publishes what was pushed and makes sure that the worker notices. True if the worker had to be woken. */
  publish(): boolean {
    if (!this.pending) return false;
    this.pending = false;
    this.ring.publish();
    if (this.ring.isWatched()) return false;
    this.announce();
    // [worker.park] The worker stores its flag before it looks at the summary a last time.
    if (loadOrdered(this.words, this.parkedWord) === 0) return false;
    if (Atomics.exchange(this.words, this.parkedWord, 0) === 0) return false;
    this.ringBell();
    return true;
  }

  /** Publishes entries that can wait until the worker is awake anyway: releases. */
  publishQuietly(): void {
    this.ring.publish();
    if (!this.ring.isWatched()) this.announce();
  }

  get hasBacklog(): boolean {
    return !this.backlog.isEmpty;
  }

  /** Moves as much of the backlog into the ring as fits. Returns how many callers were waiting for that. */
  flush(): number {
    if (!this.backlog.flushInto(this.ring)) return 0;
    this.pending = true;
    this.publish();
    return this.unsent.sentUpTo(this.ring.position);
  }

  /** Whether the entry with this index is in the ring, rather than only in its sender's memory. */
  hasSent(index: number): boolean {
    return ((index - this.ring.position) | 0) < 0;
  }

  private announce(): void {
    if ((Atomics.or(this.words, this.summaryWord, this.summaryBit) & this.summaryBit) !== 0) return;
    Atomics.or(this.words, this.topWord, this.topBit);
  }
}
