import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CACHE_LINE_BYTES, CHUNK_BYTES } from '../../../src/layout/alignment.js';
import { Arena } from '../../../src/memory/arena.js';
import { ChunkTable, chunkSource } from '../../../src/memory/chunk-table.js';
import { SegmentId } from '../../../src/memory/segment.js';
import { CLASS_BYTES, LARGEST_CLASS_BYTES, chunksFor } from '../../../src/memory/size-classes.js';

const SEGMENT = SegmentId.kRuntimeData;
const PARTY = 7;

/** An arena over a segment of that many chunks, one of which is the header's. */
function makeArena(chunks: number): { arena: Arena; table: ChunkTable } {
  const table = ChunkTable.allocate([0, 0, (chunks + 1) * CHUNK_BYTES]);
  return { arena: new Arena(chunkSource(table, SEGMENT, PARTY)), table };
}

/** A block as it was allocated. */
interface Block {
  readonly offset: number;
  readonly bytes: number;
  readonly generation: number;
}

/** The naive model: a list of the blocks in use, compared with all others at every step. */
class Model {
  readonly blocks = new Map<number, Block>();

  constructor(
    private readonly arena: Arena,
    private readonly table: ChunkTable,
  ) {}

  allocate(asked: number): void {
    const slot = this.arena.allocate(asked);
    if (slot < 0) return this.checkIsDry(asked);
    const block = {
      offset: this.arena.offsetOf(slot),
      bytes: this.arena.bytesOf(slot),
      generation: this.arena.generationOf(slot),
    };
    const problems = this.problemsOf(slot, block, asked);
    if (problems.length > 0) expect({ asked, block, problems }).toBeUndefined();
    this.blocks.set(slot, block);
  }

  free(slot: number): void {
    const { generation } = this.blocks.get(slot)!;
    const matched = this.arena.matches(slot, generation);
    this.arena.free(slot);
    this.blocks.delete(slot);
    const matchesStill = this.arena.matches(slot, generation);
    const changed = this.arena.generationOf(slot) !== generation;
    expect([matched, matchesStill, changed]).toEqual([true, false, true]);
    expect(() => this.arena.free(slot)).toThrow(RangeError);
  }

  check(): void {
    let inUse = 0;
    for (const [slot, { offset, bytes, generation }] of this.blocks) {
      inUse += bytes;
      const same = this.arena.offsetOf(slot) === offset && this.arena.bytesOf(slot) === bytes;
      if (!same || !this.arena.matches(slot, generation)) throw new Error(`slot ${slot} has changed`);
    }
    expect(this.arena.bytesInUse).toBe(inUse);
    expect(this.arena.bytesHeld).toBe(this.table.bytesInUse(SEGMENT, PARTY));
  }

  private problemsOf(slot: number, { offset, bytes }: Block, asked: number): string[] {
    const problems = [];
    if (this.blocks.has(slot)) problems.push('slot in use');
    if (bytes < asked) problems.push('too small');
    if (offset % CACHE_LINE_BYTES !== 0) problems.push('not aligned');
    if (!this.table.isOwnedBy(SEGMENT, offset, bytes, PARTY)) problems.push('not owned');
    for (const other of this.blocks.values()) {
      if (offset < other.offset + other.bytes && other.offset < offset + bytes) problems.push('overlap');
    }
    return problems;
  }

  /** A refusal is right only if no idle memory could have served the request. */
  private checkIsDry(asked: number): void {
    const count = asked > LARGEST_CLASS_BYTES ? chunksFor(asked) : 1;
    const busy = new Set<number>();
    for (const { offset, bytes } of this.blocks.values()) {
      for (let at = offset; at < offset + bytes; at += CHUNK_BYTES) busy.add(Math.floor(at / CHUNK_BYTES));
      busy.add(Math.floor((offset + bytes - 1) / CHUNK_BYTES));
    }
    const end = this.table.segmentBytes[SEGMENT] / CHUNK_BYTES;
    let longest = 0;
    for (let chunk = 1, run = 0; chunk < end; chunk++) {
      run = busy.has(chunk) ? 0 : run + 1;
      longest = Math.max(longest, run);
    }
    expect(longest).toBeLessThan(count);
  }
}

