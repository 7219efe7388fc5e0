import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as layout from '../../../src/layout/control-layout.js';
import { PoolDirectoryReader, PoolDirectoryWriter } from '../../../src/route/pool-directory.js';
import type { PoolRoute } from '../../../src/route/route-table.js';
import { testMemory } from '../support/test-memory.js';

const { main } = testMemory();
const WORKERS = 4;
const BASE_WORD = layout.DIRECTORY_OFFSET >>> 2;
let reader: PoolDirectoryReader;
let writer: PoolDirectoryWriter;
beforeEach(() => {
  main.u8.fill(0, 0, layout.CHUNKS_OFFSET);
  reader = new PoolDirectoryReader(main, WORKERS);
  writer = new PoolDirectoryWriter(main);
});

const u32 = fc.nat({ max: 0xffff_ffff });
const pools = fc.uniqueArray(
  fc.record<PoolRoute>({
    major: u32,
    minor: fc.nat({ max: 3 }),
    workers: fc.array(fc.nat({ max: WORKERS - 1 }), { minLength: 1, maxLength: 9 }),
  }),
  { maxLength: 20, selector: ({ major, minor }) => `${major}.${minor}` },
);

test('finds exactly the pools that were written', () => {
  fc.assert(
    fc.property(pools, pools, (before, now) => {
      writer.write(before);
      for (const { major, minor } of before) expect(reader.find(major, minor)).toBeDefined();
      writer.write(now);
      for (const pool of now) expect(reader.find(pool.major, pool.minor)).toEqual(pool);
      for (const { major, minor } of before) {
        const still = now.some((pool) => pool.major === major && pool.minor === minor);
        expect(reader.find(major, minor) !== undefined).toBe(still);
      }
    }),
  );
});

test('an empty directory has no pools', () => {
  expect(reader.find(0, 0)).toBeUndefined();
});

test('the version changes with every write, and the same route is returned in between', () => {
  const { version } = reader;
  writer.write([{ major: 1, minor: 0, workers: [0] }]);
  expect(reader.version).not.toBe(version);
  expect(reader.find(1, 0)).toBe(reader.find(1, 0));
});

test('leaves out pools that do not fit and keeps the others', () => {
  const huge = { major: 1, minor: 0, workers: new Array<number>(layout.DIRECTORY_BYTES / 4).fill(0) };
  const many = Array.from({ length: 20_000 }, (_, minor) => ({ major: 2, minor, workers: [1, 2] }));
  writer.write([huge, ...many]);
  expect(reader.find(1, 0)).toBeUndefined();
  expect(reader.find(2, 0)).toBeDefined();
  const found = many.filter(({ minor }) => reader.find(2, minor) !== undefined).length;
  expect(found).toBe(Math.floor((layout.DIRECTORY_BYTES / 4 - layout.DIRECTORY_ENTRIES_WORD) / 5));
  expect(main.u8.subarray(layout.CHUNKS_OFFSET, layout.CHUNKS_OFFSET + 64).every((byte) => byte === 0)).toBe(
    true,
  );
});

describe('while the directory is being written', () => {
  beforeEach(() => writer.write([{ major: 1, minor: 0, workers: [2] }]));

  test('a reader keeps its previous route', () => {
    expect(reader.find(1, 0)?.workers).toEqual([2]);
    main.i32[BASE_WORD + layout.DIRECTORY_VERSION_WORD] |= 1;
    main.i32[layout.HEADER_DIRECTORY_VERSION_WORD]++;
    main.i32[BASE_WORD + layout.DIRECTORY_WORDS_WORD] = 0;
    expect(reader.find(1, 0)?.workers).toEqual([2]);
  });

  test('an impossible version does not prevent the next write', () => {
    main.i32[BASE_WORD + layout.DIRECTORY_VERSION_WORD] |= 1;
    writer.write([{ major: 5, minor: 0, workers: [3] }]);
    expect(reader.find(5, 0)?.workers).toEqual([3]);
  });
});

test('repairs overwritten entries and touches nothing else', () => {
  const pools = [
    { major: 1, minor: 0, workers: [2] },
    { major: 7000, minor: 0, workers: [0, 1, 2] },
  ];
  writer.write(pools);
  const words = 2 + 4 + 6;
  for (let word = 0; word < words; word++) {
    main.i32[BASE_WORD + word] ^= 0x0100_0001;
    main.i32[layout.HEADER_DIRECTORY_VERSION_WORD]++;
    reader.find(1, 0); // takes in what is there
    writer.mend();
    expect(pools.map(({ major, minor }) => reader.find(major, minor))).toEqual(pools);
  }
  const { version } = reader;
  writer.mend();
  expect(reader.version).toBe(version);
});

test('reading a directory full of garbage never throws, and names only workers that exist', () => {
  const anyWords = fc.array(fc.oneof(u32, fc.nat({ max: 5 })), { minLength: 10, maxLength: 60 });
  fc.assert(
    fc.property(anyWords, u32, (words, used) => {
      main.u32.set(words, BASE_WORD + layout.DIRECTORY_ENTRIES_WORD);
      main.u32[BASE_WORD + layout.DIRECTORY_WORDS_WORD] = used;
      main.i32[layout.HEADER_DIRECTORY_VERSION_WORD]++;
      for (const major of words) {
        for (const worker of reader.find(major, words[1])?.workers ?? []) {
          expect(worker).toBeLessThan(WORKERS);
        }
      }
    }),
  );
});
