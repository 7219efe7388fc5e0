import { CHUNK_BYTES } from '../layout/alignment.js';
import type { ChunkTable } from './chunk-table.js';

/**
 * The part of each segment that is kept for those who hold little, so that nobody who holds much can starve the
 * others: newcomers find memory, and small work goes on while somebody takes all that there is.
 */
export class Reserve {
  private readonly share: number;

  /** @param percent of each segment; 0 keeps nothing back */
  constructor(
    private readonly table: ChunkTable,
    percent: number,
  ) {
    this.share = percent / 100;
  }

  /**
   * Whether who holds `heldBytes` of a segment may have `byteLength` more. Half of the reserve is little, and so is a
   * chunk.
   */
  allows(segment: number, heldBytes: number, byteLength: number): boolean {
    const reserveBytes = (this.table.segmentBytes[segment] ?? 0) * this.share;
    if (heldBytes + byteLength <= Math.max(reserveBytes / 2, CHUNK_BYTES)) return true;
    return this.table.bytesFree(segment) - byteLength >= reserveBytes;
  }
}
