import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolId, PoolQuery } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { CHUNK_BYTES } from '../../../core/dist/layout/alignment.js';
import {
  DIRECTORY_OFFSET,
  firstChunkOf,
  HEADER_DIRECTORY_VERSION_WORD,
} from '../../../core/dist/layout/control-layout.js';
import { RING_ENTRIES_OFFSET, RING_HEAD_OFFSET, ringBytes } from '../../../core/dist/layout/ring-layout.js';
import {
  TASK_BLOCK_BYTES_WORD,
  TASK_GENERATION_WORD,
  TASK_STATE_WORD,
  TaskState,
} from '../../../core/dist/layout/task-layout.js';
import { SegmentId } from '../../../core/dist/memory/segment.js';
import { forgeNextEntry, sharedOf } from '../support/forged-entry.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

// All processes of a user can write to all of the memory. Its owner may get an error, but must never wait for ever.

const QUEUE_DEPTH = 16;
const WRONG = 0xffff_ffff | 0;
let runtime: ScratchRuntime;
let chi: Connection;
let mod: modName.Client;
let words: Int32Array;
let ring: number;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({ runtime: { queueDepth: QUEUE_DEPTH } });
  chi = await runtime.connect();
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  const shared = sharedOf(chi);
  words = shared.words;
  ring = shared.rings[0];
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const input = { data: 'x', operationId: 1 };

/** Stops the runtime while tasks are sent and damaged, so that it sees nothing of them before. */
function whileStopped<T>(send: () => T): T {
  process.kill(runtime.pid, 'SIGSTOP');
  untilAtOnce(hasStopped);
  try {
    return send();
  } finally {
    process.kill(runtime.pid, 'SIGCONT');
  }
}

/** All of its threads. */
function hasStopped(): boolean {
  const tasks = `/proc/${runtime.pid}/task`;
  return readdirSync(tasks).every((thread) =>
    /\) T /.test(readFileSync(`${tasks}/${thread}/stat`, 'latin1')),
  );
}

/** Without a turn of the event loop, in which an answer would be taken in. */
function untilAtOnce(isSo: () => boolean): void {
  const endMs = performance.now() + 10_000;
  while (!isSo()) if (performance.now() > endMs) throw new Error(`waited in vain for ${isSo.toString()}`);
}

test('a lost completion record: the call still ends with its result', () => {
  const task = mod.asyncCustom(input);
  const state = (task.$memory.base >>> 2) + TASK_STATE_WORD;
  untilAtOnce(() => words[state] === TaskState.kComplete);
  const entries = (ring + ringBytes(QUEUE_DEPTH) + RING_ENTRIES_OFFSET) >>> 2;
  // The worker writes the record right after the state.
  for (const endMs = performance.now() + 20; performance.now() < endMs;)
    words.fill(WRONG, entries, entries + QUEUE_DEPTH * 4);
  expect(task.waitSync({ timeoutMs: 10_000 })).toMatchObject({ returnCode: 0, data: 'x_processed' });
  task.dispose();
});

test('a task overwritten before it ran: it fails', async () => {
  const task = whileStopped(() => {
    const sent = mod.asyncCustom(input);
    words[(sent.$memory.base >>> 2) + TASK_GENERATION_WORD]++;
    return sent;
  });
  await task.wait({ timeoutMs: 10_000 });
  expect(task).toMatchObject({ errorCode: 'BAD_TASK' });
  task.dispose();
  expect(await mod.custom(input)).toMatchObject({ data: 'x_processed' });
});

test('a forged entry that takes the place of a real one: the task is sent again', async () => {
  await forgeNextEntry(words, ring, QUEUE_DEPTH);
  expect(await within(mod.custom(input), 'the answer')).toMatchObject({ data: 'x_processed' });
  await forgeNextEntry(words, ring, QUEUE_DEPTH);
  expect(mod.customSync(input, { timeoutMs: 10_000 })).toMatchObject({ data: 'x_processed' });
});

test('a forged entry between workers: the subtasks end', async () => {
  const two = await ScratchRuntime.start({ workers: 2, runtime: { queueDepth: QUEUE_DEPTH } });
  try {
    const other = await two.connect();
    const nested = new modName.Client(other, PoolId.parse('7000.0'));
    await nested.create({ poolName: 'nested', containers: 2 });
    // The rings of workers come first, a chunk for each.
    const first = firstChunkOf(SegmentId.kMain);
    for (const chunk of [first, first + 1])
      await forgeNextEntry(sharedOf(other).words, chunk * CHUNK_BYTES, QUEUE_DEPTH);
    const depths = [0, 1].map((container) =>
      nested.waitTest({ depth: 5, testId: 1, currentDepth: 0 }, { query: PoolQuery.directId(container) }),
    );
    for (const { currentDepth } of await within(Promise.all(depths), 'the end of the subtasks', 20_000))
      expect(currentDepth).toBe(5);
    expect(two.log()).not.toMatch(/ERROR|broken/);
  } finally {
    expect(await two.stop()).toEqual([]);
  }
}, 40_000);

test('a task overwritten together with its entry: it fails', async () => {
  for (const word of [TASK_STATE_WORD, TASK_GENERATION_WORD, TASK_BLOCK_BYTES_WORD]) {
    await forgeNextEntry(words, ring, QUEUE_DEPTH);
    const task = mod.asyncCustom(input);
    words[(task.$memory.base >>> 2) + word] = WRONG;
    await task.wait({ timeoutMs: 10_000 });
    expect(task).toMatchObject({ errorCode: 'BAD_TASK' });
    task.dispose();
  }
}, 30_000);

test('a running task whose state and generation are overwritten ends normally', async () => {
  const task = mod.asyncCoMutexTest({ testId: 1, holdMs: 4000 });
  const at = task.$memory.base >>> 2;
  await until(() => words[at + TASK_STATE_WORD] === TaskState.kRunning, 'the begin of the task');
  words[at + TASK_STATE_WORD] = WRONG;
  words[at + TASK_GENERATION_WORD] = WRONG;
  await task.wait({ timeoutMs: 10_000 });
  expect(task).toMatchObject({ returnCode: 0, holders: 1 });
  task.dispose();
});

test('a ring that always claims to be full: the waiting records still go out', async () => {
  const head = (ring + RING_HEAD_OFFSET) >>> 2;
  const calls = Array.from({ length: 3 * QUEUE_DEPTH }, () => mod.custom(input));
  // Until the worker has taken in everything that found room, and reports no more how far it has come.
  for (const endMs = performance.now() + 50; performance.now() < endMs;) words[head] = WRONG;
  const answers = await within(Promise.all(calls), 'the answers');
  expect(answers.every(({ data }) => data === 'x_processed')).toBe(true);
});

test('an overwritten directory of pools: the pools are soon found again', async () => {
  const first = DIRECTORY_OFFSET >>> 2;
  words.fill(WRONG, first, first + 100);
  words[HEADER_DIRECTORY_VERSION_WORD]++;
  const newcomer = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  const isFound = (): Promise<boolean> =>
    newcomer.custom(input, { query: PoolQuery.broadcast() }).then(
      () => true,
      () => false,
    );
  await until(isFound, 'a pool in the directory');
});
