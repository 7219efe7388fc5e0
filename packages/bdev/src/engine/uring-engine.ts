import { deviceIo, type Poller, pollers } from '@chimaera/core/module';
import { type IoEngine, IoKind, type IoRequest } from './io-engine.js';

const { BELL_SUBMISSIONS, CompletionBell, FSYNC_DATASYNC, IoUring, IoUringOp, SILENT_USER_DATA, addressOf } =
  deviceIo;

const SUBMISSIONS = 256;
const COMPLETIONS = 4096;
/** Completions that the bell may add to those of requests. */
const BELL_COMPLETIONS = 2 * BELL_SUBMISSIONS;
/** One transfer moves at most this much; the kernel's own limit is just below 2 GiB. */
const MAX_TRANSFER_BYTES = 2 ** 30;
/**
 * Waking a sleeping worker takes some 100 us. It goes on polling if completions come within this time of each other,
 * but no longer than twice that for one that is late.
 */
const NEAR_MS = 0.25;
const EARLIER_GAPS = 7 / 8;
/** Longer gaps count as this long, so that a single hiccup of the medium changes nothing. */
const LONGEST_GAP_MS = 4 * NEAR_MS;

/** To be without a core for this long means that others want it, too; then nobody polls for a while. */
const PREEMPTED_MS = 1;
const CONTENDED_MS = 20;

/**
 * A number of submissions, as a share of what the kernel already has, may wait in the ring to be submitted together,
 * which costs less. An idle medium, however, should begin with the first transfer while the next are still being
 * prepared.
 */
const MOST_WAITING = 1 / 4;

const OPS = [IoUringOp.kRead, IoUringOp.kWrite, IoUringOp.kFsync] as const;

/**
 * Transfers through this thread's io_uring, which all its devices share. What begins in one round of the worker is
 * submitted with few system calls, the last at the end of the round. Completions are seen in memory in the next round.
 * While the worker sleeps, or in a thread without one, a bell brings completions to the event loop.
 */
export class UringEngine implements IoEngine, Poller {
  readonly name = 'io_uring';
  readonly needsAddress = true;
  private readonly ring: deviceIo.IoUring;
  private readonly bell: deviceIo.CompletionBell;
  /** By the user data that a submission carries. */
  private readonly underWay: (IoRequest | undefined)[];
  private readonly freeSlots: number[] = [];
  /** Requests that wait for a slot. */
  private readonly waiting: IoRequest[] = [];
  private inFlight = 0;
  /** Somebody calls `poll` again and again. */
  private isPolled = false;
  private flushPlanned = false;
  /** Something has begun or ended since the clock was last read. */
  private moved = false;
  private lastMoveMs = 0;
  private gapMs = 0;
  private askedMs = 0;
  private contendedUntilMs = 0;

  /** @throws ChimaeraError SYSTEM_ERROR where there is no io_uring */
  constructor() {
    this.ring = IoUring.open(SUBMISSIONS, COMPLETIONS);
    try {
      this.bell = new CompletionBell(this.ring, () => this.rung());
    } catch (error) {
      this.ring.close();
      throw error;
    }
    const slots = this.ring.cqEntries - BELL_COMPLETIONS;
    this.underWay = new Array<IoRequest | undefined>(slots).fill(undefined);
    for (let slot = slots - 1; slot >= 0; slot--) this.freeSlots.push(slot);
    pollers.add(this);
    // A worker thread that dies is replaced, and its descriptors would stay open in the process.
    process.once('exit', () => this.close());
  }

  private close(): void {
    this.ring.close();
    this.bell.close();
  }

  begin(request: IoRequest): void {
    const slot = this.freeSlots.pop();
    if (slot === undefined) {
      this.waiting.push(request);
      return;
    }
    this.prepare(slot, request);
    if (!this.isPolled) this.seeThatItIsSubmitted();
    else if (this.ring.unsubmitted > this.inFlight * MOST_WAITING) this.ring.submit();
  }

  poll(): number {
    const { ring } = this;
    if (ring.unsubmitted > 0) ring.submit();
    if (this.inFlight === 0) return 0;
    const count = ring.reap(this.take);
    if (count > 0) this.noteCompletions();
    return count;
  }

  /** [poller.park] Arms the bell before looking at the ring, so a completion is either seen here or rings. */
  park(): boolean {
    this.isPolled = false;
    if (this.inFlight === 0) return true;
    this.makeRoom(BELL_SUBMISSIONS);
    this.bell.arm();
    this.ring.submit();
    return this.ring.reap(this.take) === 0;
  }

  unpark(): void {
    if (this.isPolled) return;
    this.isPolled = true;
    this.bell.mute();
  }

  isNear(nowMs: number): boolean {
    if (this.inFlight === 0) return false;
    if (this.moved) {
      this.moved = false;
      this.lastMoveMs = nowMs;
    }
    // A polling worker asks every few microseconds. A longer silence means that it lost its core to another thread:
    // there are not enough cores, and a thread that polls loses its core just when it is needed.
    if (nowMs - this.askedMs > PREEMPTED_MS && this.askedMs > this.lastMoveMs)
      this.contendedUntilMs = nowMs + CONTENDED_MS;
    this.askedMs = nowMs;
    return this.gapMs < NEAR_MS && nowMs - this.lastMoveMs < 2 * NEAR_MS && nowMs > this.contendedUntilMs;
  }

  private prepare(slot: number, request: IoRequest): void {
    const { kind, fd, view, offset } = request;
    this.makeRoom(1);
    this.underWay[slot] = request;
    if (this.inFlight++ === 0 && !pollers.isServed) this.bell.keepAlive(true);
    this.moved = true;
    const isSync = kind === IoKind.kSync;
    this.ring.prepare({
      op: OPS[kind],
      fd,
      address: isSync ? 0 : addressOf(view),
      byteLength: isSync ? 0 : Math.min(view.byteLength, MAX_TRANSFER_BYTES),
      offset,
      userData: slot,
      flags: 0,
      opFlags: isSync ? FSYNC_DATASYNC : 0,
    });
  }

  private makeRoom(submissions: number): void {
    if (this.ring.room < submissions) this.ring.submit();
  }

  private readonly take = (slot: number, result: number): void => {
    const request = this.underWay[slot];
    if (request === undefined) {
      if (slot === SILENT_USER_DATA) this.bell.failed(result);
      return;
    }
    this.underWay[slot] = undefined;
    if (--this.inFlight === 0 && !pollers.isServed) this.bell.keepAlive(false);
    const next = this.waiting.shift();
    if (next === undefined) this.freeSlots.push(slot);
    else this.prepare(slot, next);
    request.ended(result);
  };

  private noteCompletions(): void {
    const nowMs = performance.now();
    if (!this.moved) {
      const gapMs = Math.min(nowMs - this.lastMoveMs, LONGEST_GAP_MS);
      this.gapMs = this.gapMs * EARLIER_GAPS + gapMs * (1 - EARLIER_GAPS);
    }
    this.moved = false;
    this.lastMoveMs = nowMs;
  }

  /** For requests outside a worker's rounds. */
  private seeThatItIsSubmitted(): void {
    if (this.flushPlanned) return;
    this.flushPlanned = true;
    queueMicrotask(() => {
      this.flushPlanned = false;
      this.rung();
    });
  }

  private rung(): void {
    if (pollers.isServed) pollers.wake();
    else this.pollAlone();
  }

  private pollAlone(): void {
    do this.poll();
    while (!this.park());
  }
}
