import { randomInt } from 'node:crypto';
import { ChimaeraError } from '../../errors.js';
import { CHUNK_BYTES } from '../../layout/alignment.js';
import {
  firstChunkOf,
  MAX_PARTIES,
  PARTY_BLOCK_BYTES,
  partyBlockOffset,
} from '../../layout/control-layout.js';
import { ringBytes } from '../../layout/ring-layout.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import { SegmentId, type Memory } from '../../memory/segment.js';
import { PartyState, type SharedState } from '../../worker/state/shared-state.js';

/** Tokens stay positive when they are read as signed words. */
const TOKENS = 2 ** 31;

/** Bytes of the main segment in use before there are clients: what every runtime has, and the rings between workers. */
export function bytesBeforeClients(workers: number, queueDepth: number): number {
  const rings = Math.ceil(((workers - 1) * 2 * ringBytes(queueDepth)) / CHUNK_BYTES);
  return (firstChunkOf(SegmentId.kMain) + workers * rings) * CHUNK_BYTES;
}

/** A party that has just been given a number and rings. */
export interface Attachment {
  readonly party: number;
  readonly token: number;
  /** By worker: offset of the pair of rings, 0 for none. */
  readonly rings: readonly number[];
}

/**
 * The parties: their numbers, tokens, and the rings between each party and each worker. A number becomes free again
 * only when all its memory has come back (reaper.ts). A token is never given twice.
 */
export class Parties {
  private readonly free: number[] = [];
  private nextToken = randomInt(1, TOKENS);

  constructor(
    private readonly memory: Memory,
    private readonly chunks: ChunkTable,
    private readonly shared: SharedState,
    private readonly workers: number,
    private readonly queueDepth: number,
  ) {
    for (let party = MAX_PARTIES - 1; party >= workers; party--) this.free.push(party);
  }

  /** The workers are parties too: each sends to each of the others. */
  attachWorkers(): void {
    for (let worker = 0; worker < this.workers; worker++) {
      this.attachAs(worker, (other) => other !== worker);
    }
  }

  /** @throws ChimaeraError CONNECT_FAILED, OUT_OF_MEMORY */
  attachClient(): Attachment {
    const party = this.free.pop();
    if (party === undefined) {
      throw new ChimaeraError(
        'CONNECT_FAILED',
        `all ${MAX_PARTIES - this.workers} places for clients are taken: close some connections`,
      );
    }
    try {
      return this.attachAs(party, () => true);
    } catch (error) {
      this.free.push(party);
      throw error;
    }
  }

  /** From now on nobody takes in anything new from this party. */
  beginClosing(party: number): void {
    this.shared.setState(party, PartyState.kClosing);
  }

  /** Nobody touches the party's memory any more: all of it becomes free. */
  release(party: number): void {
    for (let worker = 0; worker < this.workers; worker++) this.shared.setRings(party, worker, 0);
    this.shared.setToken(party, 0);
    this.chunks.releaseAll(party);
    this.shared.setState(party, PartyState.kFree);
    this.free.push(party);
  }

  /** Whether rings of the party lie in these chunks of a segment. */
  hasRingsIn(party: number, segment: number, firstChunk: number, count: number): boolean {
    if (segment !== SegmentId.kMain) return false;
    const begin = firstChunk * CHUNK_BYTES;
    const end = begin + count * CHUNK_BYTES;
    const pairBytes = 2 * ringBytes(this.queueDepth);
    for (let worker = 0; worker < this.workers; worker++) {
      const rings = this.shared.ringsOf(party, worker);
      if (rings !== 0 && rings < end && rings + pairBytes > begin) return true;
    }
    return false;
  }

  /** Calls `visit` for the rings between a worker and each party, with how far the worker has come in them. */
  forEachRing(worker: number, visit: (rings: number, taken: number) => void): void {
    for (let party = 0; party < MAX_PARTIES; party++) {
      const rings = this.shared.ringsOf(party, worker);
      if (rings !== 0) visit(rings, this.shared.takenBy(party, worker));
    }
  }

  private attachAs(party: number, hasRingsTo: (worker: number) => boolean): Attachment {
    const peers = Array.from({ length: this.workers }, (_, worker) => worker).filter(hasRingsTo);
    const pairBytes = 2 * ringBytes(this.queueDepth);
    const first = this.claimZeroed(party, peers.length * pairBytes);
    const rings = new Array<number>(this.workers).fill(0);
    peers.forEach((worker, i) => {
      rings[worker] = first + i * pairBytes;
      this.shared.setRings(party, worker, rings[worker]);
    });
    const block = partyBlockOffset(party);
    this.memory.main.u8.fill(0, block, block + PARTY_BLOCK_BYTES);
    const token = this.takeToken();
    this.shared.setToken(party, token);
    this.shared.setState(party, PartyState.kAttached);
    return { party, token, rings };
  }

  /** Offset of that many zeroed bytes: a previous owner may have left anything there. */
  private claimZeroed(party: number, byteLength: number): number {
    if (byteLength === 0) return 0;
    const first = this.chunks.claim(SegmentId.kMain, Math.ceil(byteLength / CHUNK_BYTES), party);
    if (first < 0) {
      throw new ChimaeraError(
        'OUT_OF_MEMORY',
        `the main segment has no room for the ${byteLength} bytes of rings that a party needs with ${this.workers} workers and a queue depth of ${this.queueDepth}; raise memory.main_segment_size, or lower runtime.queue_depth`,
      );
    }
    const offset = first * CHUNK_BYTES;
    this.memory.main.u8.fill(0, offset, offset + byteLength);
    return offset;
  }

  private takeToken(): number {
    const token = this.nextToken;
    this.nextToken = (token + 1) % TOKENS || 1;
    return token;
  }
}
