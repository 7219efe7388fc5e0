import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import { runtimeStatus, stopDaemon } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { measureCapacity } from '../support/capacity.js';
import { ChildClient } from '../support/child-client.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

const CALL_TIMEOUT_MS = 3000;

/** A client that works all the time, from the beginning of a test to its end. */
class Bystander {
  calls = 0;
  readonly failures: string[] = [];
  private over = false;
  private readonly loops: Promise<void>[];

  constructor(mod: modName.Client) {
    this.loops = Array.from({ length: 8 }, (_, i) => this.work(mod, i));
  }

  /** Stops; gives what went wrong. */
  async stop(): Promise<string[]> {
    this.over = true;
    await within(Promise.all(this.loops), 'the end of the work of a bystander');
    return this.failures;
  }

  private async work(mod: modName.Client, lane: number): Promise<void> {
    while (!this.over) {
      try {
        const text = `call ${this.calls}`;
        const { data } = await mod.custom({ data: text, operationId: lane }, { timeoutMs: CALL_TIMEOUT_MS });
        if (data !== `${text}_processed`) this.failures.push(`answer ${data}`);
        const size = 90 + (this.calls % 200);
        const large = await mod.largeOutput({ size }, { timeoutMs: CALL_TIMEOUT_MS });
        if (large.data.some((byte, at) => byte !== at % 256)) this.failures.push(`wrong bytes of ${size}`);
      } catch (error) {
        this.failures.push((error as { code: string }).code);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      this.calls++;
    }
  }
}

async function openPool(runtime: ScratchRuntime): Promise<modName.Client> {
  const mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
  return mod;
}

describe('what a client does to its own memory and rings concerns nobody else', () => {
  let runtime: ScratchRuntime;
  let mod: modName.Client;
  beforeAll(async () => {
    runtime = await ScratchRuntime.start();
    mod = await openPool(runtime);
    // What the runtime takes once for small outputs, and keeps.
    const bystander = new Bystander(mod);
    await until(() => bystander.calls > 400, 'some work');
    await bystander.stop();
  }, 30_000);
  afterAll(async () => {
    expect(await runtime.stop()).toEqual([]);
  }, 30_000);

  /** Runs one attack while a bystander works; gives what the runtime made of it. */
  async function attack(name: string): Promise<Record<string, unknown>> {
    const { pid } = runtime;
    const before = await measureCapacity(runtime);
    const bystander = new Bystander(mod);
    const hostile = new ChildClient('hostile', { dir: runtime.dir, attack: name, seed: 42 });
    const outcomes = await hostile.next<Record<string, unknown>>('its end', 30_000);
    await hostile.end();
    const seen = bystander.calls;
    await until(() => bystander.calls > seen + 20, 'the work of a bystander after the attack');
    expect(await bystander.stop()).toEqual([]);
    expect(await runtimeStatus(runtime.dir)).toMatchObject({ running: true, pid });
    await until(async () => {
      const now = await measureCapacity(runtime);
      return (
        now.main >= before.main &&
        now.clientData >= before.clientData &&
        now.runtimeData >= before.runtimeData
      );
    }, 'the return of memory');
    expect(runtime.log()).not.toMatch(/died|ERROR/);
    return outcomes;
  }

  test('wrong numbers in the header of a task end it, or the session', async () => {
    const outcomes = await attack('headers');
    expect(outcomes.silences).toBeUndefined();
    expect(outcomes).toMatchObject({ expelled: expect.anything(), 'code 101': expect.anything() });
  }, 60_000);

  test('wrong flags', async () => {
    const { silences } = await attack('flags');
    expect(silences).toBeUndefined();
  }, 60_000);

  test('wrong places and lengths of fields', async () => {
    const outcomes = await attack('fields');
    expect(outcomes.silences).toBeUndefined();
    expect(outcomes).toMatchObject({ 'code 109': expect.anything() });
  }, 60_000);

  test('noise in archives', async () => {
    expect(await attack('archives')).toMatchObject({ 'code 109': expect.anything() });
  }, 60_000);

  test('records for blocks that are not its own, and of kinds that do not exist', async () => {
    expect(await attack('records')).toMatchObject({ expelled: expect.anything() });
  }, 60_000);

  test('cancels and releases of other generations', async () => {
    expect(await attack('cancels')).toEqual({ 'code 0': 1 });
  }, 60_000);

  test('one block sent many times and changed meanwhile', async () => {
    await attack('repeats');
  }, 60_000);

  test('noise in blocks that are being worked on', async () => {
    await attack('noise');
  }, 60_000);

  test('impossible indices of its ring end its session', async () => {
    const outcomes = await attack('indices');
    expect(outcomes).toEqual({ expelled: 7 });
  }, 60_000);

  test('answers that it does not take in', async () => {
    await attack('unread');
  }, 60_000);

  test('outputs released twice', async () => {
    expect(await attack('releases')).toEqual({ mail: 1 });
  }, 60_000);
});

describe('noise in the memory of all', () => {
  let runtime: ScratchRuntime;
  beforeEach(async () => {
    runtime = await ScratchRuntime.start({ workers: 2 });
  }, 30_000);
  afterEach(async () => {
    await runtime.stop();
  }, 30_000);

  test.each([
    ['the control area', { from: 0, to: 20 * 1024 }],
    ['party blocks and the directory', { from: 20 * 1024, to: 512 * 1024 }],
    ['rings and blocks', { from: 512 * 1024, to: 2 ** 20 }],
    ['everything', {}],
  ])(
    'in %s: the runtime survives, others end within their timeouts',
    async (_where, range) => {
      const mod = await openPool(runtime);
      const bystander = new Bystander(mod);
      const hostile = new ChildClient('hostile', {
        dir: runtime.dir,
        attack: 'everywhere',
        seed: 7,
        forMs: 600,
        ...range,
      });
      await hostile.end(20_000);
      await bystander.stop();
      expect(await runtimeStatus(runtime.dir)).toMatchObject({ running: true, pid: runtime.pid });
      expect(runtime.log()).not.toMatch(/ERROR|died/);
      await within(runtime.closeConnections(), 'the end of all connections');
      expect(await stopDaemon({ dir: runtime.dir, graceMs: 500 })).toMatchObject({ outcome: 'stopped' });
      expect(runtime.remains()).toEqual([]);
    },
    60_000,
  );
});
