import { CHUNK_BYTES } from '../layout/alignment.js';
import { firstChunkOf } from '../layout/control-layout.js';
import { SEGMENT_COUNT } from './segment.js';

/** Where an arena gets its memory from, in runs of neighbouring chunks. */
export interface ChunkSource {
  /** Number of the first of `count` neighbouring chunks, or -1 when there are none left. */
  take(count: number): number;
  giveBack(firstChunk: number, count: number): void;
}

const FREE = 0;

/**
 * Who owns which chunk of which segment: the one truth about memory, in a SharedArrayBuffer that only the
 * runtime's own threads have. A client cannot write it, so a worker may trust it when it checks a reference.
 *
 * A chunk is claimed by compare-and-exchange: the control plane does so for clients, workers for themselves.
 */
export class ChunkTable {
  private readonly owners: Uint16Array[] = [];

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
  }

  static allocate(segmentBytes: readonly number[]): ChunkTable {
    const chunks = segmentBytes.reduce((sum, bytes) => sum + Math.floor(bytes / CHUNK_BYTES), 0);
    return new ChunkTable(new SharedArrayBuffer(chunks * Uint16Array.BYTES_PER_ELEMENT), segmentBytes);
  }

  /** First of `count` neighbouring chunks that now belong to `party`, or -1. First fit. */
  claim(segment: number, count: number, party: number): number {
    const owners = this.ownersOf(segment);
    const end = owners.length - count;
    for (let first = firstChunkOf(segment); first <= end; first++) {
      const taken = this.claimRun(owners, first, count, party + 1);
      if (taken === count) return first;
      first += taken;
    }
    return -1;
  }

  /** Only chunks that `party` owns are given back, so that a wrong or hostile number frees nobody else's. */
  release(segment: number, first: number, count: number, party: number): void {
    const owners = this.ownersOf(segment);
    const end = Math.min(first + count, owners.length);
    for (let chunk = first; chunk < end; chunk++) {
      Atomics.compareExchange(owners, chunk, party + 1, FREE);
    }
  }

  /** Everything that `party` owns becomes free. Only once nobody can write there any more. */
  releaseAll(party: number): void {
    for (const owners of this.owners) {
      for (let chunk = 0; chunk < owners.length; chunk++) {
        if (owners[chunk] === party + 1) Atomics.compareExchange(owners, chunk, party + 1, FREE);
      }
    }
  }

  /** Party that owns the byte at `offset`, or -1. */
  ownerOf(segment: number, offset: number): number {
    const owner = this.ownersOf(segment)[Math.floor(offset / CHUNK_BYTES)];
    return owner === undefined ? -1 : owner - 1;
  }

  /** Whether `byteLength` bytes at `offset` all belong to `party`. */
  isOwnedBy(segment: number, offset: number, byteLength: number, party: number): boolean {
    const owners = this.ownersOf(segment);
    const last = Math.floor((offset + Math.max(byteLength, 1) - 1) / CHUNK_BYTES);
    for (let chunk = Math.floor(offset / CHUNK_BYTES); chunk <= last; chunk++) {
      if (owners[chunk] !== party + 1) return false;
    }
    return true;
  }

  /** Bytes of a segment in somebody's hands; of one party if it is given. */
  bytesInUse(segment: number, party?: number): number {
    let chunks = 0;
    for (const owner of this.ownersOf(segment)) {
      if (party === undefined ? owner !== FREE : owner === party + 1) chunks++;
    }
    return chunks * CHUNK_BYTES;
  }

  /** How many chunks were claimed before one was found taken; those are free again unless all were claimed. */
  private claimRun(owners: Uint16Array, first: number, count: number, owner: number): number {
    for (let taken = 0; taken < count; taken++) {
      if (Atomics.compareExchange(owners, first + taken, FREE, owner) !== FREE) {
        for (let chunk = first; chunk < first + taken; chunk++) Atomics.store(owners, chunk, FREE);
        return taken;
      }
    }
    return count;
  }

  private ownersOf(segment: number): Uint16Array {
    const owners = this.owners[segment];
    if (owners === undefined) throw new RangeError(`no segment ${segment}`);
    return owners;
  }
}

/** The chunks of one segment that a thread of the runtime takes for `party`. */
export function chunkSource(table: ChunkTable, segment: number, party: number): ChunkSource {
  return {
    take: (count) => table.claim(segment, count, party),
    giveBack: (first, count) => table.release(segment, first, count, party),
  };
}
