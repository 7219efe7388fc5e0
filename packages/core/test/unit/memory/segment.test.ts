import { expect, test } from '@jest/globals';
import { Memory, SEGMENT_COUNT, SEGMENT_FILE_NAMES, SegmentId } from '../../../src/memory/segment.js';
import { Views } from '../../../src/memory/views.js';
import { testMemory } from '../support/test-memory.js';

const memory = testMemory();

test('segments are numbered alike in references and file names', () => {
  expect(memory.segments.map(({ id }) => id)).toEqual([
    SegmentId.kMain,
    SegmentId.kClientData,
    SegmentId.kRuntimeData,
  ]);
  expect(memory.segments).toEqual([memory.main, memory.clientData, memory.runtimeData]);
  expect(SEGMENT_FILE_NAMES).toHaveLength(SEGMENT_COUNT);
});

test('a runtime with too few segments is refused', () => {
  expect(() => new Memory([])).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('all views show the same bytes, little-endian', () => {
  const views = new Views(new ArrayBuffer(16));
  views.u32[0] = 0x8182_8384;
  expect([views.u8[0], views.i8[0], views.u16[1], views.i16[1]]).toEqual([0x84, -124, 0x8182, -32382]);
  expect([views.i32[0], views.buf.readUInt32LE(0)]).toEqual([0x8182_8384 | 0, 0x8182_8384]);
  views.f64[1] = -0.5;
  expect([views.u64[1], views.i64[1]]).toEqual([0xbfe0_0000_0000_0000n, BigInt.asIntN(64, 0xbfe0n << 48n)]);
  expect(views.f32).toHaveLength(4);
  expect(views.byteLength).toBe(16);
});
