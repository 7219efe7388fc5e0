import type { Views } from './views.js';

/** Up to here a loop over words is faster than creating the view that `set` needs. */
const LOOP_BYTES = 128;

/** Copies bytes to a place that does not overlap their own; both offsets are multiples of 4. */
export function copyWords(from: Views, offset: number, to: Views, target: number, byteLength: number): void {
  if (byteLength > LOOP_BYTES) {
    to.u8.set(from.u8.subarray(offset, offset + byteLength), target);
    return;
  }
  const source = offset >>> 2;
  const first = target >>> 2;
  const words = byteLength >>> 2;
  for (let i = 0; i < words; i++) to.u32[first + i] = from.u32[source + i]!;
  for (let i = words * 4; i < byteLength; i++) to.u8[target + i] = from.u8[offset + i]!;
}
