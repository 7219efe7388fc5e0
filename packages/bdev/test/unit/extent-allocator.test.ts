import { describe, expect, test } from '@jest/globals';
import { type Extent, ExtentAllocator, LARGEST_EXTENT_BYTES } from '../../src/allocator/extent-allocator.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const total = (extents: readonly Extent[] | null) => extents!.reduce((sum, { size }) => sum + size, 0);

test.each([4, 16, 32, 64, 128, 256, 1024])('%i KiB come as one block of exactly that size', (kib) => {
  const allocator = new ExtentAllocator(8 * MIB, 4 * KIB);
  expect(allocator.allocate(kib * KIB)).toEqual([{ offset: 0, size: kib * KIB }]);
  expect(allocator.remaining).toBe(8 * MIB - kib * KIB);
});

test('a size is rounded up to the alignment and no further', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  expect(total(allocator.allocate(1))).toBe(4 * KIB);
  expect(total(allocator.allocate(4 * KIB + 1))).toBe(8 * KIB);
  expect(allocator.remaining).toBe(MIB - 12 * KIB);
});

test('a large request is answered with neighbouring blocks of the largest size and one rest', () => {
  const allocator = new ExtentAllocator(256 * MIB, 4 * KIB);
  const extents = allocator.allocate(100 * MIB + 5)!;
  expect(extents).toHaveLength(101);
  expect(extents.slice(0, 100).every(({ size }) => size === LARGEST_EXTENT_BYTES)).toBe(true);
  expect(extents.map(({ offset }) => offset)).toEqual(extents.map((_, i) => i * MIB));
  expect(extents[100].size).toBe(4 * KIB);
});

test('the whole device can be allocated, in one request too, and nothing beyond it', () => {
  const allocator = new ExtentAllocator(3 * MIB + 4 * KIB, 4 * KIB);
  const extents = allocator.allocate(allocator.capacity)!;
  expect(total(extents)).toBe(3 * MIB + 4 * KIB);
  expect(allocator.remaining).toBe(0);
  expect(allocator.allocate(1)).toBeNull();
  expect(allocator.release(extents)).toBeNull();
  expect(allocator.largestFree).toBe(3 * MIB + 4 * KIB);
});

test('a request that fails takes nothing', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  const taken = allocator.allocate(900 * KIB)!;
  expect(allocator.allocate(200 * KIB)).toBeNull();
  expect(allocator.remaining).toBe(MIB - 900 * KIB);
  expect(allocator.extents).toBe(1);
  allocator.release(taken);
  expect(allocator.allocate(MIB)).toHaveLength(1);
});

test('bytes past the last whole unit are not handed out', () => {
  const allocator = new ExtentAllocator(10_000, 4 * KIB);
  expect(allocator.capacity).toBe(8 * KIB);
  expect(allocator.covers(8 * KIB, 1)).toBe(false);
});

test('scattered free units serve a large request in several blocks', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  const singles = Array.from({ length: 256 }, () => allocator.allocate(4 * KIB)![0]);
  allocator.release(singles.filter((_, i) => i % 2 === 0));
  const pieces = allocator.allocate(512 * KIB)!;
  expect(pieces).toHaveLength(128);
  expect(total(pieces)).toBe(512 * KIB);
  expect(allocator.remaining).toBe(0);
});

test('the shortest gap that is long enough is used', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  const blocks = [8, 4, 4, 4, 12, 4].map((kib) => allocator.allocate(kib * KIB)![0]);
  allocator.release([blocks[0], blocks[2], blocks[4]]);
  expect(allocator.allocate(4 * KIB)).toEqual([blocks[2]]);
  expect(allocator.allocate(8 * KIB)).toEqual([blocks[0]]);
  expect(allocator.allocate(12 * KIB)).toEqual([blocks[4]]);
});

describe('a free is refused, with nothing changed', () => {
  const setUp = () => {
    const allocator = new ExtentAllocator(MIB, 4 * KIB);
    const [a] = allocator.allocate(16 * KIB)!;
    const [b] = allocator.allocate(16 * KIB)!;
    return { allocator, a, b };
  };
  const refused = (extents: (a: Extent, b: Extent) => Extent[], reason: string, index: number) => {
    const { allocator, a, b } = setUp();
    expect(allocator.release(extents(a, b))).toEqual({ reason, index });
    expect(allocator.remaining).toBe(MIB - 32 * KIB);
    expect(allocator.extents).toBe(2);
    expect(allocator.release([a, b])).toBeNull();
    expect(allocator.largestFree).toBe(MIB);
  };

  test('twice in one request', () => refused((a, b) => [a, b, a], 'already-free', 2));
  test('never allocated', () => refused((a) => [a, { offset: 64 * KIB, size: 4 * KIB }], 'already-free', 1));
  test('a part of a block', () => refused((a) => [{ offset: a.offset, size: 4 * KIB }], 'not-an-extent', 0));
  test('the tail of a block', () => refused(() => [{ offset: 4 * KIB, size: 12 * KIB }], 'not-an-extent', 0));
  test('two blocks as one', () => refused(() => [{ offset: 0, size: 32 * KIB }], 'not-an-extent', 0));
  test('a block and free space', () => refused((_, b) => [{ ...b, size: 20 * KIB }], 'not-an-extent', 0));
  test('off the alignment', () => refused(() => [{ offset: 1, size: 4 * KIB }], 'not-an-extent', 0));
  test('empty', () => refused(() => [{ offset: 0, size: 0 }], 'not-an-extent', 0));
  test('past the end', () => refused(() => [{ offset: MIB, size: 4 * KIB }], 'not-an-extent', 0));
  test('absurdly large', () =>
    refused(() => [{ offset: Number.MAX_SAFE_INTEGER - 4095, size: 4 * KIB }], 'not-an-extent', 0));
});

test('twice in two requests', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  const blocks = allocator.allocate(16 * KIB)!;
  expect(allocator.release(blocks)).toBeNull();
  expect(allocator.release(blocks)).toEqual({ reason: 'already-free', index: 0 });
  expect(allocator.remaining).toBe(MIB);
});

test('covers any byte range inside allocated space, also across blocks', () => {
  const allocator = new ExtentAllocator(MIB, 4 * KIB);
  allocator.allocate(8 * KIB);
  allocator.allocate(4 * KIB);
  expect(allocator.covers(0, 12 * KIB)).toBe(true);
  expect(allocator.covers(100, 7)).toBe(true);
  expect(allocator.covers(12 * KIB - 1, 1)).toBe(true);
  expect(allocator.covers(12 * KIB - 1, 2)).toBe(false);
  expect(allocator.covers(0, 0)).toBe(false);
  expect(allocator.covers(0, MIB + 1)).toBe(false);
});

test('after heavy random use at 80 % fill a MiB is still one or few blocks', () => {
  const allocator = new ExtentAllocator(64 * MIB, 4 * KIB);
  let seed = 12345;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  const live: Extent[] = [];
  for (let i = 0; i < 200_000; i++) {
    if (allocator.remaining > 0.2 * allocator.capacity)
      live.push(...allocator.allocate((1 + random(64)) * 4 * KIB)!);
    else {
      const at = random(live.length);
      const last = live.pop()!;
      const gone = at === live.length ? last : live[at];
      if (at < live.length) live[at] = last;
      expect(allocator.release([gone])).toBeNull();
    }
  }
  expect(allocator.allocate(MIB)!.length).toBeLessThan(16);
  const inUse = allocator.capacity - allocator.remaining;
  expect(inUse).toBe(total(live) + MIB);
});
