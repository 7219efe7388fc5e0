import { expect, test } from '@jest/globals';
import { roundsOf } from '../../../mod-name/test/support/rounds.js';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { crashRounds, type CrashTally } from '../support/crash-rounds.js';

const ROUNDS = roundsOf(500);
/** Most of a round is waiting: for a process to end or to start, and for the disk. */
const DEVICES = 4;

/** With a device and runtimes of its own. */
async function crashAgainAndAgain(rounds: number, seed: number): Promise<CrashTally> {
  const runtime = await ScratchRuntime.start();
  try {
    const tally = await crashRounds(runtime, rounds, seed);
    expect(await runtime.stop()).toEqual([]);
    return tally;
  } catch (error) {
    await runtime.stop();
    throw error;
  }
}

test(`${ROUNDS} runtimes killed at random moments of a mixed workload, on ${DEVICES} devices at once`, async () => {
  const seed = Date.now() % 1_000_000;
  const rounds = Math.ceil(ROUNDS / DEVICES);
  const tallies = await Promise.all(
    Array.from({ length: DEVICES }, (_, i) => crashAgainAndAgain(rounds, seed + i)),
  );
  for (const { verifiedBlocks } of tallies) expect(verifiedBlocks).toBeGreaterThan(10 * rounds);
}, 1_800_000);
