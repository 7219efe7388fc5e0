import {
  PARTY_GRANT_CHUNK_WORD,
  PARTY_GRANT_SEQUENCE_WORD,
  partyBlockOffset,
} from '../layout/control-layout.js';
import { NO_ANSWER } from '../memory/patient-source.js';
import type { Segment } from '../memory/segment.js';
import { futexWait } from '../os/futex.js';
import { type ControlRequest, NO_CHUNK } from './control-protocol.js';
import { LIVENESS_CHECK_MS } from './polling.js';

/**
 * An answer takes some 100 us. A thread stands still for one this long, whatever it needs the memory for; then a caller
 * that can go on with something else does, and comes back later.
 */
const ANSWER_MS = 10;
/** A thread that cannot do anything else stands still this long. */
const LONGEST_ANSWER_MS = 5000;
/** Within this time after that, nobody waits as long for the same answer: a thousand calls in a row would. */
const SILENCE_MS = 1000;
const SHORT_ANSWER_MS = 50;

/**
 * After this long a request is made again: the answer is a word of shared memory, which somebody may have overwritten.
 */
const ASKED_AGAIN_MS = 2000;

/** What the requests need of the session. */
export interface ChunkLink {
  readonly main: Segment;
  readonly party: number;
  /** Names the runtime and its process, for messages. */
  readonly about: string;
  say(requests: readonly ControlRequest[]): void;
  giveBack(segment: number, first: number, count: number): void;
  /** Whether an answer can still come. */
  isServed(): boolean;
}

/** A request whose answer has not been seen yet. */
interface OpenRequest {
  readonly sequence: number;
  readonly segment: number;
  readonly count: number;
  /** The previous request was for the same, and was refused after its caller had stopped waiting. */
  readonly isRepeated: boolean;
  /** This client has given back chunks since, so a refusal would be out of date. */
  isOutdated: boolean;
  readonly askedMs: number;
  /** When somebody last asked for its answer, and when somebody last stopped waiting for it. */
  wantedMs: number;
  gaveUpMs: number;
}

/**
 * A client's requests for chunks. Memory is needed in the middle of synchronous code, so the answer comes through a
 * word of shared memory (design D4); there is one request at a time. The control plane may fail to answer, because its
 * process is stopped or gets no core.
 */
export class ChunkRequests {
  private readonly words: Int32Array;
  private readonly grantWord: number;
  private readonly sequenceAddress: bigint;
  private sequence = 0;
  private open: OpenRequest | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly link: ChunkLink) {
    const { main, party } = link;
    const block = partyBlockOffset(party);
    this.words = main.i32;
    this.grantWord = block >>> 2;
    this.sequenceAddress = main.mapping.address + BigInt(block + PARTY_GRANT_SEQUENCE_WORD * 4);
  }

  /**
   * The first of `count` neighbouring chunks, -1 if there is no room, or NO_ANSWER if it is not known yet: then ask
   * again later.
   */
  take(segment: number, count: number): number {
    const { open } = this;
    let isRepeated = false;
    if (open !== undefined) {
      open.wantedMs = performance.now();
      if (this.isAnswered(open)) {
        const first = this.close();
        const isSame = open.segment === segment && open.count === count;
        if (isSame && (first >= 0 || (open.isRepeated && !open.isOutdated))) return first;
        if (first >= 0) this.link.giveBack(open.segment, first, open.count);
        // A refusal is as old as its request: chunks that were given back since did not count. So it is asked once
        // more.
        isRepeated = isSame;
      } else {
        if (performance.now() - open.askedMs < ASKED_AGAIN_MS) return NO_ANSWER;
        this.forgo(open);
      }
    }
    const asked = this.ask(segment, count, isRepeated);
    if (this.waitFor(asked, ANSWER_MS)) return this.close();
    this.timer ??= setTimeout(() => this.tidyUp(), SILENCE_MS).unref();
    return this.link.isServed() ? NO_ANSWER : -1;
  }

  /**
   * Stands still until the open request is answered. False if that takes too long, or if there is none.
   * @param limitMs the most that this caller waits
   */
  awaitAnswer(limitMs = Infinity): boolean {
    const { open } = this;
    if (open === undefined) return false;
    const nowMs = performance.now();
    const isSilent = open.gaveUpMs > 0;
    if (isSilent && nowMs - open.gaveUpMs < SILENCE_MS) return this.isAnswered(open);
    const patienceMs = isSilent ? SHORT_ANSWER_MS : LONGEST_ANSWER_MS;
    if (this.waitFor(open, Math.min(patienceMs, limitMs))) return true;
    // One that was in a hurry has not found out that the others would wait in vain.
    if (limitMs >= patienceMs) open.gaveUpMs = performance.now();
    return false;
  }

  /** Why it is not known whether there is memory; undefined if every request was answered. */
  get silence(): string | undefined {
    if (this.open === undefined) return undefined;
    return `${this.link.about} does not answer a request for memory: it is stopped, or gets no CPU time`;
  }

  private ask(segment: number, count: number, isRepeated: boolean): OpenRequest {
    const sequence = (this.sequence = (this.sequence + 1) | 0);
    this.link.say([{ t: 'grant', sequence: sequence >>> 0, segment, count }]);
    const nowMs = performance.now();
    return (this.open = {
      sequence,
      segment,
      count,
      isRepeated,
      isOutdated: false,
      askedMs: nowMs,
      wantedMs: nowMs,
      gaveUpMs: 0,
    });
  }

  /** Nobody waits for the answer any more: chunks that came with it would be lost if the control plane did not know. */
  private forgo({ sequence }: OpenRequest): void {
    this.open = undefined;
    this.link.say([{ t: 'forgo', sequence: sequence >>> 0 }]);
  }

  /** To be called when this client gives chunks back. */
  noteGivenBack(): void {
    if (this.open !== undefined) this.open.isOutdated = true;
  }

  /** [grant] Pairs with the control plane's store of the sequence, which comes last. */
  private isAnswered({ sequence }: OpenRequest): boolean {
    return Atomics.load(this.words, this.grantWord + PARTY_GRANT_SEQUENCE_WORD) === sequence;
  }

  private close(): number {
    this.open = undefined;
    const chunk = this.words[this.grantWord + PARTY_GRANT_CHUNK_WORD]! >>> 0;
    return chunk === NO_CHUNK ? -1 : chunk;
  }

  private waitFor(request: OpenRequest, timeoutMs: number): boolean {
    const deadlineMs = performance.now() + timeoutMs;
    for (;;) {
      const seen = Atomics.load(this.words, this.grantWord + PARTY_GRANT_SEQUENCE_WORD);
      if (seen === request.sequence) return true;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return false;
      const outcome = futexWait(this.sequenceAddress, seen, Math.min(LIVENESS_CHECK_MS, leftMs));
      if (outcome === 'timeout' && !this.link.isServed()) return false;
    }
  }

  /**
   * If the answer came when nobody wants it any more, the chunks would be lost: tell the control plane to keep them.
   */
  private tidyUp(): void {
    this.timer = undefined;
    const { open } = this;
    if (open === undefined) return;
    if (performance.now() - open.wantedMs < SILENCE_MS) {
      this.timer = setTimeout(() => this.tidyUp(), SILENCE_MS).unref();
      return;
    }
    this.forgo(open);
  }
}
