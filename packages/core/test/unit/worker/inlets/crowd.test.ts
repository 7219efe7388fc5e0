import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import {
  Crowding,
  HEADER_CROWDING_WORD,
  MAX_WORKERS,
  WORKER_CORE_WORD,
  WORKER_PARKED_WORD,
  workerBlockOffset,
} from '../../../../src/layout/control-layout.js';
import type { Segment } from '../../../../src/memory/segment.js';
import { Crowd } from '../../../../src/worker/inlets/crowd.js';
import type { Inlets } from '../../../../src/worker/inlets/inlets.js';

const cores = availableParallelism();
const SELF = 1;

function crowdOf(watchedCount: number, workers: number, parked = 0): { words: Int32Array; crowd: Crowd } {
  const words = new Int32Array(workerBlockOffset(MAX_WORKERS) / 4);
  for (let worker = 0; worker < parked; worker++)
    words[workerBlockOffset(worker) / 4 + WORKER_PARKED_WORD] = 1;
  const crowd = new Crowd({ i32: words } as Segment, { watchedCount } as Inlets, SELF, workers);
  crowd.look();
  return { words, crowd };
}

test.each([
  ['as many parties as cores', cores - 1, false, false, Crowding.kNone],
  ['one more', cores, true, cores === 1, cores === 1 ? Crowding.kPacked : Crowding.kCrowded],
  ['twice as many', 2 * cores - 1, true, true, Crowding.kPacked],
])('%s that poll', (_, clients, isCrowded, isPacked, crowding) => {
  const { crowd, words } = crowdOf(clients, 1);
  expect([crowd.isCrowded, crowd.isPacked, words[HEADER_CROWDING_WORD]]).toEqual([
    isCrowded,
    isPacked,
    crowding,
  ]);
});

test('sleeping workers do not count', () => {
  expect(crowdOf(0, MAX_WORKERS, MAX_WORKERS - 1).crowd.isCrowded).toBe(false);
});

test('a worker publishes its core as the number plus one', () => {
  const { crowd, words } = crowdOf(0, 2);
  crowd.noteCore();
  expect(words[workerBlockOffset(SELF) / 4 + WORKER_CORE_WORD]).toBeGreaterThan(0);
  expect(words[workerBlockOffset(0) / 4 + WORKER_CORE_WORD]).toBe(0);
});

test('a worker that has slept updates its core at the next look', () => {
  const { crowd, words } = crowdOf(0, 2);
  const coreWord = workerBlockOffset(SELF) / 4 + WORKER_CORE_WORD;
  crowd.noteCore();
  words[coreWord] = 0;
  crowd.look();
  expect(words[coreWord]).toBe(0);
  crowd.forgetCore();
  crowd.look();
  expect(words[coreWord]).toBeGreaterThan(0);
});
