import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import { ChunkTable, chunkSource } from '../../../../src/memory/chunk-table.js';
import { refOffset, refSegment } from '../../../../src/memory/ref.js';
import { SegmentId } from '../../../../src/memory/segment.js';
import { Spills } from '../../../../src/worker/state/spills.js';
import { segmentBytes, testMemory } from '../../support/test-memory.js';

const memory = testMemory({ dataChunks: 8 });
const WORKER = 2;
const PARTY = 40;
let table: ChunkTable;
let spills: Spills;
beforeEach(() => {
  table = ChunkTable.allocate(segmentBytes(memory));
  spills = new Spills(memory.runtimeData, chunkSource(table, SegmentId.kRuntimeData, WORKER));
});

/** A record with one output, as a task that has ended leaves it. */
function sealedSpill(party = PARTY, bytes = 1000): { index: number; generation: number } {
  const index = spills.open(party);
  spills.add(index, bytes);
  return { index, generation: spills.seal(index) };
}

test('an output lies in runtime data owned by the worker', () => {
  const index = spills.open(PARTY);
  const ref = spills.add(index, 5000);
  expect(refSegment(ref)).toBe(SegmentId.kRuntimeData);
  expect(table.isOwnedBy(SegmentId.kRuntimeData, refOffset(ref), 5000, WORKER)).toBe(true);
  expect(spills.bytesInUse).toBeGreaterThanOrEqual(5000);
});

test('the outputs of one task and of several never overlap', () => {
  const taken = [1, 2].flatMap((party) => {
    const index = spills.open(party);
    return [300, 300, 20_000].map((bytes) => ({ at: refOffset(spills.add(index, bytes)), bytes }));
  });
  taken.sort((a, b) => a.at - b.at);
  taken.slice(1).forEach(({ at }, i) => expect(at).toBeGreaterThanOrEqual(taken[i].at + taken[i].bytes));
});

test('a record reports how much memory its outputs take', () => {
  const index = spills.open(PARTY);
  expect(spills.bytesOf(index)).toBe(0);
  spills.add(index, 1000);
  spills.add(index, 5000);
  expect(spills.bytesOf(index)).toBe(spills.bytesInUse);
});

test('an output beyond the available room is OUT_OF_MEMORY, with the setting to raise', () => {
  const index = spills.open(PARTY);
  spills.add(index, 1000);
  expect(() => spills.add(index, 9 * CHUNK_BYTES)).toThrow(
    expect.objectContaining({
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining('memory.runtime_data_segment_size'),
    }),
  );
  spills.release(PARTY, index, spills.seal(index));
  expect(spills.bytesInUse).toBe(0);
});

describe('a record is released', () => {
  test('by its party, with all its outputs, once', () => {
    const index = spills.open(PARTY);
    for (let i = 0; i < 5; i++) spills.add(index, 700);
    const generation = spills.seal(index);
    spills.release(PARTY, index, generation);
    expect(spills.bytesInUse).toBe(0);
    spills.release(PARTY, index, generation);
    expect(spills.bytesInUse).toBe(0);
  });

  test('and a late second release does not affect the next record in its place', () => {
    const { index, generation } = sealedSpill();
    spills.release(PARTY, index, generation);
    const next = sealedSpill();
    expect(next.index).toBe(index);
    const { bytesInUse } = spills;
    spills.release(PARTY, index, generation);
    expect(spills.bytesInUse).toBe(bytesInUse);
  });

  test('by no other party', () => {
    const { index, generation } = sealedSpill();
    const { bytesInUse } = spills;
    spills.release(PARTY + 1, index, generation);
    expect(spills.bytesInUse).toBe(bytesInUse);
  });

  test('not while its task still runs and may add to it', () => {
    const { index: earlier, generation } = sealedSpill();
    spills.release(PARTY, earlier, generation);
    const index = spills.open(PARTY);
    spills.add(index, 700);
    const { bytesInUse } = spills;
    // Which generation the record will have can be guessed from an earlier one.
    for (let next = generation - 3; next < generation + 5; next++) spills.release(PARTY, index, next);
    expect(spills.bytesInUse).toBe(bytesInUse);
    spills.add(index, 700);
    spills.release(PARTY, index, spills.seal(index));
    expect(spills.bytesInUse).toBe(0);
  });

  test.each([
    [-1, 1],
    [0xffff_ffff, 1],
    [0.5, 1],
    [NaN, NaN],
  ])('not by index %p and generation %p of a hostile party', (index, generation) => {
    sealedSpill();
    const { bytesInUse } = spills;
    spills.release(PARTY, index, generation);
    expect(spills.bytesInUse).toBe(bytesInUse);
  });
});

test('a record of a dead worker thread means nothing to its successor', () => {
  const generations = Array.from({ length: 20 }, () => {
    const fresh = new Spills(memory.runtimeData, chunkSource(table, SegmentId.kRuntimeData, WORKER));
    return fresh.seal(fresh.open(PARTY));
  });
  expect(new Set(generations).size).toBeGreaterThan(15);
});

test('when a party dies all its records go, and no others', () => {
  const own = sealedSpill(PARTY + 1);
  const kept = spills.bytesInUse;
  sealedSpill();
  spills.add(spills.open(PARTY), 3000);
  spills.releaseAll(PARTY);
  expect(spills.bytesInUse).toBe(kept);
  spills.release(PARTY + 1, own.index, own.generation);
  expect(spills.bytesInUse).toBe(0);
});

test('any traffic ends with everything released', () => {
  const steps = fc.array(
    fc.record({
      party: fc.nat({ max: 2 }),
      bytes: fc.nat({ max: 3000 }),
      release: fc.boolean(),
      pick: fc.nat(),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(steps, (commands) => {
      const live: { party: number; index: number; generation: number }[] = [];
      for (const { party, bytes, release, pick } of commands) {
        if (!release) {
          const index = spills.open(party);
          expect(live.every((other) => other.index !== index)).toBe(true);
          spills.add(index, bytes);
          live.push({ party, index, generation: spills.seal(index) });
        } else if (live.length > 0) {
          const [record] = live.splice(pick % live.length, 1);
          spills.release(record.party, record.index, record.generation);
          spills.release(record.party, record.index, record.generation);
        }
      }
      for (let party = 0; party < 3; party++) spills.releaseAll(party);
      expect(spills.bytesInUse).toBe(0);
    }),
    { numRuns: 60 },
  );
});
