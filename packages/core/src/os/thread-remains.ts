// Kernel resources of a thread that outlive it. A thread whose heap is used up ends without running another line of its
// own code, so it notes such resources in memory that it shares with the thread that started it.

import { RING_PLACES, type RingPlaces } from './io-uring-layout.js';

/** Numbers in an entry: its kind, then what belongs to that kind. Kind 0 is a free entry. */
const ENTRY_NUMBERS = 14;
/** What does not fit is not noted, and leaks if the thread runs out of heap. */
const MAX_ENTRIES = 128;

export const RemainsKind = { kNone: 0, kDescriptor: 1, kMemory: 2, kRing: 3 } as const;

/** A range of memory in this process. */
export interface MemoryRange {
  readonly address: number;
  readonly byteLength: number;
}

/** An io_uring. */
export interface RingRemains {
  readonly rings: MemoryRange;
  readonly sqes: MemoryRange;
  readonly places: RingPlaces;
  /** Number of submissions so far that have ended without a completion, or will. */
  readonly silent: number;
}

/** The notes of one thread. `note…` returns the place of a note, -1 if there was no room for it. */
export class ThreadRemains {
  private readonly numbers: Float64Array;

  constructor(buffer: ArrayBufferLike = new ArrayBuffer(ThreadRemains.byteLength)) {
    this.numbers = new Float64Array(buffer);
  }

  static get byteLength(): number {
    return MAX_ENTRIES * ENTRY_NUMBERS * Float64Array.BYTES_PER_ELEMENT;
  }

  noteDescriptor(fd: number): number {
    return this.note(RemainsKind.kDescriptor, [fd]);
  }

  noteMemory({ address, byteLength }: MemoryRange): number {
    return this.note(RemainsKind.kMemory, [address, byteLength]);
  }

  noteRing({ rings, sqes, places, silent }: RingRemains): number {
    const ranges = [rings.address, rings.byteLength, sqes.address, sqes.byteLength];
    return this.note(RemainsKind.kRing, [silent, ...ranges, ...RING_PLACES.map((name) => places[name])]);
  }

  /** Updates the `silent` of a ring. */
  setSilent(place: number, silent: number): void {
    if (place >= 0) this.numbers[place + 1] = silent;
  }

  /** The thread has released it, or is about to. */
  forget(place: number): void {
    if (place >= 0) this.numbers[place] = RemainsKind.kNone;
  }

  get descriptors(): number[] {
    return this.entries(RemainsKind.kDescriptor).map(([fd]) => fd!);
  }

  get memory(): MemoryRange[] {
    return this.entries(RemainsKind.kMemory).map(([address, byteLength]) => rangeOf(address, byteLength));
  }

  get rings(): RingRemains[] {
    return this.entries(RemainsKind.kRing).map(([silent, rings, ringsBytes, sqes, sqesBytes, ...words]) => ({
      rings: rangeOf(rings, ringsBytes),
      sqes: rangeOf(sqes, sqesBytes),
      places: Object.fromEntries(RING_PLACES.map((name, i) => [name, words[i]!])) as RingPlaces,
      silent: silent!,
    }));
  }

  clear(): void {
    this.numbers.fill(0);
  }

  private note(kind: number, values: readonly number[]): number {
    const { numbers } = this;
    for (let place = 0; place < numbers.length; place += ENTRY_NUMBERS) {
      if (numbers[place] !== RemainsKind.kNone) continue;
      numbers.set(values, place + 1);
      // The kind comes last: an entry that has one is complete.
      numbers[place] = kind;
      return place;
    }
    return -1;
  }

  private entries(kind: number): number[][] {
    const found: number[][] = [];
    for (let place = 0; place < this.numbers.length; place += ENTRY_NUMBERS)
      if (this.numbers[place] === kind)
        found.push([...this.numbers.subarray(place + 1, place + ENTRY_NUMBERS)]);
    return found;
  }
}

function rangeOf(address: number | undefined, byteLength: number | undefined): MemoryRange {
  return { address: address!, byteLength: byteLength! };
}

let ofThisThread = new ThreadRemains();

/** The notes of this thread. */
export function remains(): ThreadRemains {
  return ofThisThread;
}

/**
 * From now on notes go to memory that another thread reads after this one has ended. Call it before anything is noted.
 */
export function leaveRemainsIn(buffer: SharedArrayBuffer): void {
  ofThisThread = new ThreadRemains(buffer);
}
