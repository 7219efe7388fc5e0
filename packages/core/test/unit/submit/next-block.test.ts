import { beforeEach, describe, expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../src/layout/alignment.js';
import {
  TASK_GENERATION_WORD,
  TASK_HEADER_BYTES,
  TASK_LAYOUT_HASH_WORD,
  TASK_METHOD_WORD,
  TASK_POOL_MAJOR_WORD,
  TASK_STATE_WORD,
} from '../../../src/layout/task-layout.js';
import { Arena } from '../../../src/memory/arena.js';
import { ChunkTable, chunkSource } from '../../../src/memory/chunk-table.js';
import { SegmentId } from '../../../src/memory/segment.js';
import { NextBlock } from '../../../src/submit/next-block.js';
import { PoolTarget } from '../../../src/submit/pool-target.js';
import { PoolId } from '../../../src/task/pool-id.js';
import { defineTaskType, type TaskType } from '../../../src/task/task-type.js';
import { Task } from '../../../src/task/task.js';

/** The first is the header's. */
const CHUNKS = 4;
const BYTES = 500;
const words = new Uint32Array((CHUNKS * CHUNK_BYTES) / 4);
const target = new PoolTarget(PoolId.parse('7.0'));
let arena: Arena;
let next: NextBlock;

beforeEach(() => {
  words.fill(0xdead_beef);
  const table = ChunkTable.allocate([0, 0, CHUNKS * CHUNK_BYTES]);
  arena = new Arena(chunkSource(table, SegmentId.kRuntimeData, 7));
  next = new NextBlock(words, arena);
});

function typeOf(method: number): TaskType {
  return defineTaskType({
    module: 'test_mod',
    name: `k${method}`,
    method,
    layoutHash: 1000 + method,
    fixedBytes: TASK_HEADER_BYTES + 8,
    View: class extends Task {},
    heapBytes: () => 0,
    fill: () => undefined,
    result: () => undefined,
  });
}

const type = typeOf(10);

/** What a sender does that has one task under way and waits for it. */
function sendAndWait(bytes = BYTES): number {
  const slot = arena.allocate(bytes);
  next.note(type, target, slot);
  next.prepare();
  return slot;
}

test('the block for another task of the same type is ready, header included', () => {
  const under = sendAndWait();
  const slot = next.take(type, target, BYTES);
  expect(slot).toBeGreaterThanOrEqual(0);
  expect(slot).not.toBe(under);
  expect(arena.isInUse(slot)).toBe(true);
  const word = arena.offsetOf(slot) >>> 2;
  expect(words[word + TASK_GENERATION_WORD]).toBe(arena.generationOf(slot));
  expect(words[word + TASK_POOL_MAJOR_WORD]).toBe(7);
  expect(words[word + TASK_METHOD_WORD]).toBe(10);
  expect(words[word + TASK_LAYOUT_HASH_WORD]).toBe(1010);
  expect(
    [...words.subarray(word + TASK_STATE_WORD, word + (type.fixedBytes >>> 2))].every((w) => w === 0),
  ).toBe(true);
});

test('a ready block is handed out once', () => {
  sendAndWait();
  next.take(type, target, BYTES);
  expect(next.take(type, target, BYTES)).toBe(-1);
});

test('at most one block is ready, however long the wait', () => {
  sendAndWait();
  const { bytesInUse } = arena;
  next.prepare();
  expect(arena.bytesInUse).toBe(bytesInUse);
});

test('writes nothing outside the block', () => {
  const under = sendAndWait();
  const slot = next.take(type, target, BYTES);
  const inside = (word: number): boolean => {
    const begin = arena.offsetOf(slot) >>> 2;
    return word >= begin && word < begin + (arena.bytesOf(slot) >>> 2);
  };
  expect(arena.offsetOf(under)).not.toBe(arena.offsetOf(slot));
  expect(words.every((value, word) => value === 0xdead_beef || inside(word))).toBe(true);
});

describe('returns the ready block when the next task differs:', () => {
  test.each([
    ['of another type', typeOf(11), target, BYTES],
    ['for another pool', type, new PoolTarget(PoolId.parse('8.0')), BYTES],
    ['a longer one', type, target, 10 * BYTES],
  ])('%s', (_name, otherType, otherTarget, bytes) => {
    const under = sendAndWait();
    expect(next.take(otherType, otherTarget, bytes)).toBe(-1);
    arena.free(under);
    expect(arena.bytesInUse).toBe(0);
  });
});

test('does not keep large blocks ready', () => {
  const under = sendAndWait(CHUNK_BYTES / 2);
  expect(next.take(type, target, BYTES)).toBe(-1);
  arena.free(under);
  expect(arena.bytesInUse).toBe(0);
});

test('prepares nothing before the first task', () => {
  next.prepare();
  expect(arena.bytesInUse).toBe(0);
});

test('prepares nothing when memory is short', () => {
  const taken: number[] = [];
  for (let slot = arena.allocate(BYTES); slot >= 0; slot = arena.allocate(BYTES)) taken.push(slot);
  next.note(type, target, taken[0]!);
  next.prepare();
  expect(next.take(type, target, BYTES)).toBe(-1);
});

test('does not request memory that may not be needed', () => {
  const perChunk = CHUNK_BYTES / arena.bytesOf(arena.allocate(BYTES));
  for (let i = 1; i < perChunk; i++) arena.allocate(BYTES);
  const { bytesHeld } = arena;
  next.note(type, target, 0);
  next.prepare();
  expect(arena.bytesHeld).toBe(bytesHeld);
  expect(next.take(type, target, BYTES)).toBe(-1);
});
