import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import {
  PARTY_PARKED_WORD,
  partyBlockOffset,
  WORKER_PARKED_WORD,
  WORKER_SUMMARY_TOP_WORD,
  WORKER_SUMMARY_WORD,
  WORKER_SUMMARY_WORDS,
  workerBlockOffset,
} from '../../../core/dist/layout/control-layout.js';
import { RING_WATCHED_OFFSET } from '../../../core/dist/layout/ring-layout.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { sleep, until, within } from '../support/wait.js';

// The flags that say who sleeps lie where every client can write. A wrong one may cost a late look, never a hang.

let runtime: ScratchRuntime;
let chi: Connection;
let mod: modName.Client;
let words: Int32Array;
beforeAll(async () => {
  runtime = await ScratchRuntime.start();
  chi = await runtime.connect();
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  words = chi.$party.memory.main.i32;
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const worker = workerBlockOffset(0) >>> 2;
const input = { data: 'x', operationId: 1 };

async function untilWorkerSleeps(): Promise<void> {
  await until(() => words[worker + WORKER_PARKED_WORD] === 1, 'the sleep of the worker');
}

test.each([
  ['awaited', () => mod.custom(input)],
  ['blocking', async () => mod.customSync(input, { timeoutMs: 5000 })],
])('a sleeping worker whose flag says awake still gets its tasks (%s)', async (_form, call) => {
  await untilWorkerSleeps();
  words[worker + WORKER_PARKED_WORD] = 0;
  expect(await within(call(), 'the answer')).toMatchObject({ data: 'x_processed' });
});

test('a task whose announcement is lost still runs', async () => {
  await untilWorkerSleeps();
  const first = worker + WORKER_SUMMARY_TOP_WORD;
  const call = mod.custom(input);
  words.fill(0, first, worker + WORKER_SUMMARY_WORD + WORKER_SUMMARY_WORDS);
  expect(await within(call, 'the answer')).toMatchObject({ data: 'x_processed' });
});

test('a ring wrongly marked as watched is still read', async () => {
  await untilWorkerSleeps();
  const { rings } = (chi as unknown as { session: { rings: readonly number[] } }).session;
  words[(rings[0] + RING_WATCHED_OFFSET) >>> 2] = 1;
  expect(await within(mod.custom(input), 'the answer')).toMatchObject({ data: 'x_processed' });
});

test('a sleeping client whose flag says awake still gets its results', async () => {
  const parked = (partyBlockOffset(chi.$party.id) >>> 2) + PARTY_PARKED_WORD;
  const call = mod.coMutexTest({ testId: 1, holdMs: 200 });
  await until(() => words[parked] !== 0, 'the sleep of the client');
  words[parked] = 0;
  expect(await within(call, 'the answer')).toMatchObject({ holders: 1 });
  await sleep(0);
});
