import { Breather } from '../breather.js';
import { sealFrame } from './frame.js';
import { FRAME_HEADER_BYTES, FrameKind, type Geometry, zoneAt } from './layout.js';
import { type MetadataStore } from './metadata-store.js';
import { type RecordBatch } from './record-batch.js';
import { type Snapshot } from './snapshot.js';

/** Snapshots are written in pieces of about this much. */
const PIECE_BYTES = 1024 * 1024;
/** Zeros behind the last frame say that nothing follows; the next frame overwrites them. */
const TERMINATOR_BYTES = FRAME_HEADER_BYTES;

/** Where a zone is written next. */
export interface ZoneState {
  readonly zone: number;
  readonly generation: number;
  readonly sequence: number;
  /** Within the zone. */
  readonly end: number;
}

/** Writes frames to the zones of a store. It never syncs: the caller knows what has to be on the medium when. */
export class ZoneWriter {
  readonly #store: MetadataStore;
  readonly #geometry: Geometry;
  readonly #seed: number;

  constructor(store: MetadataStore, geometry: Geometry, seed: number) {
    this.#store = store;
    this.#geometry = geometry;
    this.#seed = seed;
  }

  /** Whether this many bytes of records fit into the zone. There is always room for the frame that seals it. */
  hasRoom(state: ZoneState, payloadBytes: number): boolean {
    return state.end + 2 * FRAME_HEADER_BYTES + payloadBytes + TERMINATOR_BYTES <= this.#geometry.zoneBytes;
  }

  async appendRecords(state: ZoneState, batch: RecordBatch): Promise<ZoneState> {
    const { bytes: payloadBytes } = batch;
    const frame = Buffer.alloc(FRAME_HEADER_BYTES + payloadBytes + TERMINATOR_BYTES);
    batch.writeTo(frame, FRAME_HEADER_BYTES);
    sealFrame(frame, 0, FrameKind.records, state.generation, state.sequence, payloadBytes, this.#seed);
    await this.#write(state.zone, state.end, frame);
    return { ...state, sequence: state.sequence + 1, end: state.end + FRAME_HEADER_BYTES + payloadBytes };
  }

  /** Marks that the other zone has taken over. */
  async seal(state: ZoneState): Promise<void> {
    const frame = Buffer.alloc(FRAME_HEADER_BYTES);
    sealFrame(frame, 0, FrameKind.sealed, state.generation, state.sequence, 0, this.#seed);
    await this.#write(state.zone, state.end, frame);
  }

  /** Fills a zone from its beginning with a snapshot. */
  async writeSnapshot(zone: number, generation: number, snapshot: Snapshot): Promise<ZoneState> {
    let end = 0;
    let sequence = 0;
    let piece: Buffer[] = [];
    let pieceBytes = 0;
    const add = (kind: FrameKind, payload: Buffer) => {
      const frame = Buffer.concat([Buffer.alloc(FRAME_HEADER_BYTES), payload]);
      sealFrame(frame, 0, kind, generation, sequence++, payload.length, this.#seed);
      piece.push(frame);
      pieceBytes += frame.length;
    };
    const flush = async (terminator: number) => {
      await this.#write(zone, end, Buffer.concat([...piece, Buffer.alloc(terminator)]));
      end += pieceBytes;
      piece = [];
      pieceBytes = 0;
    };
    add(FrameKind.begin, Buffer.alloc(0));
    const breather = new Breather();
    while (!snapshot.isTaken) {
      const chunk = snapshot.takeChunk();
      if (chunk !== null) add(FrameKind.chunk, chunk);
      if (pieceBytes >= PIECE_BYTES) await flush(0);
      if (breather.isDue()) await breather.breathe();
    }
    add(FrameKind.end, snapshot.endPayload);
    await flush(TERMINATOR_BYTES);
    return { zone, generation, sequence, end };
  }

  #write(zone: number, at: number, bytes: Buffer): Promise<void> {
    return this.#store.write(zoneAt(zone, this.#geometry) + at, bytes);
  }
}
