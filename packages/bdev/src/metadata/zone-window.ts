import { type FoundFrame, frameBytes, readFrame } from './frame.js';
import { FRAME_HEADER_BYTES } from './layout.js';
import { type MetadataStore } from './metadata-store.js';

/** Size of one read: a zone of a large device has a hundred megabytes, of which few are in use. */
export const PIECE_BYTES = 1024 * 1024;

/** The bytes of a zone, of which one piece is in memory. */
export class ZoneWindow {
  readonly #store: MetadataStore;
  readonly #position: number;
  #piece: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(
    store: MetadataStore,
    position: number,
    readonly byteLength: number,
  ) {
    this.#store = store;
    this.#position = position;
  }

  /** The bytes from an offset on; fewer than requested where the zone or the file ends. */
  async at(offset: number, byteLength: number): Promise<Buffer> {
    const end = Math.min(offset + byteLength, this.byteLength);
    if (offset < this.#from || end > this.#from + this.#piece.length) {
      const wanted = Math.min(Math.max(byteLength, PIECE_BYTES), this.byteLength - offset);
      this.#piece = await this.#store.read(this.#position + offset, wanted);
      this.#from = offset;
    }
    return this.#piece.subarray(offset - this.#from, end - this.#from);
  }

  /** The frame that begins there, or null if there is no complete one. */
  async frameAt(offset: number, seed: number): Promise<FoundFrame | null> {
    const bytes = frameBytes(await this.at(offset, FRAME_HEADER_BYTES), 0, seed);
    if (bytes === null || offset + bytes > this.byteLength) return null;
    const frame = readFrame(await this.at(offset, bytes), 0, seed);
    return frame && { ...frame, end: offset + frame.end };
  }
}
