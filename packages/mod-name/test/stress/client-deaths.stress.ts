import { expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { killRounds } from '../support/kill-rounds.js';
import { roundsOf } from '../support/rounds.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

const CLIENTS = roundsOf(500);

test.each([1, 3])(
  `${CLIENTS} clients killed while they submit, 64 in flight, on %i worker(s)`,
  async (workers) => {
    const runtime = await ScratchRuntime.start({ workers });
    try {
      const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
      await mod.create({ poolName: 'greetings', containers: workers });
      await killRounds(runtime, CLIENTS, workers);
    } finally {
      expect(await runtime.stop()).toEqual([]);
    }
  },
  1_200_000,
);
