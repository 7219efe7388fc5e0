import { describe, expect, test } from '@jest/globals';
import { BlockAllocator, emptyMap, type Extent } from '../../src/allocator/block-allocator.js';
import { classesFor } from '../../src/allocator/size-classes.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const total = (extents: readonly Extent[] | null) => extents!.reduce((sum, { size }) => sum + size, 0);
const sizes = (extents: readonly Extent[] | null) => extents!.map(({ size }) => size / KIB);

function allocatorOf(bytes: number, classes: readonly number[] = classesFor(4 * KIB)): BlockAllocator {
  return new BlockAllocator(emptyMap(bytes, classes), classes);
}

test.each([4, 16, 32, 64, 128, 256, 1024])('allocates %i KiB as one block of exactly that size', (kib) => {
  const allocator = allocatorOf(8 * MIB);
  expect(allocator.allocate(kib * KIB)).toEqual([{ offset: 0, size: kib * KIB }]);
  expect(allocator.remaining).toBe(8 * MIB - kib * KIB);
});

test.each([
  [1, [4]],
  [4 * KIB + 1, [16]],
  [17 * KIB, [32]],
  [250 * KIB, [256]],
  [257 * KIB, [256, 4]],
  [300 * KIB, [256, 64]],
  [600 * KIB, [1024]],
  [MIB + 1, [1024, 4]],
])('allocates %i bytes as blocks of %j KiB: few, and never twice the size asked for', (bytes, expected) => {
  expect(sizes(allocatorOf(8 * MIB).allocate(bytes))).toEqual(expected);
});

test('accepts other size classes, which need not be consecutive powers of two', () => {
  const allocator = allocatorOf(4 * MIB, [8 * KIB, 512 * KIB]);
  expect(sizes(allocator.allocate(1))).toEqual([8]);
  expect(sizes(allocator.allocate(100 * KIB))).toEqual(new Array(13).fill(8));
  expect(sizes(allocator.allocate(300 * KIB))).toEqual([512]);
});

test('blocks lie at multiples of their size', () => {
  const allocator = allocatorOf(64 * MIB);
  for (let i = 0; i < 200; i++) {
    for (const { offset, size } of allocator.allocate(((i * 37) % 300) * KIB + 1)!)
      expect(offset % size).toBe(0);
  }
});

test('answers a large request with adjacent blocks of the largest size and one remainder', () => {
  const extents = allocatorOf(256 * MIB).allocate(100 * MIB + 5)!;
  expect(extents).toHaveLength(101);
  expect(extents.slice(0, 100).every(({ size }) => size === MIB)).toBe(true);
  expect(extents.map(({ offset }) => offset)).toEqual(extents.map((_, i) => i * MIB));
  expect(extents[100].size).toBe(4 * KIB);
});

test.each([4 * KIB, 3 * MIB + 4 * KIB, 1000 * KIB, 31 * MIB + 1020 * KIB])(
  'allocates a whole device of %i bytes in one request, and nothing beyond it',
  (bytes) => {
    const allocator = allocatorOf(bytes);
    const extents = allocator.allocate(allocator.capacity)!;
    expect(total(extents)).toBe(bytes);
    expect(allocator.remaining).toBe(0);
    expect(allocator.largestFree).toBe(0);
    expect(allocator.allocate(1)).toBeNull();
    expect(allocator.release(extents)).toBeNull();
    expect(allocator.largestFree).toBe(bytes);
  },
);

test('a failed request allocates nothing', () => {
  const allocator = allocatorOf(MIB);
  const taken = allocator.allocate(900 * KIB)!;
  const free = MIB - total(taken);
  expect(allocator.allocate(free + 1)).toBeNull();
  expect(allocator.remaining).toBe(free);
  expect(allocator.blocks).toBe(taken.length);
  allocator.release(taken);
  expect(allocator.allocate(MIB)).toHaveLength(1);
});

test('does not allocate the bytes behind the last whole unit', () => {
  const allocator = allocatorOf(10_000);
  expect(allocator.capacity).toBe(8 * KIB);
  expect(allocator.covers(8 * KIB, 1)).toBe(false);
});

test('serves a large request from scattered free units', () => {
  const allocator = allocatorOf(MIB);
  const singles = Array.from({ length: 256 }, () => allocator.allocate(4 * KIB)![0]);
  allocator.release(singles.filter((_, i) => i % 2 === 0));
  expect(allocator.largestFree).toBe(4 * KIB);
  const pieces = allocator.allocate(512 * KIB)!;
  expect(pieces).toHaveLength(128);
  expect(total(pieces)).toBe(512 * KIB);
  expect(allocator.remaining).toBe(0);
});

test('uses the shortest gap that is long enough', () => {
  const allocator = allocatorOf(MIB);
  const blocks = [16, 4, 4, 4, 4, 32].map((kib) => allocator.allocate(kib * KIB)![0]);
  allocator.release([blocks[0], blocks[2]]);
  expect(allocator.allocate(4 * KIB)).toEqual([blocks[2]]);
  expect(allocator.allocate(16 * KIB)).toEqual([blocks[0]]);
});

