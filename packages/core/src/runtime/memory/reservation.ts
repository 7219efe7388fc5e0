import { CHUNK_BYTES } from '../../layout/alignment.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import type { PendingFile } from '../../os/mapped-file.js';

/** Of each segment: more than most programs use in the first moment. */
const FIRST_BYTES = 8 * 2 ** 20;

/**
 * Has the system make the pages of the segments, off this thread; one segment after the other, because the worker
 * threads that load their code meanwhile need a core more urgently. The table gives nobody a chunk that has no pages
 * yet: whoever needs it waits for it, or has it made at once. So nobody finds out by a SIGBUS that there is too little
 * memory (design D3).
 */
export class Reservation {
  /** By segment: up to where there are pages. */
  private readonly ends: number[];
  private going: Promise<void> = Promise.resolve();
  private isOver = false;
  /** Why `finishNow` could not. */
  private failure: unknown;

  /** @param headBytes of the first segment, whose pages are there */
  constructor(
    private readonly files: readonly PendingFile[],
    private readonly chunks: ChunkTable,
    headBytes: number,
  ) {
    this.ends = files.map((_, segment) => (segment === 0 ? headBytes : 0));
    this.ends.forEach((end, segment) => chunks.withhold(segment, Math.floor(end / CHUNK_BYTES)));
    chunks.onWithheld = () => this.finishNow();
  }

  /** A first part of each segment. @throws ChimaeraError SHM_TOO_SMALL */
  begin(): Promise<void> {
    return this.reserveTo(this.files.map(({ memory }) => Math.min(memory.byteLength, FIRST_BYTES)));
  }

  /** All that there is not yet. @throws ChimaeraError SHM_TOO_SMALL */
  finish(): Promise<void> {
    return this.reserveTo(this.files.map(({ memory }) => memory.byteLength));
  }

  /** From now on nothing more is reserved. Fulfilled when nothing is on its way: only then may the files go. */
  async end(): Promise<void> {
    this.isOver = true;
    this.chunks.endWithholding();
    await this.going.catch(() => undefined);
  }

  private reserveTo(ends: readonly number[]): Promise<void> {
    this.going = this.going.then(() => this.reserveEach(ends));
    this.going.catch(() => this.chunks.endWithholding()); // whoever awaits it hears why
    return this.going;
  }

  private async reserveEach(ends: readonly number[]): Promise<void> {
    for (const [segment, end] of ends.entries()) {
      if (this.isOver) break;
      if (this.ends[segment]! >= end) continue;
      await this.files[segment]!.reserve(end, this.ends[segment]!);
      this.handOut(segment, end);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  /**
   * The control plane itself needs a chunk that has no pages yet, and cannot wait. False if there will be no more;
   * whoever awaits `finish` hears why.
   */
  private finishNow(): boolean {
    if (this.isOver) return false;
    try {
      for (const [segment, { memory, reserveNow }] of this.files.entries()) {
        reserveNow(memory.byteLength, this.ends[segment]!);
        this.handOut(segment, memory.byteLength);
      }
      return true;
    } catch (error) {
      this.failure = error;
      this.isOver = true;
      this.chunks.endWithholding();
      return false;
    }
  }

  private handOut(segment: number, end: number): void {
    this.ends[segment] = Math.max(this.ends[segment]!, end);
    this.chunks.handOut(segment, Math.floor(end / CHUNK_BYTES));
  }
}
