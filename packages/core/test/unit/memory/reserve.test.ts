import { expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../src/layout/alignment.js';
import { ChunkTable } from '../../../src/memory/chunk-table.js';
import { Reserve } from '../../../src/memory/reserve.js';

const SEGMENT = 1;
const CHUNKS = 100;

function made(percent: number, taken: number): Reserve {
  const table = ChunkTable.allocate([0, CHUNKS * CHUNK_BYTES, 0]);
  if (taken > 0) table.claim(SEGMENT, taken, 5);
  return new Reserve(table, percent);
}

const allows = (reserve: Reserve, held: number, wanted: number): boolean =>
  reserve.allows(SEGMENT, held * CHUNK_BYTES, wanted * CHUNK_BYTES);

test('grants everything while memory is plentiful', () => {
  // The first chunk of a segment is its header.
  expect(allows(made(20, 0), 0, 79)).toBe(true);
  expect(allows(made(20, 70), 70, 9)).toBe(true);
});

test('reserves the last part for parties that hold little', () => {
  const reserve = made(20, 79);
  expect(allows(reserve, 79, 1)).toBe(false);
  expect(allows(reserve, 0, 10)).toBe(true);
  expect(allows(reserve, 0, 11)).toBe(false);
  expect(allows(reserve, 9, 1)).toBe(true);
  expect(allows(reserve, 10, 1)).toBe(false);
});

test('0 reserves nothing', () => {
  expect(allows(made(0, 98), 98, 1)).toBe(true);
});