test('finds the longest free run inside a region and across regions', () => {
  const allocator = allocatorOf(8 * MIB);
  const singles = Array.from({ length: (8 * MIB) / (4 * KIB) }, () => allocator.allocate(4 * KIB)![0]);
  allocator.release(singles.slice(10, 47));
  expect(allocator.largestFree).toBe(37 * 4 * KIB);
  allocator.release(singles.slice(256 * 3 - 20, 256 * 3 + 21)); // around the border of two regions
  expect(allocator.largestFree).toBe(41 * 4 * KIB);
  allocator.release(singles.slice(256 * 5 - 7, 256 * 7 + 3)); // two whole regions and their neighbours' edges
  expect(allocator.largestFree).toBe((512 + 10) * 4 * KIB);
});

describe('refuses a free without changing anything:', () => {
  const setUp = () => {
    const allocator = allocatorOf(MIB);
    const [a] = allocator.allocate(16 * KIB)!;
    const [b] = allocator.allocate(16 * KIB)!;
    return { allocator, a, b };
  };
  const refused = (extents: (a: Extent, b: Extent) => Extent[], reason: string, index: number) => {
    const { allocator, a, b } = setUp();
    expect(allocator.release(extents(a, b))).toEqual({ reason, index });
    expect(allocator.remaining).toBe(MIB - 32 * KIB);
    expect(allocator.blocks).toBe(2);
    expect(allocator.release([a, b])).toBeNull();
    expect(allocator.largestFree).toBe(MIB);
  };

  test('of the same block twice in one request', () => refused((a, b) => [a, b, a], 'already-free', 2));
  test('of a block that was never allocated', () =>
    refused((a) => [a, { offset: 64 * KIB, size: 4 * KIB }], 'already-free', 1));
  test('of a part of a block', () => refused((a) => [{ offset: a.offset, size: 4 * KIB }], 'not-a-block', 0));
  test('of the tail of a block', () =>
    refused(() => [{ offset: 4 * KIB, size: 12 * KIB }], 'not-a-block', 0));
  test('of two blocks as one', () => refused(() => [{ offset: 0, size: 32 * KIB }], 'not-a-block', 0));
  test('of a block together with free space', () =>
    refused((_, b) => [{ ...b, size: 20 * KIB }], 'not-a-block', 0));
  test('off the alignment', () => refused(() => [{ offset: 1, size: 4 * KIB }], 'not-a-block', 0));
  test('of no bytes', () => refused(() => [{ offset: 0, size: 0 }], 'not-a-block', 0));
  test('past the end', () => refused(() => [{ offset: MIB, size: 4 * KIB }], 'not-a-block', 0));
  test('of an absurdly large size', () =>
    refused(() => [{ offset: Number.MAX_SAFE_INTEGER - 4095, size: 4 * KIB }], 'not-a-block', 0));
});

test('refuses to free the same block in two requests', () => {
  const allocator = allocatorOf(MIB);
  const blocks = allocator.allocate(16 * KIB)!;
  expect(allocator.release(blocks)).toBeNull();
  expect(allocator.release(blocks)).toEqual({ reason: 'already-free', index: 0 });
  expect(allocator.remaining).toBe(MIB);
});

test('accepts any byte range inside allocated space, across blocks as well', () => {
  const allocator = allocatorOf(MIB);
  for (let i = 0; i < 3; i++) allocator.allocate(4 * KIB);
  expect(allocator.covers(0, 12 * KIB)).toBe(true);
  expect(allocator.covers(100, 7)).toBe(true);
  expect(allocator.covers(12 * KIB - 1, 1)).toBe(true);
  expect(allocator.covers(12 * KIB - 1, 2)).toBe(false);
  expect(allocator.covers(0, 0)).toBe(false);
  expect(allocator.covers(0, MIB + 1)).toBe(false);
});

test('lists its blocks in order, from any offset, up to the limit', () => {
  const allocator = allocatorOf(MIB);
  const blocks = [64, 4, 32, 4].map((kib) => allocator.allocate(kib * KIB)![0]);
  const sorted = [...blocks].sort((a, b) => a.offset - b.offset);
  expect(allocator.list(0, 100)).toEqual(sorted);
  expect(allocator.list(0, 2)).toEqual(sorted.slice(0, 2));
  expect(allocator.list(sorted[1].offset, 2)).toEqual(sorted.slice(1, 3));
  expect(allocator.list(sorted[1].offset + 1, 2)).toEqual(sorted.slice(2, 4));
  expect(allocator.list(MIB, 2)).toEqual([]);
});

test('a million random allocations and frees at 80 % fill still leave contiguous MiBs', () => {
  const allocator = allocatorOf(64 * MIB);
  let seed = 12345;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  const live: Extent[] = [];
  for (let i = 0; i < 1_000_000; i++) {
    if (allocator.remaining > 0.2 * allocator.capacity) {
      live.push(...allocator.allocate((1 + random(64)) * 4 * KIB)!);
    } else {
      const at = random(live.length);
      const last = live.pop()!;
      const gone = at === live.length ? last : live[at];
      if (at < live.length) live[at] = last;
      if (allocator.release([gone]) !== null) throw new Error('a block that is live was refused');
    }
  }
  const inUse = total(live);
  expect(allocator.remaining).toBe(64 * MIB - inUse);
  for (let i = 0; i < 4; i++) expect(allocator.allocate(MIB)).toHaveLength(1);
});
