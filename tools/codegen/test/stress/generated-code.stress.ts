import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Workshop } from '../support/generated-task.js';
import { expectNoHarm, expectRoundTrips } from '../support/fuzz.js';
import { anyType } from '../support/random-types.js';

const DURATION_MS = 60_000;

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterAll(() => workshop.remove());

test('a minute of tasks of any fields, their values and mutated bytes', async () => {
  const fields = fc.array(anyType(3), { minLength: 1, maxLength: 8 });
  const end = Date.now() + DURATION_MS;
  let tasks = 0;
  for (; Date.now() < end; tasks++) {
    const seed = Date.now() ^ (tasks << 8);
    const types = fc.sample(fields, { numRuns: 1, seed })[0]!;
    const task = await workshop.make(types);
    expectRoundTrips(task, types, 20);
    expectNoHarm(task, types, 200);
  }
  expect(tasks).toBeGreaterThan(0);
});
