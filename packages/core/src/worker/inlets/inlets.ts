import type { RingConsumer } from '../../lane/ring-consumer.js';
import { CACHE_LINE_BYTES } from '../../layout/alignment.js';
import {
  MAX_PARTIES,
  WORKER_PARKED_WORD,
  WORKER_SUMMARY_TOP_WORD,
  WORKER_SUMMARY_WORD,
  workerBlockOffset,
} from '../../layout/control-layout.js';
import { RING_KIND_MASK } from '../../layout/ring-layout.js';
import { loadOrdered } from '../../memory/ordering.js';
import type { Segment } from '../../memory/segment.js';
import { PartyState, type SharedState } from '../state/shared-state.js';
import { Inlet } from './inlet.js';

/** Number of rings that are polled directly; the others announce themselves in the summary. */
const MAX_WATCHED = 8;
/** After this many polls without an entry, a watched ring gives way to another. */
const IDLE_POLLS = 2000;

/** The most entries of one ring that are taken in a row if they only join queues, which takes hardly any time. */
const MOST_QUEUED = 64;

const LINE_WORDS = CACHE_LINE_BYTES / 4;

/** Kind of a record that somebody has overwritten; no real kind has this number. */
const NO_KIND = 0;

/** Takes in one record of a ring. */
export type Accept = (inlet: Inlet, kind: number, w0: number, w1: number, w2: number) => void;

/**
 * The first stage of a worker: finds the rings that have entries. Polling every ring of every party would cost
 * microseconds, so parties set a bit in the worker's summary, except those whose rings it watches.
 */
export class Inlets {
  private readonly inlets: (Inlet | undefined)[] = new Array<Inlet | undefined>(MAX_PARTIES).fill(undefined);
  private readonly watched: Inlet[] = [];
  private readonly backlogged = new Set<Inlet>();
  private readonly words: Int32Array;
  private readonly parkedWord: number;
  private readonly topWord: number;
  private readonly summaryWord: number;
  private readonly lastTouchable: number;
  /** The most tasks of one ring that run in a row: if they are slow only one, so that everything else gets its turn. */
  burst = 1;
  /**
   * Number of tasks that have joined a queue instead of running, counted by whoever takes them in. They do not count as
   * part of a burst: what waits for long in a lane must not hold up what came later in the ring and may go ahead of it.
   */
  queued = 0;
  /** A party was woken since this worker last slept: it may take a while until it sends something. */
  hasWoken = false;
  private readonly noteWake = (): void => {
    this.hasWoken = true;
  };
  /** Whether there has been room for waiting completions since this was last reset. */
  backlogMoved = false;
  /** Keeps the compiler from dropping reads whose values nobody needs. */
  touched = 0;

  constructor(
    private readonly main: Segment,
    private readonly worker: number,
    private readonly queueDepth: number,
    private readonly shared: SharedState,
    private readonly accept: Accept,
    /** How to reach another worker of this runtime, which has no connection to this one. */
    private readonly bellOf?: (party: number) => (() => void) | undefined,
  ) {
    const block = workerBlockOffset(worker) >>> 2;
    this.words = main.i32;
    this.lastTouchable = main.i32.length - LINE_WORDS * 4;
    this.parkedWord = block + WORKER_PARKED_WORD;
    this.topWord = block + WORKER_SUMMARY_TOP_WORD;
    this.summaryWord = block + WORKER_SUMMARY_WORD;
    this.takeOver();
  }

  /** Takes in what has come; returns the number of entries. */
  drain(): number {
    let entries = 0;
    for (let i = this.watched.length - 1; i >= 0; i--) {
      const inlet = this.watched[i]!;
      const count = this.drainInlet(inlet);
      entries += count;
      if (count > 0) inlet.idlePolls = 0;
      else if (++inlet.idlePolls > IDLE_POLLS && this.watched.length > 1) this.unwatch(inlet);
    }
    if (loadOrdered(this.words, this.topWord) !== 0) entries += this.drainAnnounced();
    return entries;
  }

  /**
   * [worker.park] Stores the flag, then looks a last time: a party that publishes now is either seen here, or sees the
   * flag and rings. False if there is something to do after all.
   */
  park(): boolean {
    this.hasWoken = false;
    while (this.watched.length > 0) this.unwatch(this.watched[0]!);
    Atomics.store(this.words, this.parkedWord, 1);
    if (Atomics.load(this.words, this.topWord) === 0) return true;
    this.unpark();
    return false;
  }

  unpark(): void {
    Atomics.store(this.words, this.parkedWord, 0);
  }

  /** [worker.park] Whether nobody has lowered the flag since `park`. */
  get isFlagUp(): boolean {
    return Atomics.load(this.words, this.parkedWord) !== 0;
  }

  /** The party's rings, found through runtime-private memory; undefined if no party with that number is attached. */
  inletOf(party: number): Inlet | undefined {
    const known = this.inlets[party];
    if (known !== undefined) return known;
    return this.shared.stateOf(party) === PartyState.kAttached ? this.open(party) : undefined;
  }

  /** The party is gone: takes in what it had published, even if this is the first that is heard of it. */
  close(party: number): Inlet | undefined {
    const inlet = this.inlets[party] ?? this.open(party);
    if (inlet === undefined) return undefined;
    inlet.closing = true;
    if (inlet.watched) this.unwatch(inlet);
    while (this.drainInlet(inlet) > 0);
    return inlet;
  }

  forget(inlet: Inlet): void {
    this.backlogged.delete(inlet);
    Atomics.and(this.words, this.summaryWord + (inlet.party >>> 5), ~(1 << (inlet.party & 31)));
    this.inlets[inlet.party] = undefined;
  }

