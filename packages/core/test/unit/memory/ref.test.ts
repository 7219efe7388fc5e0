import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRef, refOffset, refSegment, checkedSegment, type Ref } from '../../../src/memory/ref.js';
import { SEGMENT_COUNT } from '../../../src/memory/segment.js';
import { testMemory } from '../support/test-memory.js';

const memory = testMemory();

test('a reference is a u32 that returns its segment and offset, up to the last place', () => {
  const units = fc.oneof(fc.nat({ max: 2 ** 30 - 1 }), fc.constantFrom(0, 1, 2 ** 29, 2 ** 30 - 1));
  fc.assert(
    fc.property(fc.nat({ max: 3 }), units, (segment, unit) => {
      const ref = makeRef(segment, unit * 8);
      expect(ref >>> 0).toBe(ref);
      expect(refSegment(ref)).toBe(segment);
      expect(refOffset(ref)).toBe(unit * 8);
    }),
  );
});

test.each([0, 1, 2])('accepts bytes up to the very end of segment %p', (segment) => {
  const { byteLength } = memory.segments[segment];
  expect(checkedSegment(memory, makeRef(segment, 0), byteLength).id).toBe(segment);
  expect(checkedSegment(memory, makeRef(segment, byteLength - 8), 8).id).toBe(segment);
  expect(checkedSegment(memory, makeRef(segment, byteLength), 0).id).toBe(segment);
});

test('refuses any word as BAD_TASK unless all its bytes lie in a segment', () => {
  const anyWord = fc.nat({ max: 0xffff_ffff });
  const nearEnd = fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: -4, max: 4 })).map(([segment, units]) => {
    const { byteLength } = memory.segments[segment] ?? memory.main;
    return makeRef(segment, byteLength + units * 8);
  });
  fc.assert(
    fc.property(fc.oneof(anyWord, nearEnd), fc.oneof(anyWord, fc.nat({ max: 40 })), (word, byteLength) => {
      const ref = word as Ref;
      const segment = refSegment(ref);
      const inside =
        segment < SEGMENT_COUNT && refOffset(ref) + byteLength <= memory.segments[segment].byteLength;
      if (inside) expect(checkedSegment(memory, ref, byteLength)).toBe(memory.segments[segment]);
      else {
        expect(() => checkedSegment(memory, ref, byteLength)).toThrow(
          expect.objectContaining({ code: 'BAD_TASK' }),
        );
      }
    }),
    { numRuns: 1000 },
  );
});
