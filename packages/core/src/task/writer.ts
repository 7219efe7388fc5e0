import { ChimaeraError } from '../errors.js';
import { alignUp } from '../layout/alignment.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import { copyWords } from '../memory/copy-words.js';
import { Views } from '../memory/views.js';
import { utf8Bound, writeUtf8 } from '../memory/utf8.js';
import type { PoolId } from './pool-id.js';

const INITIAL_BYTES = 1024;

/**
 * Writes the archive encoding (docs/architecture.md, "Archive"): little-endian words, each aligned to its size
 * from the archive's start; narrower numbers take four bytes. Used for variable-sized fields in place and for
 * SaveIn and SaveOut; the calls are generated, one after the other, from the declaration of the task.
 */
export class Writer {
  views: Views;
  /** Byte offset where the archive begins, a multiple of 8. */
  start = 0;
  /** Byte offset of the next byte to be written. */
  pos = 0;
  private end: number;
  private readonly growable: boolean;

  private constructor(views: Views, growable: boolean) {
    this.views = views;
    this.end = views.byteLength;
    this.growable = growable;
  }

  /** A writer over memory of its own, which grows as needed. */
  static growing(): Writer {
    return new Writer(new Views(new ArrayBuffer(INITIAL_BYTES)), true);
  }

  /** A writer that is pointed at places inside mapped memory by `reset`. */
  static fixed(views: Views): Writer {
    return new Writer(views, false);
  }

  reset(views: Views, start: number, end: number): this {
    this.views = views;
    this.start = this.pos = start;
    this.end = end;
    return this;
  }

  /** Forgets what a growing writer holds. */
  clear(): this {
    this.pos = this.start;
    return this;
  }

  /** What has been written, in place: valid until the next write. */
  bytesWritten(): Uint8Array {
    return this.views.u8.subarray(this.start, this.pos);
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

  /** A whole number up to 2^53 - 1 as two words. */
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
    const bytes = writeUtf8(this.views, this.pos + 4, value);
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

  /** Like `bytes`, for those that lie in `from`; `offset` is a multiple of 4. */
  region(from: Views, offset: number, byteLength: number): void {
    if (this.pos + 8 + byteLength > this.end) this.grow(8 + byteLength);
    this.views.u32[this.pos >>> 2] = byteLength;
    copyWords(from, offset, this.views, this.pos + 4, byteLength);
    this.pos += 4 + byteLength;
    this.pad4();
  }

  /**
   * Writes the count of a list and makes room for its elements, which the caller then writes word by word.
   * @param mostBytes of one element
   * @returns index of the word that comes next, in `views`
   */
  open(count: number, mostBytes: number): number {
    const bytes = 4 + count * mostBytes;
    if (this.pos + bytes > this.end) this.grow(bytes);
    this.views.u32[this.pos >>> 2] = count;
    return (this.pos >>> 2) + 1;
  }

  /** Goes on behind what was written since `open`. */
  close(word: number): void {
    this.pos = word * 4;
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

  /** Elements of one or two bytes, packed; `width` is their size. The values are checked by the caller. */
  packed(
    values: ArrayLike<number>,
    array: Uint8Array | Int8Array | Uint16Array | Int16Array,
    width: 1 | 2,
  ): void {
    const base = this.reservePacked(values.length, width) / width;
    for (let i = 0; i < values.length; i++) array[base + i] = values[i]!;
    this.pad4();
  }

  u8s(values: ArrayLike<number>): void {
    this.ensurePacked(values.length, 1);
    this.packed(values, this.views.u8, 1);
  }

  i8s(values: ArrayLike<number>): void {
    this.ensurePacked(values.length, 1);
    this.packed(values, this.views.i8, 1);
  }

  u16s(values: ArrayLike<number>): void {
    this.ensurePacked(values.length, 2);
    this.packed(values, this.views.u16, 2);
  }

  i16s(values: ArrayLike<number>): void {
    this.ensurePacked(values.length, 2);
    this.packed(values, this.views.i16, 2);
  }

  u32s(values: ArrayLike<number>): void {
    const base = this.reservePacked(values.length, 4) / 4;
    const { u32 } = this.views;
    for (let i = 0; i < values.length; i++) u32[base + i] = values[i]!;
  }

  i32s(values: ArrayLike<number>): void {
    const base = this.reservePacked(values.length, 4) / 4;
    const { i32 } = this.views;
    for (let i = 0; i < values.length; i++) i32[base + i] = values[i]!;
  }

  f32s(values: ArrayLike<number>): void {
    const base = this.reservePacked(values.length, 4) / 4;
    const { f32 } = this.views;
    for (let i = 0; i < values.length; i++) f32[base + i] = values[i]!;
  }

  f64s(values: ArrayLike<number>): void {
    const base = this.reservePacked(values.length, 8) / 8;
    const { f64 } = this.views;
    for (let i = 0; i < values.length; i++) f64[base + i] = values[i]!;
  }

  u64s(values: ArrayLike<bigint>): void {
    const base = this.reservePacked(values.length, 8) / 8;
    const { u64 } = this.views;
    for (let i = 0; i < values.length; i++) u64[base + i] = values[i]!;
  }

  i64s(values: ArrayLike<bigint>): void {
    const base = this.reservePacked(values.length, 8) / 8;
    const { i64 } = this.views;
    for (let i = 0; i < values.length; i++) i64[base + i] = values[i]!;
  }

  bools(values: ArrayLike<boolean>): void {
    const base = this.reservePacked(values.length, 1);
    const { u8 } = this.views;
    for (let i = 0; i < values.length; i++) u8[base + i] = values[i] ? 1 : 0;
    this.pad4();
  }

  sizes(values: ArrayLike<number>): void {
    const base = this.reservePacked(values.length, 8) / 4;
    const { u32 } = this.views;
    for (let i = 0; i < values.length; i++) {
      u32[base + 2 * i] = values[i]!;
      u32[base + 2 * i + 1] = values[i]! * 2 ** -32;
    }
  }

  /** Writes the count, aligns, and moves past the elements; gives the byte offset where they go. */
  private reservePacked(count: number, width: number): number {
    this.ensurePacked(count, width);
    this.views.u32[this.pos >>> 2] = count;
    const behind = this.pos + 4;
    const first = alignUp(behind, width);
    if (first !== behind) this.views.u32[behind >>> 2] = 0;
    this.pos = first + count * width;
    return first;
  }

  private ensurePacked(count: number, width: number): void {
    const bytes = 16 + count * width;
    if (this.pos + bytes > this.end) this.grow(bytes);
  }

  private align8(bytes: number): void {
    const aligned = alignUp(this.pos, 8);
    if (aligned + bytes > this.end) this.grow(bytes + 8);
    if (aligned !== this.pos) this.views.u32[this.pos >>> 2] = 0;
    this.pos = aligned;
  }

  /** Zeroes up to the next word, so that equal values have equal bytes and nothing old leaks out. */
  private pad4(): void {
    while ((this.pos & 3) !== 0) this.views.u8[this.pos++] = 0;
  }

  private grow(bytes: number): void {
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
