import { ChimaeraError } from '../errors.js';
import { alignUp } from '../layout/alignment.js';
import { Views } from '../memory/views.js';

/** Where an archive is written: a place in mapped memory, or private memory that grows as needed. */
export class ArchiveMemory {
  views: Views;
  /** Byte offset where the archive begins, a multiple of 8. */
  start = 0;
  /** Byte offset of the next byte to be written. */
  pos = 0;
  protected end: number;
  private readonly growable: boolean;

  protected constructor(views: Views, growable: boolean) {
    this.views = views;
    this.end = views.byteLength;
    this.growable = growable;
  }

  reset(views: Views, start: number, end: number): this {
    this.views = views;
    this.start = this.pos = start;
    this.end = end;
    return this;
  }

  /** Discards what a growing writer has written. */
  clear(): this {
    this.pos = this.start;
    return this;
  }

  /** What has been written, in place: valid until the next write. */
  bytesWritten(): Uint8Array {
    return this.views.u8.subarray(this.start, this.pos);
  }

  protected align8(bytes: number): void {
    const aligned = alignUp(this.pos, 8);
    if (aligned + bytes > this.end) this.grow(bytes + 8);
    if (aligned !== this.pos) this.views.u32[this.pos >>> 2] = 0;
    this.pos = aligned;
  }

  /** Zeroes the bytes up to the next word, so that equal values have equal bytes and no old contents leak out. */
  protected pad4(): void {
    while ((this.pos & 3) !== 0) this.views.u8[this.pos++] = 0;
  }

  protected grow(bytes: number): void {
    if (!this.growable) {
      throw new ChimaeraError(
        'OUT_OF_MEMORY',
        `a value needs more than the ${this.end - this.start} bytes reserved for it; was it changed while it was written?`,
      );
    }
    const larger = new Views(new ArrayBuffer(alignUp(Math.max(this.end * 2, this.pos + bytes), 8)));
    larger.u8.set(this.views.u8.subarray(0, this.pos));
    this.views = larger;
    this.end = larger.byteLength;
  }
}
