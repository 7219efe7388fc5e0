import { connect, PoolId } from '@chimaera/core';
import { runtimeReport } from '@chimaera/core/runtime';
import { expect } from '@jest/globals';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from './capacity.js';
import { ChildClient } from './child-client.js';
import type { ScratchRuntime } from './scratch-runtime.js';
import { sleep, until, within } from './wait.js';

/** The promise is: within a second of the process's end. It takes some milliseconds. */
export const RETURN_MS = 1000;

/** Kills a client at a different moment of its flood each time, and looks at what is left of it. */
export async function killRounds(runtime: ScratchRuntime, rounds: number, workers = 1): Promise<void> {
  await oneRound(runtime, 100); // memory that workers take once and keep
  const base = await measureCapacity(runtime);
  for (let round = 0; round < rounds; round++) {
    await oneRound(runtime, 20 + (round % 10) * 40);
    if (round % 5 !== 4 && round !== rounds - 1) continue;
    let now = base;
    const isAllBack = async (): Promise<boolean> => {
      now = await measureCapacity(runtime);
      return isBack(now, base, workers);
    };
    await until(isAllBack, 'the return of memory').catch((cause: Error) => {
      throw new Error(`round ${round}: ${JSON.stringify({ base, now })}`, { cause });
    });
  }
}

/** Whether everything in use belongs to a worker, or to a living client. */
async function isReclaimed(dir: string): Promise<boolean> {
  const { memory } = await runtimeReport(dir, 'memory');
  return memory!.arenas.every(({ owner }) => /^(worker|process) \d+$/.test(owner));
}

async function oneRound({ dir }: ScratchRuntime, after: number): Promise<void> {
  const flooder = new ChildClient('flooder', { dir, after });
  await flooder.next('the flood');
  await sleep(after % 7);
  await flooder.kill();
  await until(() => isReclaimed(dir), 'the return of its memory', RETURN_MS);
  const chi = await within(connect({ dir, waitServerSeconds: 0 }), 'the next connection');
  const mod = new modName.Client(chi, PoolId.parse('7000.0'));
  const answer = await mod.custom({ data: 'next', operationId: 1 }, { timeoutMs: 5000 });
  expect(answer.data).toBe('next_processed');
  await chi.close();
}
