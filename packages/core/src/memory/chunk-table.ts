import { alignUp, CHUNK_BYTES, CHUNK_SHIFT } from '../layout/alignment.js';
import { firstChunkOf } from '../layout/control-layout.js';
import { ChunkPins } from './chunk-pins.js';
import { SEGMENT_COUNT } from './segment.js';

/** Where an arena gets its memory from, in runs of neighbouring chunks. */
export interface ChunkSource {
  /** Number of the first of `count` neighbouring chunks, or -1 when there are none left. */
  take(count: number): number;
  giveBack(firstChunk: number, count: number): void;
}

const FREE = 0;
/**
 * Owner of a chunk that was given back while tasks refer to it: it becomes free when the last of them has ended. No
 * party has this number.
 */
const LEAVING = 0xffff;
const WORD_BYTES = 4;
/** Indices into `claims`: how many claims are under way, and how often one has retreated. */
const UNDER_WAY = 0;
const RETREATS = 1;
const CLAIM_WORDS = 2;
/** How often a claim looks again after another claim was briefly in its way. */
const MOST_LOOKS = 64;

/**
 * Who owns which chunk of which segment: the one truth about memory, in a SharedArrayBuffer that only the runtime's own
 * threads have. A client cannot write to it, so a worker may trust it when it checks a reference.
 *
 * Chunks are claimed by compare-and-exchange: by the control plane for clients, by workers for themselves. A claim that
 * finds its run interrupted gives the beginning back; until then others see chunks as taken that nobody gets. A counter
 * of those retreats makes sure that nobody is refused memory because of one.
 */
export class ChunkTable {
  private readonly owners: Uint16Array[] = [];
  private readonly claims: Int32Array;
  private readonly pins: ChunkPins;

  /** @param buffer made by {@link ChunkTable.allocate} for the same segment sizes */
  constructor(
    readonly buffer: SharedArrayBuffer,
    readonly segmentBytes: readonly number[],
  ) {
    let offset = 0;
    for (let segment = 0; segment < SEGMENT_COUNT; segment++) {
      const chunks = Math.floor((segmentBytes[segment] ?? 0) / CHUNK_BYTES);
      this.owners.push(new Uint16Array(buffer, offset, chunks));
      offset += chunks * Uint16Array.BYTES_PER_ELEMENT;
    }
    const claimsAt = alignUp(offset, WORD_BYTES);
    this.claims = new Int32Array(buffer, claimsAt, CLAIM_WORDS);
    this.pins = new ChunkPins(buffer, claimsAt + CLAIM_WORDS * WORD_BYTES, chunksOf(segmentBytes));
  }

  /** @param workers number of workers that run tasks */
  static allocate(segmentBytes: readonly number[], workers = 1): ChunkTable {
    const bySegment = chunksOf(segmentBytes);
    const chunks = bySegment.reduce((sum, count) => sum + count, 0);
    const owners = alignUp(chunks * Uint16Array.BYTES_PER_ELEMENT, WORD_BYTES);
    const bytes = owners + CLAIM_WORDS * WORD_BYTES + ChunkPins.byteLength(bySegment, workers);
    return new ChunkTable(new SharedArrayBuffer(bytes), segmentBytes);
  }

  /** First of `count` neighbouring chunks that now belong to `party`, or -1. First fit. */
  claim(segment: number, count: number, party: number): number {
    const owners = this.ownersOf(segment);
    const { claims } = this;
    // Bounded, because a thread that was terminated in the middle of a claim would otherwise block others for ever.
    for (let look = 1; ; look++) {
      const retreats = Atomics.load(claims, RETREATS);
      const first = this.claimFirst(owners, firstChunkOf(segment), count, party + 1);
      const wasDisturbed =
        Atomics.load(claims, UNDER_WAY) !== 0 || Atomics.load(claims, RETREATS) !== retreats;
      if (first >= 0 || !wasDisturbed || look === MOST_LOOKS) return first;
    }
  }

  private claimFirst(owners: Uint16Array, from: number, count: number, owner: number): number {
    const end = owners.length - count;
    for (let first = from; first <= end; first++) {
      const free = freeRun(owners, first, count);
      if (free === count && this.claimRun(owners, first, count, owner)) return first;
      first += free === count ? 0 : free;
    }
    return -1;
  }

  /**
   * Gives back only those chunks that `party` owns, so that a wrong or hostile number frees nobody else's. Pinned
   * chunks have no owner from now on, and become free when they are no longer pinned.
   */
  release(segment: number, first: number, count: number, party: number): void {
    const owners = this.ownersOf(segment);
    const end = Math.min(first + count, owners.length);
    for (let chunk = first; chunk < end; chunk++) {
      // [chunk.pin] Here the owner is removed first, then the pins are read; `pin` does the two in the opposite order.
      if (Atomics.compareExchange(owners, chunk, party + 1, LEAVING) === party + 1)
        this.freeUnlessPinned(segment, chunk);
    }
  }

  /**
   * Keeps the memory of a buffer from being given to others until `unpin`, whatever its owner does. If not all of it
   * belongs to `party`, nothing is pinned and the result is false.
   */
  pin(worker: number, segment: number, offset: number, byteLength: number, party: number): boolean {
    const first = chunkOf(offset);
    const last = chunkOf(offset + Math.max(byteLength, 1) - 1);
    if (last >= this.ownersOf(segment).length) return false;
    // [chunk.pin]
    this.pins.add(worker, segment, first, last);
    if (this.isOwnedBy(segment, offset, byteLength, party)) return true;
    this.unpin(worker, segment, offset, byteLength);
    return false;
  }

