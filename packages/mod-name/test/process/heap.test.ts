import { expect, test } from '@jest/globals';
import { createIllBehaved, writeIllBehavedModule } from '../support/ill-behaved-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, within } from '../support/wait.js';

test('a method that exhausts the heap ends only its own thread', async () => {
  const runtime = await ScratchRuntime.start({
    workers: 2,
    prepare: (root) => ({
      CHI_REPO_PATH: writeIllBehavedModule(root),
      NODE_OPTIONS: '--max-old-space-size=64',
    }),
  });
  const ill = await createIllBehaved(await runtime.connect());
  for (let times = 0; times < 2; times++) {
    const end = failureOf(within(ill.custom({ data: 'hoard', operationId: 0 }), 'its end', 20_000));
    expect(await end).toMatchObject({
      code: 'WORKER_DIED',
      message: expect.stringMatching(/its heap was used up in test_ill.kCustom of pool 'ill'/),
    });
    await within(ill.custom({ data: 'alive', operationId: 0 }), 'its successor');
  }
  expect(await runtime.isRunning()).toBe(true);
  expect(await runtime.stop()).toEqual([]);
}, 60_000);
