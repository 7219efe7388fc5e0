import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, startEmbedded } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { within } from '../support/wait.js';

// Tasks that wait for subtasks hold memory, and the subtasks need some.
const TASKS = 1000;
const DEPTH = 30;

let chi: Connection;
let mod: Client;
beforeAll(async () => {
  const memory = { mainSegmentSize: '2MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
  chi = await startEmbedded({ workers: 1, memory });
  mod = new Client(chi);
  await mod.create({ poolName: 'nested' });
}, 30_000);
afterAll(() => chi.close());

test('when nested tasks exceed the memory some of them fail, and none waits for ever', async () => {
  const calls = Array.from({ length: TASKS }, (_, i) =>
    mod.waitTest({ depth: DEPTH, testId: i, currentDepth: 0 }),
  );
  const outcomes = await within(Promise.allSettled(calls), 'the end of all of them', 60_000);
  const codes = new Set(
    outcomes.map((outcome) =>
      outcome.status === 'fulfilled'
        ? outcome.value.currentDepth
        : (outcome.reason as { code: string; message: string }).code,
    ),
  );
  expect([...codes].sort()).toEqual([DEPTH, 'OUT_OF_MEMORY']);
  expect(await within(mod.waitTest({ depth: DEPTH, testId: 1, currentDepth: 0 }), 'one alone')).toMatchObject(
    {
      currentDepth: DEPTH,
    },
  );
}, 90_000);
