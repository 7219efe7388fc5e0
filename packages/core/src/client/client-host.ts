import { ChimaeraError } from '../errors.js';
import { POLLS_PER_CLOCK, WAKING_MS } from '../lane/polling.js';
import {
  Crowding,
  HEADER_CROWDING_WORD,
  PARTY_PARKED_WORD,
  Parked,
  WORKER_CORE_WORD,
  WORKER_EPOCH_WORD,
  partyBlockOffset,
  workerBlockOffset,
} from '../layout/control-layout.js';
import { currentCore, leaveCore } from '../os/cores.js';
import { futexWait, yieldProcessor } from '../os/futex.js';
import { CallKind, type Call } from '../submit/call.js';
import type { Party } from '../submit/party.js';
import type { PartyHost } from '../submit/party-host.js';
import { driver } from './driver.js';
import { LIVENESS_CHECK_MS, POLLS_BEFORE_LEAVING } from './polling.js';
import type { Session } from './session.js';

/** Some 10 us of polling, after which a blocked thread offers its core even if nothing shows that another needs it. */
const POLLS_PER_YIELD = 8 * POLLS_PER_CLOCK;

/**
 * For this long this thread does not leave a core again, so that it does not move to and fro. With 4 ms it stayed on
 * one core with a worker that had followed it.
 */
const REST_AFTER_LEAVING_MS = 0.25;

/** A client process as a party's host: bells over sockets, polling by the driver, blocking on a futex. */
export class ClientHost implements PartyHost {
  readonly busyWaitMs: number;
  party!: Party;
  /** A blocked thread has found that the runtime is dead, or that the connection has ended. */
  onGone: (error: ChimaeraError) => void = (error) => this.party.end(error);
  private readonly words: Int32Array;
  private readonly parkedWord: number;
  private readonly parkedAddress: bigint;
  private readonly workerEpochs: number[];
  private rang = false;
  private leftMs = -Infinity;

  constructor(private readonly session: Session) {
    const { main } = session.memory;
    const offset = partyBlockOffset(session.party);
    this.words = main.i32;
    this.parkedWord = (offset >>> 2) + PARTY_PARKED_WORD;
    this.parkedAddress = main.mapping.address + BigInt(offset + PARTY_PARKED_WORD * 4);
    this.busyWaitMs = session.busyWaitUs / 1000;
    this.workerEpochs = Array.from({ length: session.workers }, (_, worker) => this.epochOf(worker));
  }

  ringBell(worker: number): void {
    this.session.ringBell(worker);
    // The worker is most often woken on this core, and would wait there until this thread begins to poll.
    yieldProcessor();
    this.rang = true;
    driver.noteRung();
  }

  startPolling(): void {
    driver.start();
  }

  setParked(parked: Parked): void {
    Atomics.store(this.words, this.parkedWord, parked);
  }

  memorySilence(): string | undefined {
    return this.session.chunks.silence;
  }

  awaitMemory(limitMs?: number): boolean {
    const { chunks } = this.session;
    if (chunks.silence === undefined) return false;
    if (chunks.awaitAnswer(limitMs)) return true;
    this.checkLiveness();
    return false;
  }

  receiveBuffer(): never {
    throw new ChimaeraError('BAD_TASK', 'a result brought bytes for a buffer that the task never had');
  }

  /** More parties poll than there are cores. */
  get isCrowded(): boolean {
    return this.words[HEADER_CROWDING_WORD] !== Crowding.kNone;
  }

  /** At least twice as many. */
  get isPacked(): boolean {
    return this.words[HEADER_CROWDING_WORD] === Crowding.kPacked;
  }

  /**
   * Moves to another core if a worker that has tasks of this party runs on the core of this thread, where each would
   * have to wait until the other yields. The kernel puts them there, because it likes to wake a sleeper where its waker
   * runs, and may leave them for a quarter of a second, because each of them is busy whenever it looks.
   */
  leaveSharedCore(): void {
    if (this.isCrowded) return;
    const core = currentCore();
    for (let worker = 0; worker < this.session.workers; worker++)
      if (this.party.awaits(worker) && this.coreOf(worker) === core) return this.leave(core);
  }

  /** Not twice within a moment: the kernel may have moved the worker since it noted its core. */
  private leave(core: number): void {
    const nowMs = performance.now();
    if (nowMs - this.leftMs < REST_AFTER_LEAVING_MS) return;
    this.leftMs = nowMs;
    leaveCore(core);
  }

  private coreOf(worker: number): number {
    return this.words[(workerBlockOffset(worker) >>> 2) + WORKER_CORE_WORD]! - 1;
  }

  currentNode(): undefined {
    return undefined;
  }

  deliverLocally(): never {
    throw new ChimaeraError('CLOSED', 'this connection has no ring to that worker');
  }

  assertMayBlock(): void {}

  blockUntilDone(call: Call, timeoutMs: number | undefined): void {
    const deadlineMs = timeoutMs === undefined ? Infinity : performance.now() + timeoutMs;
    let spinEndsMs = performance.now() + (this.rang ? Math.max(this.busyWaitMs, WAKING_MS) : this.busyWaitMs);
    this.rang = false;
    this.party.useWait();
    for (let polls = 1; ; polls++) {
      if (this.party.poll() > 0) {
        if (isDone(call)) return;
        spinEndsMs = performance.now() + this.busyWaitMs;
      } else if (isDone(call)) return;
      if (polls % POLLS_PER_CLOCK !== 0) continue;
      if (polls === POLLS_BEFORE_LEAVING) this.leaveSharedCore();
      const nowMs = performance.now();
      if (nowMs > deadlineMs) throw timedOut(call, timeoutMs);
      if (nowMs > spinEndsMs) this.sleep(call, deadlineMs - nowMs);
      else if (this.isCrowded || polls % POLLS_PER_YIELD === 0) yieldProcessor();
    }
  }

  /** [party.park] The flag is stored before the last look, so a completion is either seen here or wakes the futex. */
  private sleep(call: Call, leftMs: number): void {
    this.setParked(Parked.kFutex);
    if (this.party.poll() === 0 && !isDone(call)) {
      const outcome = futexWait(this.parkedAddress, Parked.kFutex, Math.min(LIVENESS_CHECK_MS, leftMs));
      if (outcome === 'timeout') this.checkLiveness();
    }
    this.setParked(Parked.kAwake);
  }

  private checkLiveness(): void {
    this.party.lookForLost();
    if (!this.session.isServed()) return this.onGone(this.session.howItEnded());
    for (let worker = 0; worker < this.workerEpochs.length; worker++) {
      const epoch = this.epochOf(worker);
      if (epoch === this.workerEpochs[worker]) continue;
      this.workerDied(worker, `worker ${worker} of the runtime died and was replaced; send the task again`);
    }
  }

  /** Called for a message or for a change of the epoch word, whichever comes first. */
  workerDied(worker: number, message: string): void {
    const epoch = this.epochOf(worker);
    if (epoch === this.workerEpochs[worker]) return;
    this.workerEpochs[worker] = epoch;
    this.party.workerDied(worker, message);
  }

  private epochOf(worker: number): number {
    return Atomics.load(this.words, (workerBlockOffset(worker) >>> 2) + WORKER_EPOCH_WORD);
  }
}

function isDone(call: Call): boolean {
  return call.done || call.kind === CallKind.kNone;
}

function timedOut(call: Call, timeoutMs: number | undefined): ChimaeraError {
  const { type } = call;
  return new ChimaeraError(
    'TIMEOUT',
    `${type!.module}.${type!.name} did not complete within ${timeoutMs} ms`,
  );
}
