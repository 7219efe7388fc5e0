import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHUNK_BYTES } from '../../../src/layout/alignment.js';
import { MAX_PARTIES, firstChunkOf } from '../../../src/layout/control-layout.js';
import { ChunkTable, chunkSource } from '../../../src/memory/chunk-table.js';
import { SegmentId } from '../../../src/memory/segment.js';

/** Main has 8 chunks of control area and 4 that can be claimed; client 1 and 9; runtime 1 and 0. */
const SIZES = [12 * CHUNK_BYTES, 10 * CHUNK_BYTES + 4096, CHUNK_BYTES];
const { kMain, kClientData, kRuntimeData } = SegmentId;
let table: ChunkTable;
beforeEach(() => {
  table = ChunkTable.allocate(SIZES);
});

function ownersOf(segment: number): number[] {
  const chunks = Math.floor(SIZES[segment] / CHUNK_BYTES);
  return Array.from({ length: chunks }, (_, chunk) => table.ownerOf(segment, chunk * CHUNK_BYTES));
}

describe('claiming', () => {
  test('takes the first run that is long enough, behind the control area or the header', () => {
    expect(table.claim(kMain, 1, 5)).toBe(firstChunkOf(kMain));
    expect(table.claim(kClientData, 2, 5)).toBe(1);
    expect(table.claim(kClientData, 3, 6)).toBe(3);
    expect(ownersOf(kClientData)).toEqual([-1, 5, 5, 6, 6, 6, -1, -1, -1, -1]);
  });

  test('skips gaps that are too short and leaves them free', () => {
    table.claim(kClientData, 1, 1);
    table.claim(kClientData, 2, 2);
    table.claim(kClientData, 1, 1);
    table.release(kClientData, 2, 2, 2);
    expect(table.claim(kClientData, 3, 3)).toBe(5);
    expect(ownersOf(kClientData)).toEqual([-1, 1, -1, -1, 1, 3, 3, 3, -1, -1]);
    expect(table.claim(kClientData, 2, 4)).toBe(2);
  });

  test('is refused when no run is long enough, even for more than the segment has', () => {
    expect(table.claim(kMain, 5, 0)).toBe(-1);
    expect(table.claim(kMain, 4, 0)).toBe(8);
    expect(table.claim(kMain, 1, 1)).toBe(-1);
    expect(table.claim(kRuntimeData, 1, 1)).toBe(-1);
    expect(table.claim(kClientData, 2 ** 40, 1)).toBe(-1);
    expect(ownersOf(kClientData).every((owner) => owner === -1)).toBe(true);
  });

  test('never hands out half a chunk at the end of a segment', () => {
    expect(table.claim(kClientData, 9, 1)).toBe(1);
    expect(table.ownerOf(kClientData, 10 * CHUNK_BYTES)).toBe(-1);
    expect(table.isOwnedBy(kClientData, 10 * CHUNK_BYTES - 8, 16, 1)).toBe(false);
  });

  test('works for the first and the last possible party', () => {
    table.claim(kClientData, 1, 0);
    table.claim(kClientData, 1, MAX_PARTIES - 1);
    expect(ownersOf(kClientData).slice(0, 3)).toEqual([-1, 0, MAX_PARTIES - 1]);
  });

  test('refuses a segment that does not exist', () => {
    expect(() => table.claim(3, 1, 0)).toThrow(RangeError);
    expect(() => table.ownerOf(-1, 0)).toThrow(RangeError);
  });
});

describe('releasing', () => {
  beforeEach(() => {
    table.claim(kClientData, 3, 1);
    table.claim(kClientData, 3, 2);
  });

  test("frees a party's own chunks and no others", () => {
    table.release(kClientData, 0, 10, 1);
    expect(ownersOf(kClientData)).toEqual([-1, -1, -1, -1, 2, 2, 2, -1, -1, -1]);
  });

  test.each([
    [5, 1000],
    [10, 1],
    [2 ** 40, 2 ** 40],
    [0xffff_ffff, 1],
  ])('of chunks %p and %p further ones frees only its own of them, without throwing', (first, count) => {
    table.release(kClientData, first, count, 2);
    expect(ownersOf(kClientData).slice(0, 5)).toEqual([-1, 1, 1, 1, 2]);
  });

  test("a whole party frees all its segments and no other party's chunks", () => {
    table.claim(kMain, 2, 1);
    table.releaseAll(1);
    expect(table.bytesInUse(kMain)).toBe(0);
    expect(ownersOf(kClientData)).toEqual([-1, -1, -1, -1, 2, 2, 2, -1, -1, -1]);
  });
});

