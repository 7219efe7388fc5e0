/** Sizes that every layout shares. All of them are powers of two, so rounding is a mask. */

/** Bytes in one cache line. Words that two processes write at the same time are kept this far apart. */
export const CACHE_LINE_BYTES = 64;

/** Bytes in one chunk, the unit in which a segment's memory is handed to a party (design D4). */
export const CHUNK_BYTES = 64 * 1024;
export const CHUNK_SHIFT = Math.log2(CHUNK_BYTES);

/** Every reference points at a multiple of this, which leaves room for the segment's number in a u32. */
export const REF_ALIGNMENT_BYTES = 8;
export const REF_UNIT_SHIFT = Math.log2(REF_ALIGNMENT_BYTES);

/** Up to here the sum of a size and an alignment is a 32-bit integer, which is rounded much faster. */
const SMALL = 2 ** 30;

/** The next multiple of `alignment` (a power of two, at most 2^30) that is not below `value`. Exact up to 2^53. */
export function alignUp(value: number, alignment: number): number {
  if (value <= SMALL) return (value + alignment - 1) & -alignment;
  return Math.ceil(value / alignment) * alignment;
}

/** The least power of two that is not below `value`; `value` is at least 1 and at most 2^31. */
export function nextPowerOfTwo(value: number): number {
  return value <= 1 ? 1 : 2 ** (32 - Math.clz32(value - 1));
}
