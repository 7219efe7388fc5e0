import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolId, startEmbedded } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';

// What a program logs leads to shared memory nearly everywhere, and says none the less what it is, in a few words.
const small = { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
let chi: Connection;
let mod: modName.Client;
beforeAll(async () => {
  chi = await startEmbedded({ workers: 1, memory: small });
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
}, 30_000);
afterAll(() => chi.close());

test('a handle shows what can be read of it', async () => {
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

test('connections, clients, prepared calls and buffers name themselves', () => {
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
