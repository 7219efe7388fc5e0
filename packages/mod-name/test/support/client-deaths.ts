import { expect } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { ChildClient } from './child-client.js';
import type { ScratchRuntime } from './scratch-runtime.js';
import { until } from './wait.js';

/** More than half of the client data segment: a second one fits only after the first was taken back. */
export const LARGE_BUFFER_BYTES = 24 * 2 ** 20;
export const CLIENT_DATA_BYTES = 32 * 2 ** 20;

/**
 * Kills a client with 64 tasks in flight again and again. After each death another client is served at once, and the
 * dead one's memory comes back: the next could not have its buffer otherwise.
 */
export async function killClients(runtime: ScratchRuntime, rounds: number): Promise<void> {
  const chi = await runtime.connect();
  const other = new Client(chi, PoolId.parse('7000.0'));
  await other.create({ poolName: 'deaths' });
  for (let round = 0; round < rounds; round++) {
    const victim = new ChildClient('submitting', { dir: runtime.dir, bufferBytes: LARGE_BUFFER_BYTES });
    await victim.next('being busy');
    await victim.kill();
    expect(
      await other.custom({ data: `after ${round}`, operationId: round }, { timeoutMs: 5000 }),
    ).toMatchObject({
      data: `after ${round}_processed`,
    });
    await until(() => canAllocate(chi), `the return of the memory of victim ${round}`);
  }
  expect(await runtime.isRunning()).toBe(true);
}

function canAllocate(chi: Awaited<ReturnType<ScratchRuntime['connect']>>): boolean {
  try {
    chi.allocateBuffer(LARGE_BUFFER_BYTES).free();
    return true;
  } catch {
    return false;
  }
}