  /** Whether everything that a party has sent has ended. */
  isQuiet(party: number): boolean {
    const inlet = this.inletOf(party);
    return inlet === undefined || (inlet.active === 0 && inlet.submissions.available() === 0);
  }

  /** Number of parties that have sent something lately. */
  get watchedCount(): number {
    return this.watched.length;
  }

  /** A completion did not fit in the party's ring: try again every turn. */
  noteBacklog(inlet: Inlet): void {
    this.backlogged.add(inlet);
  }

  /** True if there was room for something. */
  flushBacklogs(): boolean {
    let moved = false;
    for (const inlet of this.backlogged) {
      if (inlet.flush()) moved = this.backlogMoved = true;
      if (!inlet.hasBacklog) this.backlogged.delete(inlet);
    }
    return moved;
  }

  get hasBacklog(): boolean {
    return this.backlogged.size > 0;
  }

  private open(party: number): Inlet | undefined {
    const rings = this.shared.ringsOf(party, this.worker);
    if (rings === 0) return undefined;
    return (this.inlets[party] = new Inlet(
      this.main,
      party,
      this.shared.tokenOf(party),
      rings,
      this.queueDepth,
      this.shared.takenBy(party, this.worker),
      this.bellOf?.(party),
      this.noteWake,
    ));
  }

  /** A thread that died here may have left rings marked as watched, which nobody announces. */
  private takeOver(): void {
    for (let party = 0; party < MAX_PARTIES; party++) {
      const inlet = this.inletOf(party);
      if (inlet === undefined) continue;
      inlet.setWatched(false);
      this.announceRest(inlet);
    }
  }

  /**
   * Announces what has come without being announced. Rings, flags and the summary lie where every client can write, so
   * an error there must cost no more than a late look.
   */
  lookAround(): void {
    for (let party = 0; party < MAX_PARTIES; party++) {
      const inlet = this.inletOf(party);
      if (inlet === undefined) continue;
      inlet.lookForLost();
      if (!inlet.watched) this.announceRest(inlet);
    }
  }

  private drainAnnounced(): number {
    let entries = 0;
    let top = Atomics.exchange(this.words, this.topWord, 0);
    while (top !== 0) {
      const index = 31 - Math.clz32(top & -top);
      top &= top - 1;
      let bits = Atomics.exchange(this.words, this.summaryWord + index, 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const inlet = this.inletOf(index * 32 + bit);
        if (inlet === undefined || inlet.closing) continue;
        if (!inlet.watched) this.watch(inlet);
        entries += this.drainInlet(inlet);
      }
    }
    return entries;
  }

  private drainInlet(inlet: Inlet): number {
    const ring = inlet.submissions;
    let ready = ring.available();
    if (ready === 0) return 0;
    if (ring.isDamaged) return this.passDamaged(inlet);
    const { burst } = this;
    const { words } = ring;
    inlet.beginBurst();
    this.touchBlocks(ring, Math.min(ready, burst));
    let count = 0;
    const queuedBefore = this.queued;
    do {
      const at = ring.entryWord();
      const w0 = words[at]! >>> 0;
      const w1 = words[at + 1]! >>> 0;
      const w2 = words[at + 2]! >>> 0;
      const kind = words[at + 3]! & RING_KIND_MASK;
      ring.advance();
      this.shared.setTaken(inlet.party, this.worker, ring.position);
      this.accept(inlet, kind, w0, w1, w2);
      count++;
      if (--ready === 0) this.touchBlocks(ring, (ready = ring.ready()));
    } while (ready > 0 && count - (this.queued - queuedBefore) < burst && count < MOST_QUEUED);
    inlet.endBurst(ring.publish());
    return count;
  }

  /** Skips a damaged entry. What the party had sent in it is lost, and the party must not wait for that. */
  private passDamaged(inlet: Inlet): number {
    inlet.submissions.advance();
    this.shared.setTaken(inlet.party, this.worker, inlet.submissions.position);
    this.accept(inlet, NO_KIND, 0, 0, 0);
    inlet.endBurst(inlet.submissions.publish());
    return 1;
  }

  /**
   * Reads a word of each cache line that the next tasks will need, so that the fetches from the sender's core, about
   * 100 ns each, run side by side instead of one after the other. The values do not matter.
   */
  private touchBlocks(ring: RingConsumer, count: number): void {
    const { words } = ring;
    let sum = 0;
    for (let i = count - 1; i >= 0; i--) {
      const word = words[ring.entryWord(i)]! >>> 2;
      if (word < this.lastTouchable)
        sum ^= words[word]! ^ words[word + LINE_WORDS]! ^ words[word + LINE_WORDS * 2]!;
    }
    this.touched = sum;
  }

  private watch(inlet: Inlet): void {
    if (this.watched.length === MAX_WATCHED) this.unwatch(this.idlest());
    inlet.setWatched(true);
    this.watched.push(inlet);
  }

  private unwatch(inlet: Inlet): void {
    inlet.setWatched(false);
    this.watched.splice(this.watched.indexOf(inlet), 1);
    this.announceRest(inlet);
  }

  /** The party did not announce what it published before the flag fell: this does so in its name. */
  private announceRest(inlet: Inlet): void {
    if (inlet.closing || inlet.submissions.available() === 0) return;
    Atomics.or(this.words, this.summaryWord + (inlet.party >>> 5), 1 << (inlet.party & 31));
    Atomics.or(this.words, this.topWord, 1 << (inlet.party >>> 5));
  }

  private idlest(): Inlet {
    return this.watched.reduce((idlest, inlet) => (inlet.idlePolls > idlest.idlePolls ? inlet : idlest));
  }
}
