import { connect, PoolId } from '@chimaera/core';
import { expect } from '@jest/globals';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from './capacity.js';
import { ChildClient } from './child-client.js';
import type { ScratchRuntime } from './scratch-runtime.js';
import { sleep, until, within } from './wait.js';

/** The reaper looks at a dying process again after half a second at most; the rest is for a busy machine. */
const RETURN_MS = 5000;

/** Kills a client at a moment of its flood that differs each time, and looks at what is left of it. */
export async function killRounds(runtime: ScratchRuntime, rounds: number, workers = 1): Promise<void> {
  await oneRound(runtime, 100); // what workers take once and keep
  const base = await measureCapacity(runtime);
  for (let round = 0; round < rounds; round++) {
    await oneRound(runtime, 20 + (round % 10) * 40);
    if (round % 5 !== 4 && round !== rounds - 1) continue;
    let now = base;
    const isAllBack = async (): Promise<boolean> => {
      now = await measureCapacity(runtime);
      return isBack(now, base, workers);
    };
    await until(isAllBack, 'the return of memory', RETURN_MS).catch((cause: Error) => {
      throw new Error(`round ${round}: ${JSON.stringify({ base, now })}`, { cause });
    });
  }
}

async function oneRound({ dir }: ScratchRuntime, after: number): Promise<void> {
  const flooder = new ChildClient('flooder', { dir, after });
  await flooder.next('the flood');
  await sleep(after % 7);
  await flooder.kill();
  const chi = await within(connect({ dir, waitServerSeconds: 0 }), 'the next connection');
  const mod = new modName.Client(chi, PoolId.parse('7000.0'));
  const answer = await mod.custom({ data: 'next', operationId: 1 }, { timeoutMs: 5000 });
  expect(answer.data).toBe('next_processed');
  await chi.close();
}
