import { Plane, type UnitMap } from '../allocator/unit-map.js';
import { CHUNK_HEADER_BYTES, CHUNK_UNITS, END_BYTES } from './layout.js';

/**
 * The state of a map at one moment, taken chunk by chunk while the map goes on changing: a chunk that has not been
 * taken yet is copied before it changes. So the whole map never has to be copied at once.
 */
export class Snapshot {
  readonly #map: UnitMap;
  readonly #chunks: number;
  /** Chunks below this have been taken. */
  #next = 0;
  /** Copies of later chunks that have changed since. */
  readonly #copies = new Map<number, Buffer | null>();
  readonly #end = Buffer.alloc(END_BYTES);

  constructor(map: UnitMap, blocks: number, allocatedUnits: number) {
    this.#map = map;
    this.#chunks = Math.ceil(map.units / CHUNK_UNITS);
    this.#end.writeBigUInt64LE(BigInt(blocks), 0);
    this.#end.writeBigUInt64LE(BigInt(allocatedUnits), 8);
  }

  /** To be called before units of the map change. */
  beforeChange(start: number, units: number): void {
    const last = Math.floor((start + units - 1) / CHUNK_UNITS);
    for (let chunk = Math.floor(start / CHUNK_UNITS); chunk <= last; chunk++) {
      if (chunk >= this.#next && !this.#copies.has(chunk)) this.#copies.set(chunk, this.#copy(chunk));
    }
  }

  get isTaken(): boolean {
    return this.#next === this.#chunks;
  }

  /** Takes the next chunk: returns its payload, or null if nothing is allocated in it. */
  takeChunk(): Buffer | null {
    const chunk = this.#next++;
    const copy = this.#copies.get(chunk);
    this.#copies.delete(chunk);
    return copy === undefined ? this.#copy(chunk) : copy;
  }

  /** The payload of the frame behind the chunks. */
  get endPayload(): Buffer {
    return this.#end;
  }

  // Null if nothing is allocated in it.
  #copy(chunk: number): Buffer | null {
    const firstUnit = chunk * CHUNK_UNITS;
    if (!this.#map.isTouched(firstUnit, CHUNK_UNITS)) return null;
    const words = Math.ceil(Math.min(CHUNK_UNITS, this.#map.units - firstUnit) / 32);
    const allocated = new Int32Array(words);
    this.#map.copyPlane(Plane.allocated, firstUnit, allocated);
    if (allocated.every((word) => word === 0)) return null;
    const begins = new Int32Array(words);
    this.#map.copyPlane(Plane.begins, firstUnit, begins);
    const payload = Buffer.allocUnsafe(CHUNK_HEADER_BYTES + 8 * words);
    payload.writeUInt32LE(firstUnit, 0);
    payload.writeUInt32LE(words, 4);
    for (let i = 0; i < words; i++) {
      payload.writeInt32LE(allocated[i], CHUNK_HEADER_BYTES + 4 * i);
      payload.writeInt32LE(begins[i], CHUNK_HEADER_BYTES + 4 * (words + i));
    }
    return payload;
  }
}
