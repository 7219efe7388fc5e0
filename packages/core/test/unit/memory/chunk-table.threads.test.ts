import { expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../src/layout/alignment.js';
import { ChunkTable } from '../../../src/memory/chunk-table.js';
import { runCompiledThread } from '../support/compiled-thread.js';
import type { ClaimerInput, ClaimerResult } from './chunk-claimer.js';

const CHUNKS = 48;

test("concurrent attempts do not refuse each other's memory", async () => {
  // Wherever one thread has its two chunks, two neighbours are left for the other.
  const segmentBytes = [0, 0, 7 * CHUNK_BYTES];
  const shared = {
    rounds: 300_000,
    segmentBytes,
    table: ChunkTable.allocate(segmentBytes).buffer,
    marks: new SharedArrayBuffer(7 * 4),
    ready: new SharedArrayBuffer(4),
    run: 2,
  };
  const results = await Promise.all(
    [0, 1].map((party) =>
      runCompiledThread<ClaimerResult>('memory/chunk-claimer.ts', {
        ...shared,
        party,
      } satisfies ClaimerInput),
    ),
  );
  for (const { claimed, refused, conflicts } of results) {
    expect({ refused, conflicts }).toEqual({ refused: 0, conflicts: 0 });
    expect(claimed).toBeGreaterThan(10_000);
  }
});

test('two threads that claim and release random runs never own the same chunk', async () => {
  const segmentBytes = [0, 0, CHUNKS * CHUNK_BYTES];
  const table = ChunkTable.allocate(segmentBytes);
  const shared = {
    rounds: 300_000,
    segmentBytes,
    table: table.buffer,
    marks: new SharedArrayBuffer(CHUNKS * 4),
    ready: new SharedArrayBuffer(4),
  };
  const results = await Promise.all(
    [0, 1].map((party) =>
      runCompiledThread<ClaimerResult>('memory/chunk-claimer.ts', {
        ...shared,
        party,
      } satisfies ClaimerInput),
    ),
  );
  for (const { claimed, refused, conflicts } of results) {
    expect(conflicts).toBe(0);
    expect(claimed).toBeGreaterThan(10_000);
    // Otherwise there was no contention, and nothing has been shown.
    expect(refused).toBeGreaterThan(100);
  }
  expect(table.bytesInUse(2)).toBe(0);
});
