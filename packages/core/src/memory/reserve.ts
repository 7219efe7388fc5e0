import { CHUNK_BYTES } from '../layout/alignment.js';
import type { ChunkTable } from './chunk-table.js';

/**
 * The part of each segment that is kept for parties that hold little, so that a party that takes all it can get does
 * not starve the others: newcomers find memory, and small work goes on.
 */
export class Reserve {
  private readonly share: number;

  /** @param percent of each segment; 0 reserves nothing */
  constructor(
    private readonly table: ChunkTable,
    percent: number,
  ) {
    this.share = percent / 100;
  }

  /**
   * Whether a party that holds `heldBytes` of a segment may have `byteLength` more. Up to half of the reserve counts as
   * little, and so does a single chunk.
   */
  allows(segment: number, heldBytes: number, byteLength: number): boolean {
    const reserveBytes = (this.table.segmentBytes[segment] ?? 0) * this.share;
    if (heldBytes + byteLength <= Math.max(reserveBytes / 2, CHUNK_BYTES)) return true;
    return this.table.bytesFree(segment) - byteLength >= reserveBytes;
  }
}
