import { readdirSync } from 'node:fs';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { isBack, measureCapacity } from '../support/capacity.js';
import { ChildClient } from '../support/child-client.js';
import { connectMany } from '../support/connect-many.js';
import { isRunning } from '../support/processes.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

const WORKERS = 2;

let runtime: ScratchRuntime;
let mod: modName.Client;
beforeAll(async () => {
  // 100 clients have 100 pairs of rings for each worker.
  runtime = await ScratchRuntime.start({ workers: WORKERS, memory: { mainSegmentBytes: 32 * 2 ** 20 } });
  mod = new modName.Client(await runtime.connect(), PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings', containers: WORKERS });
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

const descriptors = (): number => readdirSync(`/proc/${runtime.pid}/fd`).length;

/** Runs `work`; afterwards the runtime must have as much memory and as many descriptors as before. */
async function expectNothingKept(work: () => Promise<void>): Promise<void> {
  const before = { capacity: await measureCapacity(runtime), descriptors: descriptors() };
  await work();
  await until(() => descriptors() <= before.descriptors, 'the end of all connections');
  await until(
    async () => isBack(await measureCapacity(runtime), before.capacity, WORKERS),
    'the return of memory',
  );
}

test('serves 100 concurrent connections from 4 processes', async () => {
  await expectNothingKept(() => connectMany(runtime, { processes: 4, rounds: 1, atOnce: 25 }, 30_000));
}, 60_000);

test('serves 500 connections one after the other', async () => {
  await expectNothingKept(() => connectMany(runtime, { processes: 2, rounds: 250, atOnce: 1 }, 60_000));
}, 90_000);

test('client threads that end leave nothing behind while their process lives on', async () => {
  const thread = new URL('../support/clients/connected-thread.mjs', import.meta.url);
  await expectNothingKept(async () => {
    for (let i = 0; i < 4; i++) {
      const worker = new Worker(thread, { workerData: { dir: runtime.dir }, execArgv: [] });
      await within(once(worker, 'message'), 'its connection');
      await worker.terminate();
    }
  });
  expect(await within(mod.coMutexTest({ testId: 1, holdMs: 0 }), 'the lock')).toMatchObject({ holders: 1 });
}, 60_000);

test('40 creates of one pool from 2 processes make one pool', async () => {
  const children = [1, 2].map(
    () => new ChildClient('creator', { dir: runtime.dir, name: 'shared', count: 20 }),
  );
  for (const child of children) await child.next('being ready');
  for (const child of children) child.say({ go: true });
  const said = await Promise.all(
    children.map((child) => child.next<{ ids: string[]; answers: string[] }>('its pools')),
  );
  expect(new Set(said.flatMap(({ ids }) => ids)).size).toBe(1);
  expect(said.flatMap(({ answers }) => answers)).toEqual(new Array(40).fill('x_processed'));
  expect(runtime.log().split('pool shared (').length - 1).toBe(2); // one for each container
  for (const child of children) await child.end();
});

describe('a stranger on a socket', () => {
  /** Sends something to a socket of the runtime; resolves to the answer when the socket is closed. */
  async function speak(socketName: string, ...chunks: (string | Buffer)[]): Promise<string> {
    const socket: Socket = createConnection(join(runtime.dir, socketName));
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('error', () => undefined);
    for (const chunk of chunks) socket.write(chunk);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await within(closed, `the end of a stranger on ${socketName}`);
    return heard;
  }

  const hello = { t: 'hello', protocol: 1, layout: 1, pid: process.pid, startTime: '1' };
  const line = (message: object): string => `${JSON.stringify(message)}\n`;

  test.each<[string, (string | Buffer)[]]>([
    ['noise', [Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 31) % 256)), '\n']],
    ['no JSON', ['GET / HTTP/1.1\r\n\r\n']],
    ['a line without an end', ['x'.repeat(70_000)]],
    ['JSON that is no request', ['[1,2]\n']],
    ['an unknown request', [line({ t: 'format-disk' })]],
    ['a request before its hello', [line({ t: 'grant', sequence: 1, segment: 0, count: 1 })]],
    ['a hello that lacks things', [line({ t: 'hello', protocol: 1 })]],
    ['two hellos', [line(hello), line(hello)]],
    [
      'a grant of a segment that is none',
      [line(hello), line({ t: 'grant', sequence: 1, segment: 3, count: 1 })],
    ],
    ['a grant of nothing', [line(hello), line({ t: 'grant', sequence: 1, segment: 0, count: 0 })]],
    ['a give-back beyond the end', [line(hello), line({ t: 'give-back', segment: 0, first: 1e9, count: 1 })]],
  ])('is cut off: %s', async (_what, chunks) => {
    await speak('control.sock', ...chunks);
    expect(await mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 5000 })).toMatchObject({
      returnCode: 0,
    });
  });

  test("learns the runtime's version if its own differs", async () => {
    const reply = await speak('control.sock', line({ ...hello, protocol: 999 }));
    expect(JSON.parse(reply)).toMatchObject({ t: 'refused', code: 'PROTOCOL_MISMATCH' });
    expect(reply).toContain('999');
  });

  test('frees nothing by returning the chunks of other parties', async () => {
    const before = await measureCapacity(runtime);
    await speak(
      'control.sock',
      line(hello),
      line({ t: 'give-back', segment: 0, first: 0, count: 400 }),
      line({ t: 'bye' }),
    );
    expect((await measureCapacity(runtime)).main).toBeLessThanOrEqual(before.main);
    expect(await mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 5000 })).toMatchObject({
      returnCode: 0,
    });
  });

  test.each([
    ['a token that is not its own', [0, 0, 0, 0, 1, 2, 3, 4]],
    ['a party that does not exist', [255, 255, 255, 255, 0, 0, 0, 0]],
    ['the token of nobody', [200, 0, 0, 0, 0, 0, 0, 0]],
  ])('is cut off on the socket of a worker with %s', async (_what, bytes) => {
    await speak('w0.sock', Buffer.from(bytes), Buffer.from([1, 1, 1]));
    expect(isRunning(runtime.pid)).toBe(true);
    expect(await mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 5000 })).toMatchObject({
      returnCode: 0,
    });
  });
});
