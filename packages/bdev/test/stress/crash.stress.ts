import { expect, test } from '@jest/globals';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { crashRounds } from '../support/crash-rounds.js';

test('500 runtimes killed at random moments of a mixed workload on one device', async () => {
  const seed = Date.now() % 1_000_000;
  const runtime = await ScratchRuntime.start();
  try {
    const tally = await crashRounds(runtime, 500, seed);
    expect(tally.verifiedBlocks).toBeGreaterThan(5000);
    expect(await runtime.stop()).toEqual([]);
  } catch (error) {
    await runtime.stop();
    throw error;
  }
}, 1_800_000);
