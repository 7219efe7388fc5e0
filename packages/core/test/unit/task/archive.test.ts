import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BufferRef } from '../../../src/memory/buffer-ref.js';
import { Views } from '../../../src/memory/views.js';
import { ListWriter } from '../../../src/task/list-writer.js';
import { Reader } from '../../../src/task/reader.js';
import { Writer } from '../../../src/task/writer.js';
import { testMemory } from '../support/test-memory.js';
import { SCALARS_AND_LISTS, anyOps, opsNamed, readAll, writeAll } from './archive-ops.js';

const memory = testMemory();

/** Memory with old contents, like a block of shared memory. */
const dirty = new Views(new ArrayBuffer(64 * 1024));
const START = 1024;

function growingArchive(ops: Parameters<typeof writeAll>[1]): Uint8Array {
  const writer = Writer.growing();
  writeAll(writer, ops);
  return writer.bytesWritten();
}

function fixedArchive(ops: Parameters<typeof writeAll>[1]): Uint8Array {
  dirty.u8.fill(0xcd);
  const writer = Writer.fixed(dirty).reset(dirty, START, dirty.byteLength);
  writeAll(writer, ops);
  expect(dirty.u8.subarray(0, START).every((byte) => byte === 0xcd)).toBe(true);
  expect(dirty.u8.subarray(writer.pos).every((byte) => byte === 0xcd)).toBe(true);
  return writer.bytesWritten();
}

test('the table of this test names every pair of methods of Writer and Reader', () => {
  const own = (type: { prototype: object }): string[] =>
    Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor');
  const readers = new Set(own(Reader));
  const others = ['reset', 'count', 'buffer', 'region', 'close', 'words'];
  const pairs = [...own(Writer), ...own(ListWriter)].filter(
    (name) => readers.has(name) && !others.includes(name),
  );
  expect(pairs.sort()).toEqual([...SCALARS_AND_LISTS].sort());
});

describe('reads back what was written', () => {
  test('in any order of types, hence at any alignment', () => {
    fc.assert(
      fc.property(anyOps, (ops) => {
        const archive = growingArchive(ops);
        expect(archive.length % 4).toBe(0);
        expect(readAll(Reader.of(archive), ops)).toEqual(ops.map((op) => op.value));
      }),
      { numRuns: 400 },
    );
  });

  test.each(['u64', 'f64', 'size', 'u64s', 'i64s', 'f64s', 'sizes', 'u16s', 'u8s', 'bools'] as const)(
    '%s behind strings of every length up to 9',
    (name) => {
      fc.assert(
        fc.property(fc.nat({ max: 9 }), opsNamed(name), (length, op) => {
          const writer = Writer.growing();
          writer.string('x'.repeat(length));
          op.write(writer);
          writer.u32(0xfeed);
          const reader = Reader.of(writer.bytesWritten());
          reader.string();
          expect(op.read(reader)).toEqual(op.value);
          expect(reader.u32()).toBe(0xfeed);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('without changing when the source memory does', () => {
    const ops = fixedArchive([
      { name: '', value: 0, write: (w) => w.bytes(Uint8Array.of(1, 2, 3)), read: () => 0 },
    ]);
    const reader = new Reader(dirty).reset(dirty, START, START + ops.length);
    const bytes = reader.bytes();
    dirty.u8.fill(9);
    expect([...bytes]).toEqual([1, 2, 3]);
  });
});

test('equal values have equal bytes: no stale byte shows in the gaps', () => {
  fc.assert(
    fc.property(anyOps, (ops) => {
      expect(Buffer.compare(fixedArchive(ops), growingArchive(ops))).toBe(0);
    }),
    { numRuns: 200 },
  );
});

describe('a growing writer', () => {
  test('keeps its contents when it grows, once or by a lot', () => {
    const writer = Writer.growing();
    const long = 'long '.repeat(50_000);
    for (let i = 0; i < 1000; i++) writer.u32(i);
    writer.string(long);
    writer.f64s(Array.from({ length: 5000 }, (_, i) => i / 3));
    const reader = Reader.of(writer.bytesWritten());
    for (let i = 0; i < 1000; i++) expect(reader.u32()).toBe(i);
    expect(reader.string()).toBe(long);
    expect(reader.f64s().at(-1)).toBe(4999 / 3);
  });

  test('can be reused after `clear`, and then writes the same as a new one', () => {
    const writer = Writer.growing();
    writer.u64s([2n ** 64n - 1n, 2n ** 64n - 1n]);
    writer.clear();
    writer.u32(1);
    writer.u64(5n);
    writer.u64s([7n]);
    const fresh = Writer.growing();
    fresh.u32(1);
    fresh.u64(5n);
    fresh.u64s([7n]);
    expect(writer.bytesWritten()).toEqual(fresh.bytesWritten());
  });
});

describe('a writer over a fixed range', () => {
  test('refuses values that do not fit, and writes nothing past the end', () => {
    fc.assert(
      fc.property(anyOps, fc.nat({ max: 200 }), (ops, room) => {
        dirty.u8.fill(0xcd);
        const end = START + room;
        const writer = Writer.fixed(dirty).reset(dirty, START, end);
        try {
          writeAll(writer, ops);
          expect(writer.pos).toBeLessThanOrEqual(end);
        } catch (error) {
          expect(error).toMatchObject({ code: 'OUT_OF_MEMORY' });
        }
        expect(dirty.u8.subarray(end).every((byte) => byte === 0xcd)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('aligns beyond 2 GiB too, as a segment of 4 GB needs', () => {
    // The views end long before: such stores go nowhere, and only the position shows.
    const writer = Writer.fixed(dirty).reset(dirty, 2 ** 31, 2 ** 32);
    writer.u32(1);
    writer.u64(1n);
    expect(writer.pos).toBe(2 ** 31 + 16);
    writer.u32(1);
    writer.sizes([1]);
    expect(writer.pos).toBe(2 ** 31 + 32);
  });
});

describe('a buffer', () => {
  const source = new BufferRef(memory.clientData, 64, 5, 1);
  const target = new BufferRef(memory.runtimeData, 128, 8, 1);

  test('travels as its bytes', () => {
    source.bytes.set([1, 2, 3, 4, 5]);
    target.bytes.fill(9);
    const writer = Writer.growing();
    writer.buffer(source);
    writer.u32(77);
    const reader = Reader.of(writer.bytesWritten());
    reader.buffer(target);
    expect([...target.bytes]).toEqual([1, 2, 3, 4, 5, 9, 9, 9]);
    expect(reader.u32()).toBe(77);
  });

  test('that is longer than the one on the other side is refused', () => {
    const writer = Writer.growing();
    writer.buffer(target);
    expect(() => Reader.of(writer.bytesWritten()).buffer(source)).toThrow(
      expect.objectContaining({ code: 'BAD_TASK' }),
    );
  });
});
