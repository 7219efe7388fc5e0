import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readUtf8, utf8Bound, writeUtf8 } from '../../../src/memory/utf8.js';
import { Views } from '../../../src/memory/views.js';

const OFFSET = 1003;
const views = new Views(new ArrayBuffer(16_384));
const UNTOUCHED = 0xee;

/** Writes the text between bytes that must stay as they are; returns the bytes written. */
function write(text: string): Uint8Array {
  views.u8.fill(UNTOUCHED);
  const bytes = writeUtf8(views, OFFSET, text, utf8Bound(text));
  expect(bytes).toBeLessThanOrEqual(utf8Bound(text));
  expect(views.u8[OFFSET - 1]).toBe(UNTOUCHED);
  expect(views.u8.subarray(OFFSET + utf8Bound(text)).every((byte) => byte === UNTOUCHED)).toBe(true);
  return views.u8.slice(OFFSET, OFFSET + bytes);
}

function checkLikeBuffer(text: string): void {
  const expected = Buffer.from(text);
  expect(Buffer.compare(write(text), expected)).toBe(0);
  expect(readUtf8(views, OFFSET, expected.length)).toBe(expected.toString());
}

test('writes and reads any text as Buffer does, including lone surrogates', () => {
  const anyUnits = fc
    .array(
      fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })),
      {
        maxLength: 300,
      },
    )
    .map((units) => String.fromCharCode(...units));
  const texts = fc.oneof(anyUnits, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string());
  fc.assert(fc.property(texts, checkLikeBuffer), { numRuns: 500 });
});

test('copes with ASCII of every length around the limits of the short paths', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz\0\x7f'.repeat(20);
  const lengths = [...Array(41).keys(), 255, 256, 257, 258];
  for (const length of lengths) checkLikeBuffer(letters.slice(0, length));
});

test.each(['\x80', 'é', '€', '😀', '\ud800', '\udc00'])(
  'copes with %j anywhere in texts around the limits of the short paths',
  (strange) => {
    for (const length of [1, 2, 15, 16, 17, 23, 24, 25, 255, 256, 257]) {
      for (const at of new Set([0, 1, length >> 1, length - 1])) {
        checkLikeBuffer(`${'x'.repeat(at)}${strange}${'y'.repeat(length - 1 - Math.min(at, length - 1))}`);
      }
    }
  },
);

test('the bound holds, and is exact for long texts', () => {
  expect(utf8Bound('x'.repeat(256))).toBe(768);
  expect(utf8Bound('x'.repeat(257))).toBe(257);
  expect(utf8Bound('€'.repeat(257))).toBe(771);
  expect(utf8Bound('😀'.repeat(200))).toBe(800);
});

test('writes a text at the very end of the memory', () => {
  for (const text of ['', 'abc', 'é'.repeat(30), 'x'.repeat(300)]) {
    const byteLength = Buffer.byteLength(text);
    const offset = views.byteLength - byteLength;
    expect(writeUtf8(views, offset, text, utf8Bound(text))).toBe(byteLength);
    expect(readUtf8(views, offset, byteLength)).toBe(text);
  }
});

test('reads invalid UTF-8 as Buffer does and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      views.u8.set(bytes, OFFSET);
      expect(readUtf8(views, OFFSET, bytes.length)).toBe(Buffer.from(bytes).toString());
    }),
    { numRuns: 500 },
  );
});
