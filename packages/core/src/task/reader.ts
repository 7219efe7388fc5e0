import { ChimaeraError } from '../errors.js';
import { alignUp } from '../layout/alignment.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import { copyWords } from '../memory/copy-words.js';
import { readUtf8 } from '../memory/utf8.js';
import { Views } from '../memory/views.js';
import { PoolId } from './pool-id.js';
import { readSize } from './sizes.js';

/**
 * Reads what Writer wrote. The bytes may come from anyone: each read is checked against the end, and a count is checked
 * against the bytes that are left before anything of that size is allocated.
 * @throws ChimaeraError BAD_TASK from every method if the bytes end too early or are invalid
 */
export class Reader {
  /** For lists whose elements generated code reads word by word. */
  views: Views;
  private pos = 0;
  private end = 0;

  constructor(views: Views) {
    this.views = views;
  }

  /** A reader of an archive in private memory; unaligned `bytes` are copied. */
  static of(bytes: Uint8Array): Reader {
    const aligned = new Uint8Array(alignUp(bytes.length, 8));
    aligned.set(bytes);
    return new Reader(new Views(aligned.buffer)).reset(undefined, 0, bytes.length);
  }

  /** Points the reader at `[start, end)`, which lies in the views; `start` is a multiple of 8. */
  reset(views: Views | undefined, start: number, end: number): this {
    if (views !== undefined) this.views = views;
    this.pos = start;
    this.end = end;
    return this;
  }

  /** Whether nothing is left: older senders know nothing of values that were appended to a declaration later. */
  get isAtEnd(): boolean {
    return this.pos >= this.end;
  }

  bool(): boolean {
    return this.u32() !== 0;
  }

  u8(): number {
    return this.u32() & 0xff;
  }

  i8(): number {
    return (this.i32() << 24) >> 24;
  }

  u16(): number {
    return this.u32() & 0xffff;
  }

  i16(): number {
    return (this.i32() << 16) >> 16;
  }

  u32(): number {
    const pos = this.pos;
    if (pos + 4 > this.end) this.tooShort(4);
    this.pos = pos + 4;
    return this.views.u32[pos >>> 2]!;
  }

  i32(): number {
    return this.u32() | 0;
  }

  f32(): number {
    const pos = this.pos;
    if (pos + 4 > this.end) this.tooShort(4);
    this.pos = pos + 4;
    return this.views.f32[pos >>> 2]!;
  }

  f64(): number {
    return this.views.f64[this.take8() / 8]!;
  }

  u64(): bigint {
    return this.views.u64[this.take8() / 8]!;
  }

  i64(): bigint {
    return this.views.i64[this.take8() / 8]!;
  }

  size(): number {
    return readSize(this.views, this.take8() >>> 2);
  }

  string(): string {
    const byteLength = this.u32();
    const at = this.takeBytes(byteLength);
    return readUtf8(this.views, at, byteLength);
  }

  /** A copy of the bytes, which outlives the memory they were read from. */
  bytes(): Uint8Array {
    const byteLength = this.u32();
    const at = this.takeBytes(byteLength);
    return this.views.u8.slice(at, at + byteLength);
  }

  /** Copies the next `byteLength` bytes, a number that `nextByteLength` returned, to a multiple of 4. */
  region(byteLength: number, to: Views, offset: number): void {
    this.pos += 4;
    copyWords(this.views, this.takeBytes(byteLength), to, offset, byteLength);
  }

  /** Index in `views` of the next word. */
  get word(): number {
    return this.pos >>> 2;
  }

  /** Words from this index on are behind the end. */
  get endWord(): number {
    return this.end >>> 2;
  }

  /** Continues behind what was read word by word. */
  close(word: number): void {
    this.pos = word * 4;
  }

  /** Refuses an archive that ends before `word`. */
  refuse(word: number): never {
    this.tooShort(word * 4 - this.pos);
  }

