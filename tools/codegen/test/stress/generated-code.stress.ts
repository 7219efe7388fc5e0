// A minute of tasks of any fields. `FUZZ_SEED=n` repeats a run: the same tasks with the same values and bytes.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Workshop } from '../support/generated-task.js';
import { expectNoHarm, expectRoundTrips } from '../support/fuzz.js';
import { anyType } from '../support/random-types.js';

const DURATION_MS = 60_000;
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterAll(() => {
  fc.resetConfigureGlobal();
  workshop.remove();
});

test(`a minute of random tasks, values and mutated bytes (FUZZ_SEED=${SEED})`, async () => {
  const fields = fc.array(anyType(3), { minLength: 1, maxLength: 8 });
  const end = Date.now() + DURATION_MS;
  let tasks = 0;
  for (; Date.now() < end; tasks++) {
    const seed = (SEED + tasks * 7919) | 0;
    fc.configureGlobal({ seed });
    const types = fc.sample(fields, { numRuns: 1, seed })[0]!;
    const task = await workshop.make(types);
    expectRoundTrips(task, types, 20);
    expectNoHarm(task, types, 200);
  }
  expect(tasks).toBeGreaterThan(0);
});
