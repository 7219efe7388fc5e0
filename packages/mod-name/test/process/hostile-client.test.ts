import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type * as modName from '@chimaera/mod-name';
import { attack, openPool, type Outcomes, spoil, SPOILT_PARTS } from '../support/attacks.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

// A failure of `npm run test:stress` names another seed.
const SEED = Number(process.env['CHI_TEST_SEED'] ?? 42);

describe('a client that corrupts its own memory and rings harms nobody else:', () => {
  let runtime: ScratchRuntime;
  let mod: modName.Client;
  beforeAll(async () => {
    runtime = await ScratchRuntime.start();
    mod = await openPool(runtime);
  }, 30_000);
  afterAll(async () => {
    expect(await runtime.stop()).toEqual([]);
  }, 30_000);

  const run = (name: string): Promise<Outcomes> => attack(runtime, mod, name, SEED);

  test('wrong numbers in the header of a task end the task or the session', async () => {
    const outcomes = await run('headers');
    expect(outcomes.silences).toBeUndefined();
    expect(outcomes).toMatchObject({ expelled: expect.anything(), 'code 101': expect.anything() });
  }, 60_000);

  test('wrong flags', async () => {
    expect((await run('flags')).silences).toBeUndefined();
  }, 60_000);

  test('wrong offsets and lengths of fields', async () => {
    const outcomes = await run('fields');
    expect(outcomes.silences).toBeUndefined();
    expect(outcomes).toMatchObject({ 'code 109': expect.anything() });
  }, 60_000);

  test('noise in archives', async () => {
    expect(await run('archives')).toMatchObject({ 'code 109': expect.anything() });
  }, 60_000);

  test('records for foreign blocks and of unknown kinds', async () => {
    expect(await run('records')).toMatchObject({ expelled: expect.anything() });
  }, 60_000);

  test('cancels and releases of other generations', async () => {
    expect(await run('cancels')).toEqual({ 'code 0': 1 });
  }, 60_000);

  test('one block sent many times and changed meanwhile', async () => {
    await run('repeats');
  }, 60_000);

  test('noise in blocks being processed', async () => {
    await run('noise');
  }, 60_000);

  test('impossible indices of its ring do not keep others from their tasks', async () => {
    expect(await run('indices')).toEqual({ 'code 0': 7 });
  }, 60_000);

  test('overwritten entries end its session', async () => {
    expect(await run('entries')).toEqual({ expelled: 5 });
  }, 60_000);

  test('completions that it does not take', async () => {
    await run('unread');
  }, 60_000);

  test('outputs released twice', async () => {
    expect(await run('releases')).toEqual({ mail: 1 });
  }, 60_000);
});

describe('noise in the shared memory', () => {
  let runtime: ScratchRuntime;
  beforeEach(async () => {
    runtime = await ScratchRuntime.start({ workers: 2 });
  }, 30_000);
  afterEach(async () => {
    await runtime.stop();
  }, 30_000);

  test.each(SPOILT_PARTS)(
    'in %s: the runtime survives, and other clients finish within their timeouts',
    async (_where, range) => {
      await spoil(runtime, range, SEED);
    },
    60_000,
  );
});
