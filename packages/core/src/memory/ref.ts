import { ChimaeraError } from '../errors.js';
import { REF_ALIGNMENT_BYTES, REF_UNIT_SHIFT } from '../layout/alignment.js';
import { SEGMENT_COUNT, type Memory, type Segment } from './segment.js';

declare const refBrand: unique symbol;

/**
 * A place in shared memory that every process understands: the segment in the upper two bits, the offset in units of 8
 * bytes below. Not a plain number, so that an offset cannot be passed where a reference is meant.
 */
export type Ref = number & { readonly [refBrand]: true };

const SEGMENT_SHIFT = 30;
/** Up to here sizes are rounded as 32-bit integers. */
const SMALL = 2 ** 30;
const OFFSET_MASK = 2 ** SEGMENT_SHIFT - 1;

/** `offset` is a multiple of 8 within the segment. */
export function makeRef(segment: number, offset: number): Ref {
  return (((segment << SEGMENT_SHIFT) | (offset / REF_ALIGNMENT_BYTES)) >>> 0) as Ref;
}

/** The number of 8-byte units that hold this many bytes. */
export function refUnits(byteLength: number): number {
  // A floating-point division would take longer than everything else that writing a string's length involves.
  if (byteLength <= SMALL) return (byteLength + REF_ALIGNMENT_BYTES - 1) >>> REF_UNIT_SHIFT;
  return Math.ceil(byteLength / REF_ALIGNMENT_BYTES);
}

/** Reference to a place in the main segment, its offset given in units. */
export function mainRef(units: number): Ref {
  return units as Ref;
}

/** Segment number of a reference: 0 to 3, so it must be checked against the segments that exist. */
export function refSegment(ref: Ref): number {
  return ref >>> SEGMENT_SHIFT;
}

/** Byte offset of a reference within its segment. */
export function refOffset(ref: Ref): number {
  return (ref & OFFSET_MASK) * REF_ALIGNMENT_BYTES;
}

/**
 * The segment in which `byteLength` bytes at `ref` lie. Every reference that comes out of shared memory passes through
 * here.
 * @throws ChimaeraError BAD_TASK unless all of them lie in one segment.
 */
export function checkedSegment(memory: Memory, ref: Ref, byteLength: number): Segment {
  const segment = refSegment(ref);
  if (segment < SEGMENT_COUNT) {
    const found = memory.segments[segment] as Segment;
    if (refOffset(ref) + byteLength <= found.byteLength) return found;
  }
  throw new ChimaeraError(
    'BAD_TASK',
    `a reference to ${byteLength} bytes at offset ${refOffset(ref)} of segment ${segment} leaves the shared memory; ` +
      'the sender wrote a broken task',
  );
}
