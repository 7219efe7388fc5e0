import { beforeEach, expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import { ChunkTable } from '../../../../src/memory/chunk-table.js';
import { LostChunks } from '../../../../src/runtime/memory/lost-chunks.js';

const [CLIENT, OTHER] = [101, 102];
const RINGS = 8;
let table: ChunkTable;
let lost: LostChunks;
beforeEach(() => {
  table = ChunkTable.allocate([16 * CHUNK_BYTES, CHUNK_BYTES, 9 * CHUNK_BYTES]);
  lost = new LostChunks(table, 2, (worker, segment, chunk) => segment === 0 && chunk === RINGS + worker);
  for (const worker of [0, 1]) expect(table.claim(0, 1, worker)).toBe(RINGS + worker);
});

const heldBy = (worker: number): number[] =>
  [0, 2].map((segment) => table.bytesInUse(segment, worker) / CHUNK_BYTES);

test('lost chunks return when all others have released them, except for the rings', () => {
  table.claim(0, 3, 0);
  table.claim(2, 2, 0);
  table.claim(2, 2, 1);
  lost.workerDied(0, 1, [CLIENT, OTHER]);
  lost.workerLetGo(1, 0, 1);
  lost.clientLetGo(CLIENT, 0, 1);
  expect(heldBy(0)).toEqual([4, 2]);
  lost.clientGone(OTHER);
  expect(heldBy(0)).toEqual([1, 0]);
  expect(heldBy(1)).toEqual([1, 2]);
  expect(lost.size).toBe(0);
});

test('chunks that the successor has taken meanwhile stay its own', () => {
  table.claim(0, 2, 0);
  lost.workerDied(0, 1, [CLIENT]);
  lost.workerLetGo(1, 0, 1);
  table.claim(0, 3, 0);
  lost.clientLetGo(CLIENT, 0, 1);
  expect(heldBy(0)).toEqual([4, 0]);
});

test('after several deaths of one worker, the last release counts for all', () => {
  table.claim(0, 1, 0);
  lost.workerDied(0, 1, [CLIENT]);
  table.claim(0, 2, 0);
  lost.workerDied(0, 2, [CLIENT]);
  lost.workerLetGo(1, 0, 2);
  lost.clientLetGo(CLIENT, 0, 1);
  expect(heldBy(0)).toEqual([3, 0]);
  lost.clientLetGo(CLIENT, 0, 2);
  expect(heldBy(0)).toEqual([1, 0]);
});

test('a worker that dies itself counts as having released its chunks', () => {
  table.claim(0, 1, 0);
  table.claim(0, 1, 1);
  lost.workerDied(0, 1, []);
  expect(lost.size).toBe(1);
  lost.workerDied(1, 1, []);
  expect(heldBy(0)).toEqual([1, 0]);
  expect(heldBy(1)).toEqual([2, 0]);
  lost.workerLetGo(0, 1, 1);
  expect(heldBy(1)).toEqual([1, 0]);
});
