import type { Views } from './views.js';

/** Buffer's own UTF-8 methods, which skip the argument handling of `write` and `toString`. Not in the types. */
interface Utf8Buffer {
  utf8Write(this: Buffer, text: string, offset: number, length: number): number;
  utf8Slice(this: Buffer, start: number, end: number): string;
}

/** Read once: looking them up in Buffer's long prototype chain costs more than a call should. */
const { utf8Write, utf8Slice } = Buffer.prototype as unknown as Utf8Buffer;

/** Up to here a loop over the characters beats a call into the engine. */
const LOOP_WRITE_CHARS = 24;
const SWITCH_READ_BYTES = 16;
/** For longer texts the exact length is computed instead of reserving three bytes for every UTF-16 unit. */
const EXACT_BOUND_CHARS = 256;

/** A number of bytes that is sure to hold `text` in UTF-8. */
export function utf8Bound(text: string): number {
  return text.length <= EXACT_BOUND_CHARS ? text.length * 3 : Buffer.byteLength(text);
}

/** Writes `text` at `offset`, where `bound` bytes (its `utf8Bound`) are free; returns the number of bytes written. */
export function writeUtf8(views: Views, offset: number, text: string, bound: number): number {
  const length = text.length;
  if (length <= LOOP_WRITE_CHARS) {
    const u8 = views.u8;
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      u8[offset + i] = unit;
    }
    if (i === length) return length;
  }
  // With a length that reaches beyond the buffer, Node 20 and 22 truncate, 24 and later throw.
  return utf8Write.call(views.buf, text, offset, Math.min(bound, views.byteLength - offset));
}

/** The text in `byteLength` bytes at `offset`, which lie within the views. Invalid UTF-8 becomes U+FFFD. */
export function readUtf8(views: Views, offset: number, byteLength: number): string {
  if (byteLength === 0) return '';
  if (byteLength <= SWITCH_READ_BYTES && isAscii(views.u8, offset, byteLength)) {
    return readShortAscii(views.u8, offset, byteLength);
  }
  return utf8Slice.call(views.buf, offset, offset + byteLength);
}

function isAscii(u8: Uint8Array, offset: number, byteLength: number): boolean {
  let bits = 0;
  for (let i = 0; i < byteLength; i++) bits |= u8[offset + i]!;
  return bits < 0x80;
}

/** A single call with all characters creates a flat string; concatenating them would build a rope. */
// prettier-ignore
function readShortAscii(u8: Uint8Array, o: number, byteLength: number): string {
  switch (byteLength) {
    case 1: return String.fromCharCode(u8[o]!);
    case 2: return String.fromCharCode(u8[o]!, u8[o + 1]!);
    case 3: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!);
    case 4: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!);
    case 5: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!);
    case 6: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!);
    case 7: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!);
    case 8: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!);
    case 9: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!);
    case 10: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!);
    case 11: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!);
    case 12: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!, u8[o + 11]!);
    case 13: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!, u8[o + 11]!, u8[o + 12]!);
    case 14: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!, u8[o + 11]!, u8[o + 12]!, u8[o + 13]!);
    case 15: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!, u8[o + 11]!, u8[o + 12]!, u8[o + 13]!, u8[o + 14]!);
    case 16: return String.fromCharCode(u8[o]!, u8[o + 1]!, u8[o + 2]!, u8[o + 3]!, u8[o + 4]!, u8[o + 5]!, u8[o + 6]!, u8[o + 7]!,
      u8[o + 8]!, u8[o + 9]!, u8[o + 10]!, u8[o + 11]!, u8[o + 12]!, u8[o + 13]!, u8[o + 14]!, u8[o + 15]!);
    default: return '';
  }
}
