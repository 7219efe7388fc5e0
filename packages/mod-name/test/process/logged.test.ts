import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolId, startEmbedded } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from '../support/scratch-module.js';

// What a program logs leads to shared memory nearly everywhere; nevertheless it is shown in a few words.
const small = { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
/** `custom` answers with what a method would log, one line for each. */
const BODY = `
  static table = core.CoRwLock.shared();
  kept = new Map([['ada', 1]]);
  own = new core.CoMutex('own lock');

  create() {
    this.createLocalQueue(0, 2, core.QueuePriority.kLowLatency);
  }

  async custom(task, rctx) {
    const held = await this.own.scoped();
    const things = { rctx, container: this, chi: this.chi, lane: this.getLane(0, 1), own: this.own, table: Runtime.table, held };
    const options = { breakLength: Infinity, compact: true };
    task.data = Object.entries(things)
      .map(([name, thing]) => [name, inspect(thing, options), JSON.stringify(thing)].join('\\t'))
      .join('\\n');
    held.unlock();
  }
`;
const root = mkdtempSync(join(tmpdir(), 'chi-logged-'));
let chi: Connection;
let mod: modName.Client;
beforeAll(async () => {
  process.env['CHI_REPO_PATH'] = writeScratchModule(
    root,
    'logged',
    BODY,
    "import { inspect } from 'node:util';",
  );
  chi = await startEmbedded({ workers: 1, memory: small });
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
}, 30_000);
afterAll(async () => {
  delete process.env['CHI_REPO_PATH'];
  await chi.close();
  rmSync(root, { recursive: true });
});

test('a logged handle shows its readable fields', async () => {
  const task = mod.asyncCoMutexTest({ testId: 7, holdMs: 1 });
  expect(inspect(task)).toBe('CoMutexTestTaskView { testId: 7, holdMs: 1 }');
  await task.wait();
  expect(JSON.parse(JSON.stringify(task))).toMatchObject({ testId: 7, returnCode: 0 });
  task.dispose();
  expect(JSON.stringify(task)).toBe('{}');

  using failed = mod.asyncFail({ message: 'no luck' });
  await failed.wait();
  expect(inspect({ deep: { failed } })).toContain("errorMessage: 'no luck'");
  expect(inspect({ deep: { failed } }, { depth: 1 })).toContain('[FailTaskView]');
});

test('connections, clients, prepared calls and buffers show their names', () => {
  const buffer = chi.allocateBuffer(100);
  expect(inspect(chi)).toBe(`Connection { runtimePid: ${process.pid}, isClosed: false }`);
  expect(inspect(mod)).toBe("Client { poolId: '7000.0' }");
  expect(inspect(mod.prepareFail({ message: 'x' }))).toMatch(
    /^PreparedTask \{\s+method: 'chimaera_MOD_NAME.kFail'/,
  );
  expect(inspect(buffer)).toBe(`ChiBuffer { segment: 'client', byteLength: 100, offset: ${buffer.offset} }`);
  const { offset } = buffer;
  expect(JSON.parse(JSON.stringify({ chi, mod, buffer }))).toEqual({
    chi: { runtimePid: process.pid, isClosed: false },
    mod: { poolId: '7000.0' },
    buffer: { segment: 'client', offset, byteLength: 100 },
  });
  buffer.free();
  expect(inspect(buffer)).toContain(`offset: ${offset}`);
});

test('the objects that a method receives show their names', async () => {
  const logged = await createScratchPool(chi, 'logged');
  const { data } = await logged.custom({ data: '', operationId: 0 });
  const rows = data.split('\n').map((row) => row.split('\t'));
  const shown = Object.fromEntries(rows.map(([name, text]) => [name, text]));
  const json = Object.fromEntries(rows.map(([name, , text]) => [name, JSON.parse(text!) as unknown]));
  const pool = `${logged.poolId}`;

  expect(json['rctx']).toEqual({
    method: 'chimaera_MOD_NAME.kCustom',
    pool,
    containerId: 0,
    workerId: 0,
    taskNode: expect.stringMatching(/^\d+\.\d+\.0$/),
    isAborted: false,
  });
  expect(shown['rctx']).toMatch(/^RunContext \{ method: 'chimaera_MOD_NAME\.kCustom', pool: '[^{}]*\}$/);
  const identity = { poolId: pool, poolName: 'logged', containerId: 0, containerCount: 1, workerId: 0 };
  expect(json['container']).toEqual(identity);
  expect(shown['container']).toMatch(/^Runtime \{ poolId: '[\d.]+', poolName: 'logged'/);
  expect(shown['container']).toContain("kept: Map(1) { 'ada' => 1 }");
  expect(shown['container']).toContain("own: CoMutex { label: 'own lock' }");
  expect(json['chi']).toEqual({ bufferBytes: 0 });
  expect(json['lane']).toEqual({ queueId: 0, laneId: 1, priority: 0, size: 0 });
  expect(json['own']).toEqual({ label: 'own lock' });
  expect(json['table']).toEqual({ label: 'test_logged.table' });
  expect(json['held']).toEqual({ lock: 'own lock', mode: 'write', isHeld: true });
  for (const text of Object.values(shown)) expect(text!.length).toBeLessThan(500);
});
