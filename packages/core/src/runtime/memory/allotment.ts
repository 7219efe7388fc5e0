import { type ControlRequest, NO_CHUNK } from '../../client/control-protocol.js';
import { CHUNK_BYTES } from '../../layout/alignment.js';
import {
  PARTY_GRANT_CHUNK_WORD,
  PARTY_GRANT_COUNT_WORD,
  PARTY_GRANT_SEQUENCE_WORD,
  partyBlockOffset,
} from '../../layout/control-layout.js';
import { SegmentId } from '../../memory/segment.js';
import { futexWake } from '../../os/futex.js';
import type { RuntimeMemory } from './runtime-memory.js';

interface Grant {
  readonly sequence: number;
  readonly segment: number;
  /** -1 if there was nothing to give. */
  readonly first: number;
  readonly count: number;
}

type GrantRequest = Extract<ControlRequest, { t: 'grant' }>;

/** The chunks of one client: grants what it asks for, which may be nonsense, and takes back what it returns. */
export class Allotment {
  /** The last grant, until the client must have seen it. */
  private lastGrant: Grant | undefined;

  constructor(
    private readonly memory: RuntimeMemory,
    private readonly party: number,
  ) {}

  /**
   * Answers in the client's party block, which a blocked thread can read. False for a segment in which clients own no
   * memory.
   */
  grant({ sequence, segment, count }: GrantRequest): boolean {
    if (segment === SegmentId.kRuntimeData) return false;
    const { main } = this.memory.mapped;
    const first = this.claim(segment, count);
    this.lastGrant = { sequence, segment, first, count };
    const block = partyBlockOffset(this.party);
    main.u32[(block >>> 2) + PARTY_GRANT_CHUNK_WORD] = first < 0 ? NO_CHUNK : first;
    main.u32[(block >>> 2) + PARTY_GRANT_COUNT_WORD] = first < 0 ? 0 : count;
    // [grant] The sequence publishes the two words before it.
    Atomics.store(main.i32, (block >>> 2) + PARTY_GRANT_SEQUENCE_WORD, sequence | 0);
    futexWake(main.mapping.address + BigInt(block + PARTY_GRANT_SEQUENCE_WORD * 4), 1);
    return true;
  }

  /** The client gave up waiting, perhaps just before the answer came: takes the chunks back. */
  revoke(sequence: number): void {
    const grant = this.lastGrant;
    this.lastGrant = undefined;
    if (grant?.sequence !== sequence || grant.first < 0) return;
    this.memory.chunks.release(grant.segment, grant.first, grant.count, this.party);
  }

  /** False for chunks that do not exist, and for its rings, which workers use. Chunks of others are left alone. */
  takeBack(segment: number, first: number, count: number): boolean {
    const { mapped, parties, chunks } = this.memory;
    if ((first + count) * CHUNK_BYTES > mapped.segments[segment].byteLength) return false;
    if (parties.hasRingsIn(this.party, segment, first, count)) return false;
    chunks.release(segment, first, count, this.party);
    return true;
  }

  private claim(segment: number, count: number): number {
    const { chunks, reserve } = this.memory;
    const heldBytes = chunks.bytesInUse(segment, this.party);
    return reserve.allows(segment, heldBytes, count * CHUNK_BYTES)
      ? chunks.claim(segment, count, this.party)
      : -1;
  }
}
