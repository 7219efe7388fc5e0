import { expect } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import { runtimeStatus, stopDaemon } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { Bystander } from './bystander.js';
import { type Capacity, isBack, measureCapacity } from './capacity.js';
import { ChildClient } from './child-client.js';
import { type ScratchRuntime } from './scratch-runtime.js';
import { until, within } from './wait.js';

/** How often the runtime reacted to an attacker in which way, and what it did not answer. */
export type Outcomes = Record<string, unknown> & { readonly silences?: readonly string[] };

/** Parts of the main segment to be damaged, as bytes. */
export const SPOILT_PARTS: readonly (readonly [string, { readonly from?: number; readonly to?: number }])[] =
  [
    ['the control area', { from: 0, to: 20 * 1024 }],
    ['party blocks and the directory', { from: 20 * 1024, to: 512 * 1024 }],
    ['rings and blocks', { from: 512 * 1024, to: 2 ** 20 }],
    ['everything', {}],
  ];

export async function openPool(runtime: ScratchRuntime): Promise<modName.Client> {
  const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  return mod;
}

/**
 * Runs one attack of clients/hostile.mjs while a bystander works, which must notice nothing; afterwards the runtime has
 * all of its memory. Returns the runtime's reactions.
 */
export async function attack(
  runtime: ScratchRuntime,
  mod: modName.Client,
  name: string,
  seed: number,
): Promise<Outcomes> {
  const { pid } = runtime;
  const before = await measureCapacity(runtime);
  const bystander = new Bystander(mod);
  const hostile = new ChildClient('hostile', { dir: runtime.dir, attack: name, seed });
  const outcomes = await hostile.next<Outcomes>('its end', 30_000);
  await hostile.end();
  const seen = bystander.calls;
  await until(() => bystander.calls > seen + 20, 'the work of a bystander after the attack');
  expect(await bystander.stop()).toEqual([]);
  expect(await runtimeStatus(runtime.dir)).toMatchObject({ running: true, pid });
  let now: Capacity | undefined;
  const isAllBack = async (): Promise<boolean> => isBack((now = await measureCapacity(runtime)), before);
  await until(isAllBack, 'the return of memory').catch((cause: Error) => {
    throw new Error(`${cause.message}: ${JSON.stringify({ before, now })}`);
  });
  expect(runtime.log()).not.toMatch(/ERROR/);
  return outcomes;
}

/**
 * Writes noise into shared memory while a bystander works: calls may fail, nothing may hang, and the end is orderly.
 */
export async function spoil(
  runtime: ScratchRuntime,
  range: { readonly from?: number; readonly to?: number },
  seed: number,
): Promise<void> {
  const mod = await openPool(runtime);
  const bystander = new Bystander(mod);
  const hostile = new ChildClient('hostile', {
    dir: runtime.dir,
    attack: 'everywhere',
    seed,
    forMs: 600,
    ...range,
  });
  await hostile.end(20_000);
  await bystander.stop();
  expect(await runtimeStatus(runtime.dir)).toMatchObject({ running: true, pid: runtime.pid });
  expect(runtime.log()).not.toMatch(/ERROR/);
  await within(runtime.closeConnections(), 'the end of all connections');
  expect(await stopDaemon({ dir: runtime.dir, graceMs: 500 })).toMatchObject({ outcome: 'stopped' });
  expect(runtime.remains()).toEqual([]);
}
