import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chimaera, isRunning, outcomeOf, Place, spawnChimaera } from './cli.js';

describe('chimaera runtime', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place.remove());

  async function untilGone(pid: number): Promise<void> {
    for (let i = 0; i < 500 && isRunning(pid); i++) await sleep(10);
    expect(isRunning(pid)).toBe(false);
  }

  test('starts, is visible, and stops without a trace', async () => {
    const started = await place.start();
    expect(started).toMatchObject({ code: 0, stderr: '' });
    const { pid } = await place.status();
    expect(started.stdout).toContain(`runtime ready: process ${pid}, 1 worker, in ${place.dir}`);
    expect(started.stdout).toContain(`configured by ${place.config} (--config)`);
    expect(isRunning(pid)).toBe(true);
    const segments = place.segments();
    expect(readdirSync(segments).sort()).toEqual(expect.arrayContaining(['client', 'main', 'runtime']));

    const shown = await place.run('status');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(
      /^running: process \d+, 1 worker, up .*\n\n.*\n1\.0 +admin +chimaera_admin +1\n$/,
    );

    const stopped = await place.run('stop');
    expect(stopped).toMatchObject({ code: 0, stderr: '' });
    expect(stopped.stdout).toContain(`stopped: process ${pid}`);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(segments)).toBe(false);
    expect(place.remains()).toEqual([]);
  });

  test('prints its status as JSON whether it runs or not, and sets the exit code with and without JSON', async () => {
    const before = await place.run('status', '--json');
    expect(before).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(before.stdout)).toEqual({
      running: false,
      pid: null,
      dir: place.dir,
      workers: 0,
      uptimeMs: 0,
      pools: [],
    });
    expect((await place.run('status')).code).toBe(1);

    const started = await place.start('--json');
    expect(JSON.parse(started.stdout)).toMatchObject({ running: true, dir: place.dir, workers: 1 });
    const now = await place.run('status', '--json');
    expect(now.code).toBe(0);
    expect(now.stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(now.stdout)).toEqual({
      running: true,
      pid: expect.any(Number),
      dir: place.dir,
      workers: 1,
      uptimeMs: expect.any(Number),
      pools: [{ id: '1.0', name: 'admin', module: 'chimaera_admin', containers: 1 }],
    });
  });

  test('says that it uses the built-in defaults', async () => {
    const started = await chimaera(['runtime', 'start', '--dir', place.dir]);
    expect(started.stdout).toContain('configured by built-in defaults');
  });

  test('refuses a second runtime in the same directory and leaves the first alone', async () => {
    await place.start();
    const { pid } = await place.status();
    const second = await place.start();
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^chimaera: RUNTIME_ALREADY_RUNNING: .*\n$/);
    expect(second.stderr).toContain(String(pid));
    expect(await place.status()).toMatchObject({ running: true, pid });
  });

  test('lets only one of several simultaneous starts win', async () => {
    const starts = await Promise.all([place.start(), place.start(), place.start()]);
    expect(starts.map(({ code }) => code).sort()).toEqual([0, 1, 1]);
    expect(await place.status()).toMatchObject({ running: true });
  });

  test('starts again after kill -9, removes the remains, and leaves another runtime alone', async () => {
    const other = new Place();
    try {
      await Promise.all([place.start(), other.start()]);
      const [{ pid }, neighbour] = [await place.status(), await other.status()];
      const segments = place.segments();
      process.kill(pid, 'SIGKILL');
      await untilGone(pid);
      expect(existsSync(segments)).toBe(true);
      expect(await place.status()).toMatchObject({ running: false });

      expect(await place.start()).toMatchObject({ code: 0, stderr: '' });
      const again = await place.status();
      expect(again).toMatchObject({ running: true });
      expect(again.pid).not.toBe(pid);
      expect(await other.status()).toMatchObject({ running: true, pid: neighbour.pid });
    } finally {
      await other.remove();
    }
  });

  test('stop removes the remains of a killed runtime too', async () => {
    await place.start();
    const { pid } = await place.status();
    const segments = place.segments();
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    const stopped = await place.run('stop', '--json');
    expect(stopped.code).toBe(0);
    expect(JSON.parse(stopped.stdout)).toEqual({ outcome: 'not-running', pid: null, dir: place.dir });
    expect(existsSync(segments)).toBe(false);
    expect(place.remains()).toEqual([]);
  });

  test('restart replaces a running runtime and starts one if none runs', async () => {
    const restart = (): Promise<unknown> => place.run('restart', '--config', place.config);
    expect(await restart()).toMatchObject({ code: 0 });
    const first = await place.status();
    expect(await restart()).toMatchObject({ code: 0 });
    const second = await place.status();
    expect(second).toMatchObject({ running: true });
    expect(second.pid).not.toBe(first.pid);
    expect(isRunning(first.pid)).toBe(false);
  });

  test('restart with a wrong configuration does not stop the runtime', async () => {
    await place.start();
    const before = await place.status();
    const wrong = place.write('wrong.yaml', 'runtime: { wokers: 2 }\n');
    const restarted = await place.run('restart', '--config', wrong);
    expect(restarted.code).toBe(1);
    expect(restarted.stderr).toContain('chimaera: CONFIG_INVALID: ');
    expect(restarted.stderr).toContain(`${wrong}:1:`);
    expect(await place.status()).toMatchObject({ running: true, pid: before.pid });
  });

  test.each(['SIGTERM', 'SIGINT', 'stop'] as const)('runs in the foreground until %s', async (how) => {
    const child = spawnChimaera([
      'runtime',
      'start',
      '--foreground',
      '--dir',
      place.dir,
      '--config',
      place.config,
    ]);
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    expect(await place.status()).toMatchObject({ running: true, pid: child.pid });
    const segments = place.segments();
    if (how === 'stop') await place.run('stop');
    else child.kill(how);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^runtime ready: /);
    expect(existsSync(segments)).toBe(false);
    expect(place.remains()).toEqual([]);
  });

  test('logs lifecycle lines when CHI_DEBUG is set', async () => {
    const args = ['runtime', 'start', '--foreground', '--dir', place.dir, '--config', place.config];
    const child = spawnChimaera(args, { CHI_DEBUG: '1' });
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.kill();
    expect((await ended).stderr).toMatch(/ DEBUG /);
  });

  test('refuses a socket path that the system would truncate', async () => {
    const dir = `${place.root}/${'long/'.repeat(24)}`;
    const started = await chimaera(['runtime', 'start', '--dir', dir, '--config', place.config]);
    expect(started.code).toBe(1);
    expect(started.stderr).toMatch(/^chimaera: PATH_TOO_LONG: .*107/);
  });
});
