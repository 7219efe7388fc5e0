import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CACHE_LINE_BYTES, CHUNK_BYTES } from '../../../src/layout/alignment.js';
import {
  CLASS_BYTES,
  LARGEST_CLASS_BYTES,
  SMALLEST_BLOCK_BYTES,
  chunksFor,
  classOf,
} from '../../../src/memory/size-classes.js';

test('classes grow from the smallest to the largest block, each of whole cache lines', () => {
  expect(CLASS_BYTES[0]).toBe(SMALLEST_BLOCK_BYTES);
  expect(CLASS_BYTES.at(-1)).toBe(LARGEST_CLASS_BYTES);
  expect([...CLASS_BYTES].sort((a, b) => a - b)).toEqual(CLASS_BYTES);
  expect(new Set(CLASS_BYTES).size).toBe(CLASS_BYTES.length);
  for (const bytes of CLASS_BYTES) expect(bytes % CACHE_LINE_BYTES).toBe(0);
});

test('every size up to the largest gets the smallest class that holds it', () => {
  let least = 0;
  const wrong: number[] = [];
  for (let bytes = 0; bytes <= LARGEST_CLASS_BYTES; bytes++) {
    while (CLASS_BYTES[least] < bytes) least++;
    if (classOf(bytes) !== least) wrong.push(bytes);
  }
  expect(wrong).toEqual([]);
});

test('above the smallest block at most a third of a block is wasted', () => {
  for (let i = 1; i < CLASS_BYTES.length; i++) {
    const leastUse = CLASS_BYTES[i - 1] + 1;
    expect((CLASS_BYTES[i] - leastUse) / CLASS_BYTES[i]).toBeLessThan(1 / 3);
  }
});

test('at least two blocks of each class fit in a chunk', () => {
  for (const bytes of CLASS_BYTES) expect(bytes * 2).toBeLessThanOrEqual(CHUNK_BYTES);
});

test('large sizes take the smallest number of whole chunks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (bytes) => {
      const chunks = chunksFor(bytes);
      expect(chunks * CHUNK_BYTES).toBeGreaterThanOrEqual(bytes);
      expect((chunks - 1) * CHUNK_BYTES).toBeLessThan(bytes);
    }),
  );
});
