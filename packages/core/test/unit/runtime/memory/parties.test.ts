import { expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import { ChunkTable } from '../../../../src/memory/chunk-table.js';
import { SegmentId } from '../../../../src/memory/segment.js';
import { bytesBeforeClients, Parties } from '../../../../src/runtime/memory/parties.js';
import { SharedState } from '../../../../src/worker/state/shared-state.js';
import { segmentBytes, testMemory } from '../../support/test-memory.js';

const memory = testMemory({ mainChunks: 64 });

test.each([
  [1, 1024],
  [2, 4],
  [3, 1024],
  [5, 4096],
])(
  '%i workers with rings of %i entries use as much as predicted before clients connect',
  (workers, queueDepth) => {
    const chunks = ChunkTable.allocate(segmentBytes(memory), workers);
    const parties = new Parties(memory, chunks, SharedState.allocate(), workers, queueDepth);
    parties.attachWorkers();
    const firstFree = chunks.claim(SegmentId.kMain, 1, workers);
    expect(firstFree * CHUNK_BYTES).toBe(bytesBeforeClients(workers, queueDepth));
  },
);
