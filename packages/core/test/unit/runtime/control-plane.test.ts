import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { defaultConfig } from '../../../src/config/runtime-config.js';
import {
  HEADER_ALIVE_WORD,
  WORKER_EPOCH_WORD,
  workerBlockOffset,
} from '../../../src/layout/control-layout.js';
import { adoptMapping } from '../../../src/os/mapped-file.js';
import { segmentDirectory } from '../../../src/os/shm-directory.js';
import { stopDaemon } from '../../../src/runtime/daemon/stop-daemon.js';
import { readState } from '../../../src/runtime/directory/state-file.js';
import { requestReport } from '../../../src/runtime/inquiry/request-report.js';
import { runtimeStatus } from '../../../src/runtime/inquiry/runtime-status.js';
import { makePlane, Peer, scratchDir, smallConfig, until } from './fixture.js';

const params = (wish: object): Uint8Array => Buffer.from(JSON.stringify(wish));
const pool = (wish: object = {}, changes: object = {}): never =>
  ({
    module: 'test_mod',
    name: 'p',
    poolId: '7.0',
    containers: 1,
    poolQuery: 'local',
    params: params(wish),
    ...changes,
  }) as never;

/** Requests that only a container can make, made through a pool's creation on the fake worker. */
function pools(plane: object): { create(request: never): Promise<{ created: boolean }> } {
  return (plane as { pools: { create(request: never): Promise<{ created: boolean }> } }).pools;
}

test('gets ready with a state file, and stops with nothing left but the log', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir, config: smallConfig(2) });
  const state = await plane.start();
  expect(readState(dir)).toEqual(state);
  expect(readdirSync(state.segments)).toEqual(
    expect.arrayContaining(['client', 'main', 'runtime', 'runtime.lock']),
  );
  expect(readdirSync(dir).sort()).toEqual(['control.sock', 'runtime.json', 'runtime.lock']);
  const [main] = plane.mappings;
  const words = new Int32Array(adoptMapping(main.address, main.byteLength).buffer);
  expect(words[HEADER_ALIVE_WORD]).toBe(1);
  await plane.stop(100);
  await plane.stopped;
  expect(words[HEADER_ALIVE_WORD]).toBe(0);
  expect(readdirSync(dir)).toEqual([]);
  expect(existsSync(state.segments)).toBe(false);
  expect(await runtimeStatus(dir)).toEqual({ running: false, dir });
});

test('a second runtime in the directory is refused, and the first is not disturbed', async () => {
  const dir = scratchDir();
  await makePlane({ dir }).start();
  await expect(makePlane({ dir }).start()).rejects.toMatchObject({
    code: 'RUNTIME_ALREADY_RUNNING',
    message: expect.stringMatching(new RegExp(`${dir}.*${process.pid}`)),
  });
  expect(await runtimeStatus(dir)).toMatchObject({ running: true, pid: process.pid, workers: 1 });
});

test('a runtime keeps its segments when its directory is removed', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir });
  const { segments } = await plane.start();
  rmSync(dir, { recursive: true });
  mkdirSync(dir, { mode: 0o700 });
  await expect(makePlane({ dir }).start()).rejects.toMatchObject({ code: 'RUNTIME_ALREADY_RUNNING' });
  expect(readdirSync(segments)).toContain('main');
});

test('a runtime whose directory was removed is still known to run, with its pid', async () => {
  const dir = scratchDir();
  const { pid } = await makePlane({ dir }).start();
  const bereft = { running: true, pid, workers: 1, isBereft: true };
  rmSync(dir, { recursive: true });
  expect(await runtimeStatus(dir)).toMatchObject(bereft);
  await expect(requestReport(dir, 'all')).rejects.toMatchObject({
    code: 'CONNECT_FAILED',
    message: expect.stringContaining('was removed'),
  });
  mkdirSync(dir, { mode: 0o700 });
  expect(await runtimeStatus(dir)).toMatchObject(bereft);
});

test('the next start or a stop removes the remains of a dead runtime', async () => {
  const dir = scratchDir();
  const dead = spawnSync(process.execPath, ['-e', 'console.log(process.pid)']).stdout.toString().trim();
  const leave = (): string => {
    const segments = segmentDirectory(dir);
    mkdirSync(segments, { mode: 0o700 });
    for (const name of ['main', 'client', 'runtime']) writeFileSync(join(segments, name), 'x');
    writeFileSync(join(segments, 'runtime.lock'), `${dead} 1\n`);
    for (const name of ['control.sock', 'w0.sock', 'w12.sock', 'runtime.json'])
      writeFileSync(join(dir, name), '');
    writeFileSync(join(dir, 'runtime.lock'), `${dead} 1\n`);
    writeFileSync(join(dir, 'mine.txt'), 'not yours');
    return segments;
  };
  leave();
  const plane = makePlane({ dir });
  await plane.start();
  expect(readdirSync(dir).sort()).toEqual(['control.sock', 'mine.txt', 'runtime.json', 'runtime.lock']);
  await plane.stop(0);
  const segments = leave();
  expect(await stopDaemon({ dir, graceMs: 0 })).toEqual({ outcome: 'not-running' });
  expect(readdirSync(dir)).toEqual(['mine.txt']);
  expect(existsSync(segments)).toBe(false);
});

