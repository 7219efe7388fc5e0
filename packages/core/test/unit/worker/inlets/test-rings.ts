// A worker's control block and the rings of a few parties in real shared memory, zeroed for every test.
import { RingConsumer } from '../../../../src/lane/ring-consumer.js';
import { RingProducer } from '../../../../src/lane/ring-producer.js';
import {
  CHUNKS_OFFSET,
  PARTY_BLOCK_BYTES,
  PARTY_PARKED_WORD,
  WORKER_BLOCK_BYTES,
  WORKER_PARKED_WORD,
  WORKER_SUMMARY_TOP_WORD,
  WORKER_SUMMARY_WORD,
  partyBlockOffset,
  workerBlockOffset,
} from '../../../../src/layout/control-layout.js';
import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_WATCHED_OFFSET,
  ringBytes,
} from '../../../../src/layout/ring-layout.js';
import type { Segment } from '../../../../src/memory/segment.js';
import { Outbox } from '../../../../src/submit/outbox.js';
import { PartyState, SharedState } from '../../../../src/worker/state/shared-state.js';
import { withPlainAccess, type Region } from '../../support/interleavings.js';

export const WORKER = 1;

const HEAD_WORD = RING_HEAD_OFFSET >>> 2;
const WATCHED_WORD = RING_WATCHED_OFFSET >>> 2;

/** What both ends of some parties' rings need; every party is attached with its number plus 1000 as its token. */
export class TestRings {
  readonly shared = SharedState.allocate();
  private readonly rings = new Map<number, number>();

  constructor(
    readonly main: Segment,
    readonly capacity: number,
    readonly parties: readonly number[],
  ) {
    const pairBytes = 2 * ringBytes(capacity);
    parties.forEach((party, i) => this.rings.set(party, CHUNKS_OFFSET + i * pairBytes));
    for (const { offset, byteLength } of this.regions()) main.u8.fill(0, offset, offset + byteLength);
    for (const party of parties) this.attach(party);
  }

  /** As the control plane does it: a new party begins with empty rings. */
  attach(party: number): void {
    const rings = this.rings.get(party)!;
    this.main.u8.fill(0, rings, rings + 2 * ringBytes(this.capacity));
    this.shared.setToken(party, party + 1000);
    this.shared.setRings(party, WORKER, this.rings.get(party)!);
    this.shared.setState(party, PartyState.kAttached);
  }

  /** The same as `shared`, without atomic operations: for tests that run the same code many thousand times. */
  plainShared(): SharedState {
    const parties = new Set(this.parties);
    return {
      stateOf: (party: number) => (parties.has(party) ? PartyState.kAttached : PartyState.kFree),
      tokenOf: (party: number) => party + 1000,
      ringsOf: (party: number) => this.rings.get(party) ?? 0,
      takenBy: () => 0,
      setTaken: () => undefined,
    } as unknown as SharedState;
  }

  /** The main segment for a side whose plain loads and stores of control words are to be interleaved too. */
  plainMain(): Segment {
    const i32 = withPlainAccess(this.main.i32, new Set(this.names().keys()));
    return Object.create(this.main, { i32: { value: i32 } }) as Segment;
  }

  /** Everything that the two ends of these rings write. */
  regions(): Region[] {
    return [
      { offset: workerBlockOffset(WORKER), byteLength: WORKER_BLOCK_BYTES },
      ...this.parties.map((party) => ({ offset: partyBlockOffset(party), byteLength: PARTY_BLOCK_BYTES })),
      ...this.parties.map((party) => ({
        offset: this.rings.get(party)!,
        byteLength: 2 * ringBytes(this.capacity),
      })),
    ];
  }

  outbox(party: number, ringBell: () => void = () => undefined, main = this.main): Outbox {
    return new Outbox(main, party, WORKER, this.producer(party, main), ringBell);
  }

  producer(party: number, main = this.main): RingProducer {
    return new RingProducer(main, this.ringOf(party), this.capacity);
  }

  /** The party's own end of its completions. */
  inbox(party: number, main = this.main): RingConsumer {
    return new RingConsumer(main, this.ringOf(party) + ringBytes(this.capacity), this.capacity);
  }

  /** Byte offset of the ring of submissions; the one of completions follows it. */
  ringOf(party: number): number {
    return this.rings.get(party)!;
  }

  get parkedWord(): number {
    return (workerBlockOffset(WORKER) >>> 2) + WORKER_PARKED_WORD;
  }

  get topWord(): number {
    return (workerBlockOffset(WORKER) >>> 2) + WORKER_SUMMARY_TOP_WORD;
  }

  summaryWord(party: number): number {
    return (workerBlockOffset(WORKER) >>> 2) + WORKER_SUMMARY_WORD + (party >>> 5);
  }

  partyParkedWord(party: number): number {
    return (partyBlockOffset(party) >>> 2) + PARTY_PARKED_WORD;
  }

  /** Names for traces. */
  names(): Map<number, string> {
    const names = new Map([
      [this.parkedWord, 'worker.parked'],
      [this.topWord, 'summary top'],
    ]);
    for (const party of this.parties) {
      const word = this.ringOf(party) >>> 2;
      const completions = (this.ringOf(party) + ringBytes(this.capacity)) >>> 2;
      names.set(this.summaryWord(party), `summary ${party >>> 5}`);
      names.set(this.partyParkedWord(party), `party ${party}.parked`);
      names.set(word, `ring ${party}.tail`).set(word + HEAD_WORD, `ring ${party}.head`);
      names.set(word + WATCHED_WORD, `ring ${party}.watched`);
      names
        .set(completions, `completions ${party}.tail`)
        .set(completions + HEAD_WORD, `completions ${party}.head`);
      for (let i = 0; i < this.capacity; i++) {
        const last = (RING_ENTRIES_OFFSET >>> 2) + i * RING_ENTRY_WORDS + RING_ENTRY_LAST_WORD;
        names
          .set(word + last, `ring ${party}.entry ${i}`)
          .set(completions + last, `completions ${party}.entry ${i}`);
      }
    }
    return names;
  }
}
