import { expect, test } from '@jest/globals';
import { CACHE_LINE_BYTES, CHUNK_BYTES } from '../../../src/layout/alignment.js';
import * as layout from '../../../src/layout/control-layout.js';

const LINE_WORDS = CACHE_LINE_BYTES / 4;
const lineOf = (word: number): number => Math.floor(word / LINE_WORDS);

test('header, worker blocks, party blocks, directory and chunks follow each other without overlap', () => {
  const areas = [
    { begin: 0, end: (layout.HEADER_DIRECTORY_VERSION_WORD + 1) * 4 },
    { begin: layout.WORKER_BLOCKS_OFFSET, end: layout.workerBlockOffset(layout.MAX_WORKERS) },
    { begin: layout.PARTY_BLOCKS_OFFSET, end: layout.partyBlockOffset(layout.MAX_PARTIES) },
    { begin: layout.DIRECTORY_OFFSET, end: layout.DIRECTORY_OFFSET + layout.DIRECTORY_BYTES },
    { begin: layout.CHUNKS_OFFSET, end: Infinity },
  ];
  areas.slice(1).forEach(({ begin }, i) => expect(begin).toBeGreaterThanOrEqual(areas[i].end));
});

test('the picture above the offsets matches the offsets', () => {
  const KiB = 1024;
  expect([
    layout.WORKER_BLOCKS_OFFSET,
    layout.PARTY_BLOCKS_OFFSET,
    layout.DIRECTORY_OFFSET,
    layout.CHUNKS_OFFSET,
  ]).toEqual([4 * KiB, 20 * KiB, 276 * KiB, 512 * KiB]);
});

test('blocks start at cache lines and chunks at chunk boundaries', () => {
  for (const offset of [
    layout.workerBlockOffset(0),
    layout.workerBlockOffset(1),
    layout.partyBlockOffset(0),
    layout.partyBlockOffset(1),
  ]) {
    expect(offset % CACHE_LINE_BYTES).toBe(0);
  }
  expect(layout.CHUNKS_OFFSET % CHUNK_BYTES).toBe(0);
  expect(layout.firstChunkOf(0) * CHUNK_BYTES).toBe(layout.CHUNKS_OFFSET);
  expect([layout.firstChunkOf(1), layout.firstChunkOf(2)]).toEqual([1, 1]);
});

test('the summary has a bit for every party, and its top word a bit for every word of it', () => {
  expect(layout.WORKER_SUMMARY_WORDS * 32).toBe(layout.MAX_PARTIES);
  expect(layout.WORKER_SUMMARY_WORDS).toBeLessThanOrEqual(32);
  const end = (layout.WORKER_SUMMARY_WORD + layout.WORKER_SUMMARY_WORDS) * 4;
  expect(end).toBeLessThanOrEqual(layout.WORKER_BLOCK_BYTES);
});

test('fields written by different sides lie in different cache lines', () => {
  const { WORKER_PARKED_WORD, WORKER_EPOCH_WORD, WORKER_SUMMARY_TOP_WORD, HEADER_ALIVE_WORD } = layout;
  expect(new Set([WORKER_PARKED_WORD, WORKER_EPOCH_WORD, WORKER_SUMMARY_TOP_WORD].map(lineOf)).size).toBe(3);
  expect(lineOf(layout.PARTY_PARKED_WORD)).not.toBe(lineOf(layout.PARTY_GRANT_SEQUENCE_WORD));
  expect(lineOf(layout.HEADER_DIRECTORY_VERSION_WORD)).not.toBe(lineOf(HEADER_ALIVE_WORD));
});

test('the answer to a grant fits in the party block', () => {
  const words = [
    layout.PARTY_PARKED_WORD,
    layout.PARTY_GRANT_SEQUENCE_WORD,
    layout.PARTY_GRANT_CHUNK_WORD,
    layout.PARTY_GRANT_COUNT_WORD,
  ];
  expect(new Set(words).size).toBe(words.length);
  expect((Math.max(...words) + 1) * 4).toBeLessThanOrEqual(layout.PARTY_BLOCK_BYTES);
});

test('a party number fits in ten bits, and every worker has one', () => {
  expect(layout.MAX_PARTIES).toBe(2 ** 10);
  expect(layout.MAX_WORKERS).toBeLessThan(layout.MAX_PARTIES);
});

test('the directory has room for a thousand pools with a container on every worker', () => {
  const bytesPerPool = (3 + layout.MAX_WORKERS) * 4;
  expect(layout.DIRECTORY_BYTES).toBeGreaterThan(1000 * bytesPerPool);
});
