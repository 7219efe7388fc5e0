import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChimaeraError } from '../../../src/errors.js';
import { Reader } from '../../../src/task/reader.js';
import { Writer } from '../../../src/task/writer.js';
import { type Op, anyOps, readAll, writeAll } from './archive-ops.js';

const BAD_TASK = expect.objectContaining({ code: 'BAD_TASK' });

/**
 * Reads to the end or to BAD_TASK. Any other error fails the test, and so does getting more elements than there are
 * bytes.
 */
function readHostile(bytes: Uint8Array, ops: readonly Op[]): void {
  let values: unknown[];
  try {
    values = readAll(Reader.of(bytes), ops);
  } catch (error) {
    if (!(error instanceof ChimaeraError) || error.code !== 'BAD_TASK') throw error;
    return;
  }
  let elements = 0;
  for (const value of values) {
    if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) {
      elements += value.length;
    } else if (value instanceof Map) elements += value.size;
  }
  expect(elements).toBeLessThanOrEqual(bytes.length);
}

function archiveOf(ops: readonly Op[]): Uint8Array {
  const writer = Writer.growing();
  writeAll(writer, ops);
  return writer.bytesWritten();
}

describe('reads a damaged archive as BAD_TASK or other values, and throws nothing else:', () => {
  test('every prefix of a valid archive', () => {
    fc.assert(
      fc.property(anyOps, (ops) => {
        const archive = archiveOf(ops);
        const step = Math.max(1, archive.length >> 7);
        for (let length = 0; length < archive.length; length += step) {
          readHostile(archive.subarray(0, length), ops);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a valid archive with changed bytes', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyOps, changes, (ops, mutations) => {
        const archive = archiveOf(ops).slice();
        for (const [at, byte] of mutations) archive[at % Math.max(archive.length, 1)] = byte;
        readHostile(archive, ops);
      }),
      { numRuns: 1000 },
    );
  });

  test('a valid archive in which one word is a huge number', () => {
    const huge = fc.constantFrom(0xffff_ffff, 0x7fff_ffff, 0x8000_0000, 0x4000_0000, 0x1000_0000);
    fc.assert(
      fc.property(anyOps, fc.nat(), huge, (ops, at, value) => {
        const archive = archiveOf(ops).slice();
        fc.pre(archive.length >= 4);
        new DataView(archive.buffer).setUint32((at % (archive.length >> 2)) * 4, value, true);
        readHostile(archive, ops);
      }),
      { numRuns: 1000 },
    );
  });

  test('arbitrary bytes', () => {
    fc.assert(
      fc.property(anyOps, fc.uint8Array({ maxLength: 200 }), (ops, bytes) => readHostile(bytes, ops)),
      { numRuns: 1000 },
    );
  });

  test('an archive of another layout', () => {
    fc.assert(
      fc.property(anyOps, anyOps, (written, expected) => readHostile(archiveOf(written), expected)),
      { numRuns: 500 },
    );
  });
});

test.each([
  'u8s',
  'i8s',
  'bools',
  'u16s',
  'i16s',
  'u32s',
  'i32s',
  'f32s',
  'f64s',
  'u64s',
  'i64s',
  'sizes',
  'string',
  'bytes',
] as const)('%s of four billion elements is refused before it is allocated', (method) => {
  const reader = Reader.of(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0));
  const beganMs = performance.now();
  expect(() => reader[method]()).toThrow(BAD_TASK);
  expect(performance.now() - beganMs).toBeLessThan(1000);
});

test('a count is refused when its elements cannot fit in the remaining bytes', () => {
  const bytes = new Uint8Array(4 + 24);
  bytes[0] = 3;
  expect(Reader.of(bytes).count(8)).toBe(3);
  expect(() => Reader.of(bytes).count(9)).toThrow(BAD_TASK);
  bytes[3] = 0xff;
  expect(() => Reader.of(bytes).count(1)).toThrow(BAD_TASK);
});

test.each(['size', 'sizes'] as const)('%s above 2^53 - 1 is refused', (method) => {
  const writer = Writer.growing();
  if (method === 'sizes') writer.u64s([2n ** 53n - 1n, 2n ** 53n]);
  else writer.u64(2n ** 53n);
  expect(() => Reader.of(writer.bytesWritten())[method]()).toThrow(BAD_TASK);
});

test('numbers narrower than their word are truncated to their width', () => {
  const reader = Reader.of(new Uint8Array(16).fill(0xff));
  expect([reader.u8(), reader.i8(), reader.u16(), reader.i16()]).toEqual([255, -1, 65_535, -1]);
});

test('a reader never reads past its end, even when the memory continues', () => {
  const writer = Writer.growing();
  writer.u32(1);
  writer.u32(2);
  const reader = new Reader(writer.views).reset(undefined, 0, 4);
  expect(reader.u32()).toBe(1);
  expect(() => reader.u32()).toThrow(BAD_TASK);
});