  /**
   * Skips words that the caller reads itself: `some`, then `aligned` more from the next multiple of eight bytes on.
   * @returns index in `views` of the first; the aligned ones begin at the next even index
   */
  words(some: number, aligned: number): number {
    const at = this.pos >>> 2;
    const gap = (at + some) & (aligned > 0 ? 1 : 0);
    const bytes = (some + gap + aligned) * 4;
    if (this.pos + bytes > this.end) this.tooShort(bytes);
    this.pos += bytes;
    return at;
  }

  poolId(): PoolId {
    const major = this.u32();
    return new PoolId(major, this.u32());
  }

  /**
   * Number of elements that follow.
   * @param leastBytes size of the smallest element; a count that cannot fit in the rest is refused
   */
  count(leastBytes: number): number {
    const count = this.u32();
    if (count * leastBytes > this.end - this.pos) this.tooShort(count * leastBytes);
    return count;
  }

  /** Length of the bytes or the text that follow, checked against what is left. */
  nextByteLength(): number {
    const byteLength = this.u32();
    this.pos -= 4;
    if (this.pos + 4 + byteLength > this.end) this.tooShort(4 + byteLength);
    return byteLength;
  }

  /** Copies the bytes that were sent along into a buffer on this side; bytes that do not fit are refused. */
  buffer(into: BufferRef): void {
    const byteLength = this.u32();
    const at = this.takeBytes(byteLength);
    if (byteLength > into.byteLength) {
      throw new ChimaeraError('BAD_TASK', `${byteLength} bytes do not fit in a buffer of ${into.byteLength}`);
    }
    into.bytes.set(this.views.u8.subarray(at, at + byteLength));
  }

  u8s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 1);
    return Array.from(this.views.u8.subarray(at, at + count));
  }

  i8s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 1);
    return Array.from(this.views.i8.subarray(at, at + count));
  }

  u16s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 2) / 2;
    return Array.from(this.views.u16.subarray(at, at + count));
  }

  i16s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 2) / 2;
    return Array.from(this.views.i16.subarray(at, at + count));
  }

  u32s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 4) / 4;
    return Array.from(this.views.u32.subarray(at, at + count));
  }

  i32s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 4) / 4;
    return Array.from(this.views.i32.subarray(at, at + count));
  }

  f32s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 4) / 4;
    return Array.from(this.views.f32.subarray(at, at + count));
  }

  f64s(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 8) / 8;
    return Array.from(this.views.f64.subarray(at, at + count));
  }

  u64s(): bigint[] {
    const count = this.u32();
    const at = this.takePacked(count, 8) / 8;
    return Array.from(this.views.u64.subarray(at, at + count));
  }

  i64s(): bigint[] {
    const count = this.u32();
    const at = this.takePacked(count, 8) / 8;
    return Array.from(this.views.i64.subarray(at, at + count));
  }

  bools(): boolean[] {
    const count = this.u32();
    const at = this.takePacked(count, 1);
    return Array.from(this.views.u8.subarray(at, at + count), (byte) => byte !== 0);
  }

  sizes(): number[] {
    const count = this.u32();
    const at = this.takePacked(count, 8) / 4;
    return Array.from({ length: count }, (_, i) => readSize(this.views, at + 2 * i));
  }

  private take8(): number {
    const at = alignUp(this.pos, 8);
    if (at + 8 > this.end) this.tooShort(8);
    this.pos = at + 8;
    return at;
  }

  private takeBytes(byteLength: number): number {
    const at = this.pos;
    if (at + byteLength > this.end) this.tooShort(byteLength);
    this.pos = Math.min(alignUp(at + byteLength, 4), this.end);
    return at;
  }

  private takePacked(count: number, width: number): number {
    const at = alignUp(this.pos, width);
    if (at + count * width > this.end) this.tooShort(count * width);
    this.pos = Math.min(alignUp(at + count * width, 4), this.end);
    return at;
  }

  private tooShort(bytes: number): never {
    throw new ChimaeraError(
      'BAD_TASK',
      `an archive ends ${bytes - (this.end - this.pos)} bytes too early; it was not written by the same layout`,
    );
  }
}
