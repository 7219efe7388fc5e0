import { expect, test } from '@jest/globals';
import { attack, openPool, spoil, SPOILT_PARTS } from '../support/attacks.js';
import { roundsOf } from '../support/rounds.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

const ATTACKS = [
  'headers',
  'flags',
  'fields',
  'archives',
  'records',
  'cancels',
  'repeats',
  'noise',
  'indices',
  'entries',
  'unread',
  'releases',
];
const SEEDS = roundsOf(10);
// Chosen anew each time: a test that fails says which.
const firstSeed = Number(process.env['CHI_TEST_SEED'] ?? Date.now() % 2 ** 31);
const seeds = Array.from({ length: SEEDS }, (_, i) => firstSeed + i * 7919);

test.each(seeds)(
  'every attack on one runtime, seed %i',
  async (seed) => {
    const runtime = await ScratchRuntime.start();
    try {
      const mod = await openPool(runtime);
      for (const name of ATTACKS) {
        const outcomes = await attack(runtime, mod, name, seed).catch((cause: Error) => {
          throw new Error(`${name}: ${cause.message}`, { cause });
        });
        expect({ name, silences: outcomes.silences }).toEqual({ name, silences: undefined });
      }
    } finally {
      await runtime.stop();
    }
  },
  200_000,
);

test.each(seeds.flatMap((seed) => SPOILT_PARTS.map(([where, range]) => [where, seed, range] as const)))(
  'noise in %s, seed %i',
  async (_where, seed, range) => {
    const runtime = await ScratchRuntime.start({ workers: 2 });
    try {
      await spoil(runtime, range, seed);
    } finally {
      await runtime.stop();
    }
  },
  60_000,
);
