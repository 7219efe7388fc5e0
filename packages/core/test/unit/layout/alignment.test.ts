import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CACHE_LINE_BYTES,
  CHUNK_BYTES,
  REF_ALIGNMENT_BYTES,
  alignUp,
  nextPowerOfTwo,
} from '../../../src/layout/alignment.js';

test('the sizes are powers of two, each a multiple of the smaller ones', () => {
  for (const size of [REF_ALIGNMENT_BYTES, CACHE_LINE_BYTES, CHUNK_BYTES]) {
    expect(Math.log2(size) % 1).toBe(0);
  }
  expect(CHUNK_BYTES % CACHE_LINE_BYTES).toBe(0);
  expect(CACHE_LINE_BYTES % REF_ALIGNMENT_BYTES).toBe(0);
});

test('alignUp rounds up to the next multiple, beyond 32 bits as well', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 16 }), (value, log) => {
      const alignment = 2 ** log;
      fc.pre(value <= Number.MAX_SAFE_INTEGER - alignment);
      const aligned = alignUp(value, alignment);
      expect(aligned % alignment).toBe(0);
      expect(aligned - value).toBeGreaterThanOrEqual(0);
      expect(aligned - value).toBeLessThan(alignment);
    }),
  );
});

test('nextPowerOfTwo rounds up to a power of two, up to 2^31', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (value) => {
      const power = nextPowerOfTwo(value);
      expect(Math.log2(power) % 1).toBe(0);
      expect(power).toBeGreaterThanOrEqual(value);
      expect(power / 2).toBeLessThan(value);
    }),
  );
  expect([1, 2, 3, 2 ** 31 - 1, 2 ** 31].map(nextPowerOfTwo)).toEqual([1, 2, 4, 2 ** 31, 2 ** 31]);
});
