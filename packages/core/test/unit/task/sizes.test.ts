import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Views } from '../../../src/memory/views.js';
import { readSize, writeSize } from '../../../src/task/sizes.js';

const views = new Views(new ArrayBuffer(16));

test('any size round-trips, and matches the u64 that other readers see', () => {
  const sizes = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, 2 ** 52, 2 ** 53 - 1));
  fc.assert(
    fc.property(sizes, (size) => {
      writeSize(views, 2, size);
      expect(readSize(views, 2)).toBe(size);
      expect(views.u64[1]).toBe(BigInt(size));
    }),
  );
});

test('refuses a u64 that a number cannot represent', () => {
  for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
    views.u64[0] = value;
    expect(() => readSize(views, 0)).toThrow(expect.objectContaining({ code: 'BAD_TASK' }));
  }
});
