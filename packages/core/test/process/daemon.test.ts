import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultConfig } from '../../dist/config/runtime-config.js';
import { isAlive } from '../../dist/os/process-identity.js';
import { segmentDirectory } from '../../dist/os/shm-directory.js';
import { startDaemon } from '../../dist/runtime/daemon/start-daemon.js';
import { stopDaemon } from '../../dist/runtime/daemon/stop-daemon.js';
import { runtimeStatus } from '../../dist/runtime/inquiry/runtime-status.js';

const MiB = 2 ** 20;
const config = {
  ...defaultConfig(),
  memory: { mainSegmentBytes: 4 * MiB, clientDataSegmentBytes: MiB, runtimeDataSegmentBytes: MiB },
};
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chi-da-'));
});
afterEach(async () => {
  await stopDaemon({ dir, graceMs: 0 });
  rmSync(dir, { recursive: true, force: true });
});

const start = (changes: object = {}) =>
  startDaemon({ config, source: 'a test', dir, exitWith: process.pid, ...changes });

test('starts, reports its status, stops, and leaves only its log', async () => {
  const state = await start();
  expect(await runtimeStatus(dir)).toMatchObject({
    running: true,
    pid: state.pid,
    dir,
    pools: [{ id: '1.0', name: 'admin' }],
  });
  expect(await stopDaemon({ dir, graceMs: 1000 })).toEqual({ outcome: 'stopped', pid: state.pid });
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
  expect(existsSync(segmentDirectory(dir))).toBe(false);
  expect(isAlive(state.pid, state.startTime)).toBe(false);
  expect(await stopDaemon({ dir, graceMs: 0 })).toEqual({ outcome: 'not-running' });
});

test('keeps its bell in memory, so that ringing it changes no file on disk', async () => {
  const { segments } = await start();
  expect(readdirSync(segments)).toContain('w0.bell');
  expect(readdirSync(dir)).not.toContain('w0.bell');
});

test('outlives the process that started it', async () => {
  const module = new URL('../../dist/runtime/daemon/start-daemon.js', import.meta.url).href;
  const script = `const { startDaemon } = await import(${JSON.stringify(module)});
    await startDaemon({ config: ${JSON.stringify(config)}, source: 'a test', dir: ${JSON.stringify(dir)} });`;
  const parent = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 });
  expect(parent.status).toBe(0);
  expect(await runtimeStatus(dir)).toMatchObject({ running: true });
});

test('stops in order when the process it is tied to is killed', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  const { pid, segments } = await start({ exitWith: other.pid });
  other.kill('SIGKILL');
  await waitForEnd(pid);
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
  expect(existsSync(segments)).toBe(false);
  expect(readFileSync(join(dir, 'chimaera.log'), 'utf8')).toContain(`process ${other.pid} has ended`);
  await expect(start({ exitWith: other.pid })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

test('of several concurrent starts one succeeds, and the others name the winner', async () => {
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => start()));
  const up = results.filter((result) => result.status === 'fulfilled');
  expect(up).toHaveLength(1);
  const { pid } = up[0].value;
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    expect(result.reason).toMatchObject({
      code: 'RUNTIME_ALREADY_RUNNING',
      message: expect.stringContaining(String(pid)),
    });
  }
});

test('after kill -9 the next start removes the remains', async () => {
  const { pid, segments } = await start();
  process.kill(pid, 'SIGKILL');
  await waitForEnd(pid);
  expect(readdirSync(segments)).toContain('main');
  expect(await runtimeStatus(dir)).toEqual({ running: false, dir });
  const again = await start();
  expect(again.pid).not.toBe(pid);
  expect(await stopDaemon({ dir, graceMs: 1000 })).toMatchObject({ outcome: 'stopped' });
  expect(existsSync(segments)).toBe(false);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s is an orderly stop', async (signal) => {
  const { pid, segments } = await start();
  process.kill(pid, signal);
  await waitForEnd(pid);
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
  expect(existsSync(segments)).toBe(false);
  expect(readFileSync(join(dir, 'chimaera.log'), 'utf8')).toContain('stopped');
});