const someBytes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: LARGEST_CLASS_BYTES }) },
  { weight: 2, arbitrary: fc.constantFrom(...CLASS_BYTES.flatMap((bytes) => [bytes - 1, bytes, bytes + 1])) },
  { weight: 2, arbitrary: fc.integer({ min: LARGEST_CLASS_BYTES + 1, max: 5 * CHUNK_BYTES }) },
);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ bytes: someBytes, count: fc.integer({ min: 1, max: 40 }) }) },
    // Frees that many, from a place in the list of blocks.
    { weight: 3, arbitrary: fc.record({ from: fc.nat(), count: fc.integer({ min: 1, max: 60 }) }) },
  ),
  { minLength: 1, maxLength: 25 },
);

describe('an arena against a list of blocks', () => {
  test('blocks never overlap, lie in owned chunks, and are refused only when no idle memory fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), steps, (chunks, commands) => {
        const { arena, table } = makeArena(chunks);
        const model = new Model(arena, table);
        for (const command of commands) {
          for (let n = command.count; n > 0; n--) {
            if ('bytes' in command) model.allocate(command.bytes);
            else if (model.blocks.size > 0) {
              const slots = [...model.blocks.keys()];
              model.free(slots[command.from % slots.length]);
            }
          }
          model.check();
        }
        for (const slot of [...model.blocks.keys()]) model.free(slot);
        model.check();
        expect(arena.bytesInUse).toBe(0);
        // Nothing has been lost on the way: the whole segment can be one block.
        model.allocate(chunks * CHUNK_BYTES);
        expect(arena.bytesInUse).toBe(chunks * CHUNK_BYTES);
      }),
      { numRuns: 40 },
    );
  });
});

test('a freed block is the next of its class, with another generation', () => {
  const { arena } = makeArena(1);
  const slot = arena.allocate(300);
  const generation = arena.generationOf(slot);
  arena.free(slot);
  expect(arena.allocate(384)).toBe(slot);
  expect(arena.generationOf(slot)).not.toBe(generation);
});

test('the ledger grows beyond its first 256 slots and keeps its contents', () => {
  const { arena } = makeArena(8);
  const slots = Array.from({ length: 2000 }, () => arena.allocate(256));
  expect(new Set(slots.map((slot) => arena.offsetOf(slot))).size).toBe(2000);
  expect(arena.slots).toBe(2000);
  expect(arena.bytesInUse).toBe(2000 * 256);
  for (const slot of slots) arena.free(slot);
  expect(arena.bytesInUse).toBe(0);
});

test.each([-1, 0.5, 1e9, NaN, 0xffff_ffff])('a forged slot %p is not in use', (slot) => {
  const { arena } = makeArena(1);
  arena.allocate(100);
  expect(arena.isInUse(slot)).toBe(false);
  expect(arena.matches(slot, 0)).toBe(false);
  expect(() => arena.free(slot)).toThrow(RangeError);
});

test('an empty chunk moves to another class when the segment is exhausted', () => {
  const { arena } = makeArena(1);
  const small = Array.from({ length: 256 }, () => arena.allocate(256));
  expect(arena.allocate(512)).toBe(-1);
  for (const slot of small.slice(1)) arena.free(slot);
  expect(arena.allocate(512)).toBe(-1);
  arena.free(small[0]);
  expect(arena.allocate(512)).toBeGreaterThanOrEqual(0);
  expect(arena.bytesHeld).toBe(CHUNK_BYTES);
});

test('slots keep their generations when their chunk moves to another class', () => {
  const { arena } = makeArena(1);
  const first = arena.allocate(256);
  const generation = arena.generationOf(first);
  arena.free(first);
  const slot = arena.allocate(LARGEST_CLASS_BYTES);
  expect(slot).toBe(first);
  expect(arena.matches(slot, generation)).toBe(false);
});

test('chunks of small blocks become a run for a large one', () => {
  const { arena, table } = makeArena(4);
  const small = Array.from({ length: 4 * 256 }, () => arena.allocate(256));
  expect(arena.allocate(3 * CHUNK_BYTES)).toBe(-1);
  for (const slot of small) arena.free(slot);
  const large = arena.allocate(3 * CHUNK_BYTES);
  expect(arena.bytesOf(large)).toBe(3 * CHUNK_BYTES);
  expect(table.bytesInUse(SEGMENT, PARTY)).toBe(3 * CHUNK_BYTES);
});

