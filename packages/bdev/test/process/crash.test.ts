import { expect, test } from '@jest/globals';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { crashRounds } from '../support/crash-rounds.js';

test('20 runtimes killed at random moments of a mixed workload: durable data survives and freed blocks stay free', async () => {
  const seed = Date.now() % 1_000_000;
  const runtime = await ScratchRuntime.start();
  try {
    const tally = await crashRounds(runtime, 20, seed);
    // If these were few, the rounds would have shown nothing.
    expect(tally.durableBlocks).toBeGreaterThan(50);
    expect(tally.durableWrites).toBeGreaterThan(50);
    expect(tally.frees).toBeGreaterThan(50);
    expect(tally.verifiedBlocks).toBeGreaterThan(100);
    expect(tally.verifiedBytes).toBeGreaterThan(100 * 4096);
    expect(await runtime.stop()).toEqual([]);
  } catch (error) {
    await runtime.stop();
    throw error;
  }
}, 120_000);
