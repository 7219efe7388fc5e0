import { alignUp } from '../layout/alignment.js';
import { ArchiveMemory } from './archive-memory.js';

/** Writes lists of plain numbers: a count, and the packed numbers behind it. */
export class ListWriter extends ArchiveMemory {
  /** Elements of one or two bytes, packed; `width` is their size. The caller has checked the values. */
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

  /** Writes the count, aligns, and skips the elements; returns the byte offset where they go. */
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
}