test('a large block returns to the segment at once', () => {
  const { arena, table } = makeArena(3);
  const slot = arena.allocate(3 * CHUNK_BYTES);
  expect(table.bytesInUse(SEGMENT)).toBe(3 * CHUNK_BYTES);
  arena.free(slot);
  expect(table.bytesInUse(SEGMENT)).toBe(0);
  expect(arena.bytesHeld).toBe(0);
});

test('the generation of a slot wraps around instead of overflowing', () => {
  const { arena } = makeArena(1);
  const slot = arena.allocate(100);
  (arena as unknown as { generations: Uint32Array }).generations[slot] = 0xffff_ffff;
  expect(arena.matches(slot, 0xffff_ffff)).toBe(true);
  arena.free(slot);
  expect(arena.generationOf(slot)).toBe(0);
});

test('messages for a former arena do not affect its successor', () => {
  const generations = Array.from({ length: 20 }, () => {
    const { arena } = makeArena(1);
    return arena.generationOf(arena.allocate(100));
  });
  expect(new Set(generations).size).toBeGreaterThan(15);
});

test('two arenas of one segment never share a chunk', () => {
  const table = ChunkTable.allocate([0, 0, 9 * CHUNK_BYTES]);
  const arenas = [3, 4].map((party) => new Arena(chunkSource(table, SEGMENT, party)));
  const offsets = new Set<number>();
  for (let i = 0; i < 64; i++) {
    for (const arena of arenas) {
      const slot = arena.allocate(16_384);
      if (slot >= 0) offsets.add(arena.offsetOf(slot));
    }
  }
  expect(offsets.size).toBe(8 * 4);
  expect(arenas[0].bytesHeld + arenas[1].bytesHeld).toBe(8 * CHUNK_BYTES);
});

describe('memory left by a burst', () => {
  const KEPT = 2;
  const BLOCK = 16_384;
  const PER_CHUNK = CHUNK_BYTES / BLOCK;

  function burst(arena: Arena, chunks: number): number[] {
    return Array.from({ length: chunks * PER_CHUNK }, () => arena.allocate(BLOCK));
  }

  function makeKeeper(chunks: number): { arena: Arena; table: ChunkTable } {
    const table = ChunkTable.allocate([0, 0, (chunks + 1) * CHUNK_BYTES]);
    return { arena: new Arena(chunkSource(table, SEGMENT, PARTY), KEPT), table };
  }

  test('is returned, except for a few chunks', () => {
    const { arena, table } = makeKeeper(20);
    for (const slot of burst(arena, 20)) arena.free(slot);
    expect(table.bytesInUse(SEGMENT)).toBeLessThanOrEqual(2 * KEPT * CHUNK_BYTES);
    expect(arena.bytesHeld).toBe(table.bytesInUse(SEGMENT));
    expect(new Set(burst(arena, 20)).size).toBe(20 * PER_CHUNK);
  });

  test('is counted across all block sizes', () => {
    const { arena, table } = makeKeeper(CLASS_BYTES.length);
    const slots = CLASS_BYTES.map((bytes) => arena.allocate(bytes));
    expect(table.bytesInUse(SEGMENT)).toBe(CLASS_BYTES.length * CHUNK_BYTES);
    for (const slot of slots) arena.free(slot);
    expect(table.bytesInUse(SEGMENT)).toBeLessThanOrEqual(2 * KEPT * CHUNK_BYTES);
  });

  test('does not include memory in use', () => {
    const { arena, table } = makeKeeper(20);
    const slots = burst(arena, 20);
    const kept = slots.filter((_, i) => i % PER_CHUNK === 0);
    for (const slot of slots) if (!kept.includes(slot)) arena.free(slot);
    expect(table.bytesInUse(SEGMENT)).toBe(20 * CHUNK_BYTES);
    expect(kept.every((slot) => arena.isInUse(slot))).toBe(true);
    for (const slot of kept) arena.free(slot);
    expect(table.bytesInUse(SEGMENT)).toBeLessThanOrEqual(2 * KEPT * CHUNK_BYTES);
  });

  test('one task at a time never asks for memory twice', () => {
    const { arena, table } = makeKeeper(20);
    arena.free(arena.allocate(BLOCK));
    const claim = table.claim.bind(table);
    let claims = 0;
    table.claim = (...args) => (claims++, claim(...args));
    for (let i = 0; i < 1000; i++) arena.free(arena.allocate(BLOCK));
    expect(claims).toBe(0);
  });
});