test('any sequence of claims and releases matches a plain list of owners', () => {
  const steps = fc.array(
    fc.record({
      claim: fc.boolean(),
      segment: fc.nat({ max: 2 }),
      party: fc.nat({ max: 3 }),
      first: fc.nat({ max: 14 }),
      count: fc.integer({ min: 1, max: 6 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (commands) => {
      table = ChunkTable.allocate(SIZES);
      const model = SIZES.map((bytes) => new Array<number>(Math.floor(bytes / CHUNK_BYTES)).fill(-1));
      for (const { claim, segment, party, first, count } of commands) {
        const owners = model[segment];
        if (claim) {
          const at = table.claim(segment, count, party);
          let expected = firstChunkOf(segment);
          while (!owners.slice(expected, expected + count).every((owner) => owner < 0)) expected++;
          expect(at).toBe(expected + count <= owners.length ? expected : -1);
          if (at >= 0) owners.fill(party, at, at + count);
        } else {
          table.release(segment, first, count, party);
          for (let chunk = first; chunk < Math.min(first + count, owners.length); chunk++) {
            if (owners[chunk] === party) owners[chunk] = -1;
          }
        }
        expect(ownersOf(segment)).toEqual(owners);
        const mine = owners.filter((owner) => owner === party).length;
        expect(table.bytesInUse(segment, party)).toBe(mine * CHUNK_BYTES);
        expect(table.bytesInUse(segment)).toBe(owners.filter((owner) => owner >= 0).length * CHUNK_BYTES);
      }
    }),
  );
});

describe('the owner of a range of bytes', () => {
  beforeEach(() => {
    table.claim(kClientData, 2, 1);
    table.claim(kClientData, 1, 2);
  });

  test('is the party that owns every chunk of the range', () => {
    const begin = CHUNK_BYTES;
    expect(table.isOwnedBy(kClientData, begin, 2 * CHUNK_BYTES, 1)).toBe(true);
    expect(table.isOwnedBy(kClientData, begin, 2 * CHUNK_BYTES + 1, 1)).toBe(false);
    expect(table.isOwnedBy(kClientData, begin - 1, 1, 1)).toBe(false);
    expect(table.isOwnedBy(kClientData, begin + CHUNK_BYTES - 1, 2, 1)).toBe(true);
    expect(table.isOwnedBy(kClientData, begin, 1, 2)).toBe(false);
  });

  test('of an empty range is the owner of its place', () => {
    expect(table.isOwnedBy(kClientData, CHUNK_BYTES, 0, 1)).toBe(true);
    expect(table.isOwnedBy(kClientData, 3 * CHUNK_BYTES, 0, 1)).toBe(false);
  });

  test.each([2 ** 40, 10 * CHUNK_BYTES, -8])('is undefined at offset %p', (offset) => {
    expect(table.ownerOf(kClientData, offset)).toBe(-1);
    expect(table.isOwnedBy(kClientData, offset, 8, 1)).toBe(false);
  });

  test('ends a hostile length at the first foreign chunk', () => {
    expect(table.isOwnedBy(kClientData, CHUNK_BYTES, 2 ** 52, 1)).toBe(false);
  });
});

test('another table over the same memory sees the same owners', () => {
  table.claim(kClientData, 2, 9);
  const other = new ChunkTable(table.buffer, SIZES);
  expect(other.ownerOf(kClientData, CHUNK_BYTES)).toBe(9);
  expect(other.claim(kClientData, 1, 3)).toBe(3);
});

test('a chunk source claims chunks for its party and returns them', () => {
  const source = chunkSource(table, kClientData, 4);
  const first = source.take(2);
  expect(table.bytesInUse(kClientData, 4)).toBe(2 * CHUNK_BYTES);
  source.giveBack(first, 2);
  expect(table.bytesInUse(kClientData)).toBe(0);
});

describe('pinned chunks', () => {
  const PARTY = 5;
  const two = ChunkTable.allocate(SIZES, 2);
  const offsetOf = (chunk: number): number => chunk * CHUNK_BYTES;

  test('stay unavailable until the last pin is removed', () => {
    const first = two.claim(1, 3, PARTY);
    const free = two.bytesFree(1);
    expect(two.pin(0, 1, offsetOf(first) + 8, 2 * CHUNK_BYTES - 8, PARTY)).toBe(true);
    expect(two.pin(1, 1, offsetOf(first + 1), 1, PARTY)).toBe(true);
    two.release(1, first, 3, PARTY);
    // The third is free at once, and nobody owns the others any more.
    expect(two.bytesFree(1)).toBe(free + CHUNK_BYTES);
    expect(two.isOwnedBy(1, offsetOf(first), 1, PARTY)).toBe(false);
    two.unpin(0, 1, offsetOf(first) + 8, 2 * CHUNK_BYTES - 8);
    expect(two.bytesFree(1)).toBe(free + 2 * CHUNK_BYTES);
    two.unpin(1, 1, offsetOf(first + 1), 1);
    expect(two.bytesFree(1)).toBe(free + 3 * CHUNK_BYTES);
  });

  test('stay with their owner when they are not released', () => {
    const first = two.claim(1, 1, PARTY);
    expect(two.pin(0, 1, offsetOf(first), 100, PARTY)).toBe(true);
    two.unpin(0, 1, offsetOf(first), 100);
    expect(two.isOwnedBy(1, offsetOf(first), 100, PARTY)).toBe(true);
    two.release(1, first, 1, PARTY);
  });

  test('cannot belong to another party or lie past the end', () => {
    const first = two.claim(1, 1, PARTY);
    expect(two.pin(0, 1, offsetOf(first), 100, PARTY + 1)).toBe(false);
    expect(two.pin(0, 1, offsetOf(first), CHUNK_BYTES + 1, PARTY)).toBe(false);
    expect(two.pin(0, 1, SIZES[1]!, 1, PARTY)).toBe(false);
    const free = two.bytesFree(1);
    two.release(1, first, 1, PARTY);
    expect(two.bytesFree(1)).toBe(free + CHUNK_BYTES);
  });

  test('of a dead worker are freed, and those of others are not', () => {
    const first = two.claim(1, 2, PARTY);
    const free = two.bytesFree(1);
    two.pin(0, 1, offsetOf(first), 1, PARTY);
    two.pin(1, 1, offsetOf(first + 1), 1, PARTY);
    two.release(1, first, 2, PARTY);
    two.unpinAll(0);
    expect(two.bytesFree(1)).toBe(free + CHUNK_BYTES);
    two.unpinAll(1);
    expect(two.bytesFree(1)).toBe(free + 2 * CHUNK_BYTES);
  });
});
