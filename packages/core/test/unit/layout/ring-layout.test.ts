import { expect, test } from '@jest/globals';
import { CACHE_LINE_BYTES } from '../../../src/layout/alignment.js';
import {
  CompletionKind,
  RING_ENTRIES_OFFSET,
  RING_ENTRY_BYTES,
  RING_HEAD_OFFSET,
  RING_TAIL_OFFSET,
  RING_WATCHED_OFFSET,
  SubmissionKind,
  ringBytes,
} from '../../../src/layout/ring-layout.js';

const lineOf = (offset: number): number => Math.floor(offset / CACHE_LINE_BYTES);

test('producer and consumer write different cache lines, and entries start at a third', () => {
  expect(lineOf(RING_HEAD_OFFSET)).toBe(lineOf(RING_TAIL_OFFSET) + 1);
  expect(lineOf(RING_WATCHED_OFFSET)).toBe(lineOf(RING_HEAD_OFFSET));
  expect(RING_WATCHED_OFFSET).not.toBe(RING_HEAD_OFFSET);
  expect(RING_ENTRIES_OFFSET % CACHE_LINE_BYTES).toBe(0);
  expect(lineOf(RING_ENTRIES_OFFSET)).toBe(lineOf(RING_HEAD_OFFSET) + 1);
});

test.each([4, 16, 1024, 65_536])('rings of %p entries can lie side by side', (capacity) => {
  expect(ringBytes(capacity) % CACHE_LINE_BYTES).toBe(0);
  expect(ringBytes(capacity)).toBe(RING_ENTRIES_OFFSET + capacity * RING_ENTRY_BYTES);
});

test('zeroed memory is not a valid record', () => {
  expect(Object.values(SubmissionKind)).not.toContain(0);
  expect(Object.values(CompletionKind)).not.toContain(0);
});

test('a redirection carries the worker above the kind', () => {
  for (const kind of Object.values(CompletionKind)) expect(kind).toBeLessThan(1 << 8);
});
