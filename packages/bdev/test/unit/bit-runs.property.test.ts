import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bitCount, longestOrder, runsOf, tightRunsOf } from '../../src/allocator/bit-runs.js';
import { LeastSet } from '../../src/allocator/region-index.js';

const word = fc.oneof(
  fc.integer(),
  fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => a | b),
  fc.constantFrom(0, -1, 1, 1 << 31, 0xffff, -65536),
);

/** The aligned runs of 2^order set bits, one bit after the other. */
function plainRuns(order: number, bits: number): number[] {
  const length = 2 ** order;
  const starts = Array.from({ length: 32 / length }, (_, i) => i * length);
  return starts.filter((start) =>
    Array.from({ length }, (_, i) => (bits >>> (start + i)) & 1).every(Boolean),
  );
}

const bitsOf = (mask: number) => plainRuns(0, mask);

test('finds the same runs in a word as a bit-by-bit search', () => {
  fc.assert(
    fc.property(word, (bits) => {
      for (let order = 0; order <= 5; order++) {
        const runs = plainRuns(order, bits);
        expect(bitsOf(runsOf(order, bits))).toEqual(runs);
        const twice = order < 5 ? plainRuns(order + 1, bits) : [];
        const tight = runs.filter((start) => !twice.includes(start - (start % 2 ** (order + 1))));
        expect(bitsOf(tightRunsOf(order, bits))).toEqual(order < 5 ? tight : runs);
      }
      const orders = [5, 4, 3, 2, 1, 0].filter((order) => plainRuns(order, bits).length > 0);
      expect(longestOrder(bits)).toBe(orders[0] ?? -1);
      expect(bitCount(bits)).toBe(bitsOf(bits).length);
    }),
  );
});

test('a set returns its least number after any insertions and removals', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 32, 33, 1024, 1025, 40_000),
      fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 200 }),
      (size, steps) => {
        const real = new LeastSet(size);
        const model = new Set<number>();
        for (const [add, pick] of steps) {
          const number = pick % size;
          if (add) real.add(number);
          else real.delete(number);
          if (add) model.add(number);
          else model.delete(number);
          expect(real.isEmpty).toBe(model.size === 0);
          if (model.size > 0) expect(real.first()).toBe(Math.min(...model));
        }
      },
    ),
  );
});
