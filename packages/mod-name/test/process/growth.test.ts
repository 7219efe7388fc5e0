import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectNoGrowth } from '../support/growth.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

let runtime: ScratchRuntime;
beforeAll(async () => {
  runtime = await ScratchRuntime.start();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

test('300,000 tasks leave nothing behind', async () => {
  await expectNoGrowth(runtime, 300_000, 50_000);
}, 60_000);
