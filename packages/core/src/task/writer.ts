import type { BufferRef } from '../memory/buffer-ref.js';
import { copyWords } from '../memory/copy-words.js';
import { utf8Bound, writeUtf8 } from '../memory/utf8.js';
import { Views } from '../memory/views.js';
import { ListWriter } from './list-writer.js';
import type { PoolId } from './pool-id.js';

const INITIAL_BYTES = 1024;

/**
 * Writes the archive encoding (docs/architecture.md, "Archive"): little-endian words, each aligned to its size from the
 * archive's start; narrower numbers take four bytes. Used for variable-sized fields in place and for SaveIn and
 * SaveOut. The sequence of calls is generated from the declaration of the task.
 */
export class Writer extends ListWriter {
  /** A writer to private memory, which grows as needed. */
  static growing(): Writer {
    return new Writer(new Views(new ArrayBuffer(INITIAL_BYTES)), true);
  }

  /** A writer that `reset` points at places inside mapped memory. */
  static fixed(views: Views): Writer {
    return new Writer(views, false);
  }

  bool(value: boolean): void {
    this.u32(value ? 1 : 0);
  }

  u8(value: number): void {
    this.u32(value);
  }

  i8(value: number): void {
    this.i32(value);
  }

  u16(value: number): void {
    this.u32(value);
  }

  i16(value: number): void {
    this.i32(value);
  }

  u32(value: number): void {
    if (this.pos + 4 > this.end) this.grow(4);
    this.views.u32[this.pos >>> 2] = value;
    this.pos += 4;
  }

  i32(value: number): void {
    if (this.pos + 4 > this.end) this.grow(4);
    this.views.i32[this.pos >>> 2] = value;
    this.pos += 4;
  }

  f32(value: number): void {
    if (this.pos + 4 > this.end) this.grow(4);
    this.views.f32[this.pos >>> 2] = value;
    this.pos += 4;
  }

  f64(value: number): void {
    this.align8(8);
    this.views.f64[this.pos / 8] = value;
    this.pos += 8;
  }

  u64(value: bigint): void {
    this.align8(8);
    this.views.u64[this.pos / 8] = value;
    this.pos += 8;
  }

  i64(value: bigint): void {
    this.align8(8);
    this.views.i64[this.pos / 8] = value;
    this.pos += 8;
  }

  /** A whole number up to 2^53 - 1, as two words. */
  size(value: number): void {
    this.align8(8);
    const word = this.pos >>> 2;
    this.views.u32[word] = value;
    this.views.u32[word + 1] = value * 2 ** -32;
    this.pos += 8;
  }

  string(value: string): void {
    const bound = utf8Bound(value);
    if (this.pos + 8 + bound > this.end) this.grow(8 + bound);
    const bytes = writeUtf8(this.views, this.pos + 4, value, bound);
    this.views.u32[this.pos >>> 2] = bytes;
    this.pos += 4 + bytes;
    this.pad4();
  }

  bytes(value: Uint8Array): void {
    if (this.pos + 8 + value.length > this.end) this.grow(8 + value.length);
    this.views.u32[this.pos >>> 2] = value.length;
    this.views.u8.set(value, this.pos + 4);
    this.pos += 4 + value.length;
    this.pad4();
  }

  /** Like `bytes`, for bytes that lie in `from`; `offset` is a multiple of 4. */
  region(from: Views, offset: number, byteLength: number): void {
    if (this.pos + 8 + byteLength > this.end) this.grow(8 + byteLength);
    this.views.u32[this.pos >>> 2] = byteLength;
    copyWords(from, offset, this.views, this.pos + 4, byteLength);
    this.pos += 4 + byteLength;
    this.pad4();
  }

  /**
   * Writes the count of a list and makes room for its elements, which the caller then writes word by word.
   * @param mostBytes most bytes that one element takes
   * @returns index in `views` of the next word
   */
  open(count: number, mostBytes: number): number {
    const bytes = 4 + count * mostBytes;
    if (this.pos + bytes > this.end) this.grow(bytes);
    this.views.u32[this.pos >>> 2] = count;
    return (this.pos >>> 2) + 1;
  }

  /** Continues behind what was written since `open`. */
  close(word: number): void {
    this.pos = word * 4;
  }

  /**
   * Makes room for words that the caller then writes itself: `some`, then `aligned` more from the next multiple of
   * eight bytes on.
   * @returns index in `views` of the first; the aligned ones begin at the next even index
   */
  words(some: number, aligned: number): number {
    const at = this.pos >>> 2;
    const gap = (at + some) & (aligned > 0 ? 1 : 0);
    const bytes = (some + gap + aligned) * 4;
    if (this.pos + bytes > this.end) this.grow(bytes);
    if (gap > 0) this.views.u32[at + some] = 0;
    this.pos += bytes;
    return at;
  }

  poolId(value: PoolId): void {
    this.u32(value.major);
    this.u32(value.minor);
  }

  /** Number of elements that follow. */
  count(value: number): void {
    this.u32(value);
  }

  /** The bytes behind a reference, so that they travel with the task (design D13). */
  buffer(value: BufferRef): void {
    this.bytes(value.bytes);
  }
}
