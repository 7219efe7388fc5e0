import { MAX_PARTIES, MAX_WORKERS } from '../../layout/control-layout.js';
import { Pulse } from './pulse.js';

/** Life of a party as the runtime sees it. Only the control plane changes it. */
export const PartyState = { kFree: 0, kAttached: 1, kClosing: 2 } as const;
export type PartyState = (typeof PartyState)[keyof typeof PartyState];

const WORD_BYTES = 4;
const STATES_OFFSET = 0;
const TOKENS_OFFSET = STATES_OFFSET + MAX_PARTIES * WORD_BYTES;
const RINGS_OFFSET = TOKENS_OFFSET + MAX_PARTIES * WORD_BYTES;
const TAKEN_OFFSET = RINGS_OFFSET + MAX_PARTIES * MAX_WORKERS * WORD_BYTES;
const PULSES_OFFSET = TAKEN_OFFSET + MAX_PARTIES * MAX_WORKERS * WORD_BYTES;

/**
 * What the control plane and the workers tell each other without messages: in a SharedArrayBuffer that no client has,
 * so it can be believed.
 *
 * ```text
 *        0 +------------------------------+
 *          | state of each party          |  PartyState
 *    4 KiB +------------------------------+
 *          | token of each party          |  0 for none
 *    8 KiB +------------------------------+
 *          | rings, by party and worker   |  offset of the pair in the main segment, 0 for none
 *  136 KiB +------------------------------+
 *          | taken, by party and worker   |  how far the worker has come in the ring of submissions
 *  264 KiB +------------------------------+
 *          | pulse of each worker         |  see Pulse
 *          +------------------------------+
 * ```
 */
export class SharedState {
  private readonly states: Int32Array;
  private readonly tokens: Int32Array;
  private readonly rings: Uint32Array;
  private readonly taken: Int32Array;
  private readonly pulses: Uint32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.states = new Int32Array(buffer, STATES_OFFSET, MAX_PARTIES);
    this.tokens = new Int32Array(buffer, TOKENS_OFFSET, MAX_PARTIES);
    this.rings = new Uint32Array(buffer, RINGS_OFFSET, MAX_PARTIES * MAX_WORKERS);
    this.taken = new Int32Array(buffer, TAKEN_OFFSET, MAX_PARTIES * MAX_WORKERS);
    this.pulses = new Uint32Array(buffer, PULSES_OFFSET);
  }

  static allocate(): SharedState {
    return new SharedState(new SharedArrayBuffer(PULSES_OFFSET + Pulse.bytes(MAX_WORKERS)));
  }

  /** State of the party that holds a number. Numbers are reused, tokens are not. */
  stateOf(party: number): PartyState {
    return Atomics.load(this.states, party) as PartyState;
  }

  setState(party: number, state: PartyState): void {
    Atomics.store(this.states, party, state);
  }

  /** Returns 0, which is no token, for a number outside the range: it may come from a stranger. */
  tokenOf(party: number): number {
    return party < MAX_PARTIES ? Atomics.load(this.tokens, party) : 0;
  }

  setToken(party: number, token: number): void {
    Atomics.store(this.tokens, party, token);
  }

  /**
   * Byte offset in the main segment of the pair of rings between a party and a worker: the submission ring, then the
   * completion ring, each of `ringBytes(queueDepth)`. 0 if there is none.
   */
  ringsOf(party: number, worker: number): number {
    return Atomics.load(this.rings, party * MAX_WORKERS + worker);
  }

  /** Shows whether a worker is alive, and what it is doing. */
  pulseOf(worker: number): Pulse {
    return new Pulse(this.pulses, worker);
  }

  /** The rings are empty at first. */
  setRings(party: number, worker: number, offset: number): void {
    this.setTaken(party, worker, 0);
    Atomics.store(this.rings, party * MAX_WORKERS + worker, offset);
  }

  /**
   * How far the worker has come in the party's ring of submissions: the one thing that outlives its thread, so that the
   * next thread runs nothing twice, in particular not what killed the first.
   */
  takenBy(party: number, worker: number): number {
    return this.taken[party * MAX_WORKERS + worker]!;
  }

  /** No other thread looks while this one lives, so it need not be atomic. */
  setTaken(party: number, worker: number, position: number): void {
    this.taken[party * MAX_WORKERS + worker] = position;
  }
}