test('a runtime that does not answer is killed and its remains are removed', async () => {
  const { pid, segments } = await start();
  process.kill(pid, 'SIGSTOP');
  expect(await stopDaemon({ dir, graceMs: 0 })).toEqual({ outcome: 'killed', pid });
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
  expect(existsSync(segments)).toBe(false);
});

test('stop waits for another process that already removes the remains', async () => {
  const { pid, segments } = await start();
  process.kill(pid, 'SIGKILL');
  await waitForEnd(pid);
  const url = (name: string): string =>
    JSON.stringify(new URL(`../../dist/${name}.js`, import.meta.url).href);
  const script = `import { readdirSync, rmSync } from 'node:fs';
    import { removeSegmentDirectory } from ${url('os/shm-directory')};
    import { clearIfDead } from ${url('runtime/directory/runtime-lock')};
    const dir = ${JSON.stringify(dir)};
    clearIfDead(dir, () => {
      process.stdout.write('clearing');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      removeSegmentDirectory(${JSON.stringify(segments)}, ['runtime.lock']);
      for (const name of readdirSync(dir))
        if (!/^clearing|log$/.test(name)) rmSync(dir + '/' + name);
    });`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 2],
  });
  await once(other.stdout!, 'data');
  expect(existsSync(segments)).toBe(true);
  expect(await stopDaemon({ dir, graceMs: 0 })).toEqual({ outcome: 'not-running' });
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
  expect(existsSync(segments)).toBe(false);
});

test('a runtime whose lock file was removed still answers status', async () => {
  const { pid } = await start();
  rmSync(join(dir, 'runtime.lock'));
  const status = await runtimeStatus(dir);
  expect(status).toMatchObject({ running: true, pid, pools: [{ name: 'admin' }] });
  expect(status).not.toHaveProperty('isBereft');
  await stopDaemon({ dir, graceMs: 0 });
});

test('a runtime whose directory was removed can still be stopped, in order or by force', async () => {
  for (const outcome of ['stopped', 'killed']) {
    const { pid, segments } = await start();
    rmSync(dir, { recursive: true });
    if (outcome === 'killed') process.kill(pid, 'SIGSTOP');
    expect(await stopDaemon({ dir, graceMs: 0 })).toEqual({ outcome, pid });
    expect(existsSync(segments)).toBe(false);
    expect(await runtimeStatus(dir)).toEqual({ running: false, dir });
  }
}, 30_000);

test('a failed start reports the reason and leaves nothing behind', async () => {
  const huge = { ...config, memory: { ...config.memory, clientDataSegmentBytes: 2 ** 50 } };
  await expect(start({ config: huge })).rejects.toMatchObject({ code: 'SHM_TOO_SMALL' });
  const env = { ...process.env, NODE_OPTIONS: '--require=/nowhere/to/be/found.cjs' };
  await expect(start({ env })).rejects.toMatchObject({
    code: 'RUNTIME_START_FAILED',
    message: expect.stringContaining('/nowhere/to/be/found.cjs'),
  });
  await expect(start({ readyTimeoutMs: 1 })).rejects.toMatchObject({ code: 'RUNTIME_START_FAILED' });
  await stopDaemon({ dir, graceMs: 0 });
  expect(readdirSync(dir)).toEqual(['chimaera.log']);
});

test('limits the number of malloc arenas unless the environment sets it', async () => {
  const { pid } = await start();
  expect(environmentOf(pid)).toContain('MALLOC_ARENA_MAX=2');
  await stopDaemon({ dir, graceMs: 1000 });
  const { pid: other } = await start({ env: { ...process.env, MALLOC_ARENA_MAX: '7' } });
  expect(environmentOf(other)).toContain('MALLOC_ARENA_MAX=7');
});

/** The environment with which a process was started. */
function environmentOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
}

test('an idle runtime sleeps', async () => {
  const { pid } = await start();
  const ticks = (): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(ticks() - before).toBeLessThanOrEqual(4); // 10 ms each
});

async function waitForEnd(pid: number): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (!existsSync(`/proc/${pid}`)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`process ${pid} does not end`);
}