  unpin(worker: number, segment: number, offset: number, byteLength: number): void {
    const first = chunkOf(offset);
    const last = chunkOf(offset + Math.max(byteLength, 1) - 1);
    this.pins.sub(worker, segment, first, last);
    const owners = this.ownersOf(segment);
    for (let chunk = first; chunk <= last; chunk++)
      if (Atomics.load(owners, chunk) === LEAVING) this.freeUnlessPinned(segment, chunk);
  }

  /** The worker's thread has ended, and so has what the kernel did on its behalf. */
  unpinAll(worker: number): void {
    this.pins.clear(worker);
    for (let segment = 0; segment < SEGMENT_COUNT; segment++) {
      const owners = this.ownersOf(segment);
      for (let chunk = 0; chunk < owners.length; chunk++)
        if (Atomics.load(owners, chunk) === LEAVING) this.freeUnlessPinned(segment, chunk);
    }
  }

  /** Frees everything that `party` owns. Only for when nobody can write there any more. */
  releaseAll(party: number): void {
    for (const owners of this.owners) {
      for (let chunk = 0; chunk < owners.length; chunk++) {
        if (owners[chunk] === party + 1) Atomics.compareExchange(owners, chunk, party + 1, FREE);
      }
    }
  }

  /** Party that owns the byte at `offset`, or -1. */
  ownerOf(segment: number, offset: number): number {
    const owner = this.ownersOf(segment)[chunkOf(offset)];
    return owner === undefined ? -1 : owner - 1;
  }

  /** Whether `byteLength` bytes at `offset` all belong to `party`. */
  isOwnedBy(segment: number, offset: number, byteLength: number, party: number): boolean {
    const owners = this.ownersOf(segment);
    const last = chunkOf(offset + Math.max(byteLength, 1) - 1);
    for (let chunk = chunkOf(offset); chunk <= last; chunk++) {
      if (owners[chunk] !== party + 1) return false;
    }
    return true;
  }

  /** Bytes of a segment without an owner. */
  bytesFree(segment: number): number {
    const owners = this.ownersOf(segment);
    let chunks = 0;
    for (let chunk = firstChunkOf(segment); chunk < owners.length; chunk++)
      if (owners[chunk] === FREE) chunks++;
    return chunks * CHUNK_BYTES;
  }

  /** Bytes of a segment with an owner, or with this owner. */
  bytesInUse(segment: number, party?: number): number {
    let chunks = 0;
    for (const owner of this.ownersOf(segment)) {
      if (party === undefined ? owner !== FREE : owner === party + 1) chunks++;
    }
    return chunks * CHUNK_BYTES;
  }

  /** Bytes of a segment by the party that owns them, for parties that own any. */
  bytesByParty(segment: number): Map<number, number> {
    const bytes = new Map<number, number>();
    for (const owner of this.ownersOf(segment)) {
      if (owner !== FREE) bytes.set(owner - 1, (bytes.get(owner - 1) ?? 0) + CHUNK_BYTES);
    }
    return bytes;
  }

  private freeUnlessPinned(segment: number, chunk: number): void {
    if (!this.pins.has(segment, chunk)) Atomics.compareExchange(this.ownersOf(segment), chunk, LEAVING, FREE);
  }

  /** False when another thread was quicker; then nothing is taken. */
  private claimRun(owners: Uint16Array, first: number, count: number, owner: number): boolean {
    const { claims } = this;
    let taken = 0;
    Atomics.add(claims, UNDER_WAY, 1);
    while (taken < count && Atomics.compareExchange(owners, first + taken, FREE, owner) === FREE) taken++;
    if (taken < count) {
      for (let chunk = first; chunk < first + taken; chunk++) Atomics.store(owners, chunk, FREE);
      Atomics.add(claims, RETREATS, 1);
    }
    Atomics.sub(claims, UNDER_WAY, 1);
    return taken === count;
  }

  private ownersOf(segment: number): Uint16Array {
    const owners = this.owners[segment];
    if (owners === undefined) throw new RangeError(`no segment ${segment}`);
    return owners;
  }
}

/** Number of the chunk that holds the byte at `offset`. Shifting is several times as fast as dividing. */
function chunkOf(offset: number): number {
  return offset < 2 ** 32 ? offset >>> CHUNK_SHIFT : Math.floor(offset / CHUNK_BYTES);
}

/** Number of free chunks from `first` on, `count` at most. */
function freeRun(owners: Uint16Array, first: number, count: number): number {
  let free = 0;
  while (free < count && owners[first + free] === FREE) free++;
  return free;
}

/** The chunks of one segment that a thread of the runtime takes for `party`. */
export function chunkSource(table: ChunkTable, segment: number, party: number): ChunkSource {
  return {
    take: (count) => table.claim(segment, count, party),
    giveBack: (first, count) => table.release(segment, first, count, party),
  };
}

function chunksOf(segmentBytes: readonly number[]): number[] {
  return Array.from({ length: SEGMENT_COUNT }, (_, segment) =>
    Math.floor((segmentBytes[segment] ?? 0) / CHUNK_BYTES),
  );
}
