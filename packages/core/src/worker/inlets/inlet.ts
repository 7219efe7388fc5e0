import { Backlog } from '../../lane/backlog.js';
import { RingConsumer } from '../../lane/ring-consumer.js';
import { RingProducer } from '../../lane/ring-producer.js';
import { PARTY_PARKED_WORD, Parked, partyBlockOffset } from '../../layout/control-layout.js';
import { CompletionKind, ringBytes } from '../../layout/ring-layout.js';
import { loadOrdered } from '../../memory/ordering.js';
import type { Segment } from '../../memory/segment.js';
import { futexWake } from '../../os/futex.js';
import type { TaskSource } from './task-source.js';

/** One party as a worker sees it: its ring of submissions and its ring of completions. */
export class Inlet implements TaskSource {
  readonly submissions: RingConsumer;
  /** Polls since the last entry: decides when the ring is no longer watched. */
  idlePolls = 0;
  watched = false;
  active = 0;
  closing = false;
  private readonly completions: RingProducer;
  private readonly words: Int32Array;
  private readonly parkedWord: number;
  private readonly parkedAddress: bigint;
  private readonly backlog = new Backlog();
  private inBurst = false;
  /** Something was published in the burst without checking whether the party sleeps. */
  private mustAnnounce = false;

  constructor(
    main: Segment,
    readonly party: number,
    readonly token: number,
    rings: number,
    queueDepth: number,
    /** Of the next submission. */
    position = 0,
    /** Reaches the party while it sleeps in its event loop. */
    private ringBell?: () => void,
    /** Called when the party slept and has been woken. */
    private readonly onWake: () => void = () => undefined,
  ) {
    this.submissions = new RingConsumer(main, rings, queueDepth, position);
    this.completions = new RingProducer(main, rings + ringBytes(queueDepth), queueDepth);
    const block = partyBlockOffset(party);
    this.words = main.i32;
    this.parkedWord = (block >>> 2) + PARTY_PARKED_WORD;
    this.parkedAddress = main.mapping.address + BigInt(block + PARTY_PARKED_WORD * 4);
  }

  /** Tells the party that a task has ended. A full ring is back-pressure: the record waits here. */
  complete(slot: number, generation: number, returnCode: number): void {
    this.send(slot, generation, returnCode, CompletionKind.kComplete);
  }

  /** Sends the task back to be submitted to the worker that has its container. */
  redirect(slot: number, generation: number, container: number, worker: number): void {
    this.send(slot, generation, container, CompletionKind.kRedirect | (worker << 8));
  }

  stray(slot: number, generation: number): void {
    this.send(slot, generation, 0, CompletionKind.kStray);
  }

  private send(slot: number, generation: number, value: number, kind: number): void {
    if (this.closing) return;
    if (!this.backlog.isEmpty || !this.completions.push(slot, generation, value, kind)) {
      this.backlog.push(slot, generation, value, kind);
    } else if (this.inBurst) {
      this.mustAnnounce = true;
      // Without the barrier of `announce` a party that parks at this very moment is missed; `endBurst` looks again.
      if (this.words[this.parkedWord] !== Parked.kAwake) this.wake();
    } else this.announce();
  }

  /** Until `endBurst`, which follows soon, completions are published without a barrier each. */
  beginBurst(): void {
    this.inBurst = true;
  }

  /**
   * Does not wake a sleeping party in vain: what it has sent may be under way for long.
   * @param hasMadeRoom in its ring of submissions, which the party may be waiting for
   */
  endBurst(hasMadeRoom = false): void {
    this.inBurst = false;
    if (!this.mustAnnounce && !hasMadeRoom) return;
    this.mustAnnounce = false;
    if (!this.closing) this.announce();
  }

  /** From now on `ring` reaches the party. Rings at once, because a completion may have found no bell. */
  connectBell(ring: () => void): void {
    this.ringBell = ring;
    ring();
  }

  get hasBacklog(): boolean {
    return !this.backlog.isEmpty;
  }

  /** False if there was no room for anything. */
  flush(): boolean {
    if (!this.backlog.flushInto(this.completions)) return false;
    this.announce();
    return true;
  }

  /** For a look around now and then. */
  lookForLost(): void {
    this.submissions.lookForLost();
    this.completions.lookForLost();
  }

  setWatched(watched: boolean): void {
    this.watched = watched;
    this.idlePolls = 0;
    this.submissions.setWatched(watched);
  }

  private announce(): void {
    this.completions.publish();
    // [party.park] The party stores its flag before it looks at the ring a last time.
    if (loadOrdered(this.words, this.parkedWord) !== Parked.kAwake) this.wake();
  }

  private wake(): void {
    const parked = Atomics.exchange(this.words, this.parkedWord, Parked.kAwake);
    this.onWake();
    if (parked === Parked.kFutex) futexWake(this.parkedAddress, 1);
    else if (parked === Parked.kEventLoop) this.ringBell?.();
  }
}
