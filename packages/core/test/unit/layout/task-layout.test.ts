import { expect, test } from '@jest/globals';
import { CACHE_LINE_BYTES } from '../../../src/layout/alignment.js';
import * as layout from '../../../src/layout/task-layout.js';

const LINE_WORDS = CACHE_LINE_BYTES / 4;
/** Every `TASK_…_WORD`, in the order of the block. */
const words = (Object.entries(layout) as [string, number][])
  .filter(([name]) => name.endsWith('_WORD'))
  .sort(([, a], [, b]) => a - b);

test('no two words of the header overlap', () => {
  expect(words).toHaveLength(22);
  expect(new Set(words.map(([, word]) => word)).size).toBe(words.length);
});

test("the sender's line is full and the worker's line follows it", () => {
  const senders = words.filter(([, word]) => word < LINE_WORDS).map(([name]) => name);
  expect(senders).toHaveLength(LINE_WORDS);
  const workers = words.filter(([, word]) => word >= LINE_WORDS).map(([name]) => name);
  expect(workers).toEqual([
    'TASK_STATE_WORD',
    'TASK_RETURN_CODE_WORD',
    'TASK_ERROR_WORD',
    'TASK_ERROR_BYTES_WORD',
    'TASK_SPILL_SLOT_WORD',
    'TASK_SPILL_GENERATION_WORD',
  ]);
  expect(layout.TASK_STATE_WORD).toBe(LINE_WORDS);
});

test('the error is a region: its length follows its reference', () => {
  expect(layout.TASK_ERROR_BYTES_WORD).toBe(layout.TASK_ERROR_WORD + 1);
});

test('fields start behind the last word of the header, at a multiple of 8', () => {
  expect(layout.TASK_HEADER_BYTES).toBe(88);
  expect(layout.TASK_HEADER_BYTES).toBe((Math.max(...words.map(([, word]) => word)) + 1) * 4);
});

test('each flag is a single bit of its own', () => {
  const flags = Object.values(layout.TaskFlag);
  for (const flag of flags) expect(Math.log2(flag) % 1).toBe(0);
  expect(new Set(flags).size).toBe(flags.length);
});

test('no container has the number that means "unresolved"', () => {
  expect(layout.UNRESOLVED_CONTAINER).toBe(0xffff_ffff);
});