test('a system error is reported with a code and leaves nothing else behind', async () => {
  const dir = scratchDir();
  mkdirSync(join(dir, 'control.sock'));
  await expect(makePlane({ dir }).start()).rejects.toMatchObject({
    code: 'RUNTIME_START_FAILED',
    message: expect.stringMatching(/could not be started: .*control\.sock.*choose another directory: --dir/),
  });
  expect(readdirSync(dir)).toEqual(['control.sock']);
  expect(existsSync(segmentDirectory(dir))).toBe(false);
  mkdirSync(join(dir, 'runtime.lock'));
  await expect(runtimeStatus(dir)).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
});

test('too little shared memory is refused with sizes and remedy, and leaves nothing behind', async () => {
  const dir = scratchDir();
  const config = { ...smallConfig(), memory: { ...defaultConfig().memory, clientDataSegmentBytes: 2 ** 50 } };
  await expect(makePlane({ dir, config }).start()).rejects.toMatchObject({
    code: 'SHM_TOO_SMALL',
    message: expect.stringContaining('shm-size'),
  });
  expect(existsSync(segmentDirectory(dir))).toBe(false);
  expect(existsSync(join(dir, 'runtime.lock'))).toBe(false);
});

test('a start without an admin module or with a worker that cannot start fails and leaves nothing behind', async () => {
  const dir = scratchDir();
  const findModule = (): Promise<never> => Promise.reject(new Error('nowhere'));
  await expect(makePlane({ dir, findModule }).start()).rejects.toThrow('nowhere');
  const workerEntry = new URL('data:text/javascript,throw new Error("broken")');
  await expect(makePlane({ dir, workerEntry }).start()).rejects.toMatchObject({
    code: 'RUNTIME_START_FAILED',
    message: expect.stringContaining('broken'),
  });
  expect(existsSync(join(dir, 'runtime.lock'))).toBe(false);
  await makePlane({ dir }).start();
});

test('a dead worker is replaced: clients are told, the epoch rises, its containers are created again', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir, config: smallConfig(2) });
  await plane.start();
  const [main] = plane.mappings;
  const words = new Int32Array(adoptMapping(main.address, main.byteLength).buffer);
  const epochs = (): number[] =>
    [0, 1].map((worker) => words[(workerBlockOffset(worker) >>> 2) + WORKER_EPOCH_WORD]);
  const client = await Peer.connect(dir);
  client.hello();
  await client.reply('welcome');

  // the admin pool's container is on worker 0, so the next one is on worker 1
  await expect(pools(plane).create(pool({ exit: 0 }))).rejects.toMatchObject({ code: 'WORKER_DIED' });
  expect(await client.reply('worker-died')).toMatchObject({
    worker: 1,
    message: expect.stringContaining('code 3'),
  });
  expect(epochs()).toEqual([0, 1]);
  expect(await pools(plane).create(pool({}, { containers: 4 }))).toMatchObject({ created: true });

  await pools(plane).create(pool({ throwLater: true }, { name: 'q', poolId: '8.0' }));
  await until(() => epochs()[0] + epochs()[1] > 1);
  // What somebody writes over that is put right.
  words[(workerBlockOffset(0) >>> 2) + WORKER_EPOCH_WORD] = 77_777;
  await until(() => epochs()[0] < 100);
  // The log tells where, for whoever has to find the cause.
  await until(() => /outside of any method.*\n +at /.test(readFileSync(join(dir, 'test.log'), 'utf8')));
});

test('a worker that keeps dying is replaced each time, and the others run on', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir, config: smallConfig(2) });
  await plane.start();
  await pools(plane).create(pool({}, { name: 'spacer', poolId: '6.0' }));
  await pools(plane).create(pool({ throwLater: true }));
  const log = join(dir, 'test.log');
  const deaths = (): number =>
    existsSync(log) ? readFileSync(log, 'utf8').split('outside of any method').length - 1 : 0;
  await until(() => deaths() > 5);
  expect(await pools(plane).create(pool({}, { name: 'q', poolId: '8.0' }))).toMatchObject({ created: true });
});

test('the memory of a leaving client is held until the workers have drained it or died', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir });
  await plane.start();
  const reaper = (plane as unknown as { reaper: { size: number } }).reaper;
  await pools(plane).create(pool({ holdDrains: true }));
  const client = await Peer.connect(dir);
  client.hello();
  const { party } = await client.reply('welcome');
  client.say({ t: 'bye' });
  await until(() => client.closed);
  await until(() => reaper.size === 1); // the plane hears of the end of the connection in a turn of its own
  const next = await Peer.connect(dir);
  next.hello();
  expect((await next.reply('welcome')).party).not.toBe(party);
  await expect(pools(plane).create(pool({ exit: 0 }, { name: 'q', poolId: '8.0' }))).rejects.toThrow('died');
  await until(() => reaper.size === 0);
});

test('clients learn of a stop before their connection ends', async () => {
  const dir = scratchDir();
  const plane = makePlane({ dir });
  await plane.start();
  const client = await Peer.connect(dir);
  client.hello();
  await client.reply('welcome');
  const other = await Peer.connect(dir);
  other.say({ t: 'stop', graceMs: 100 });
  await plane.stopped;
  expect(await client.reply('stopping')).toMatchObject({ graceMs: 100 });
  await until(() => client.closed);
});
