import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { writeScratchModule } from '../../../mod-name/test/support/scratch-module.js';
import { chimaera, outcomeOf, Place, spawnChimaera } from './cli.js';

const POOLS = `compose:
  - { mod_name: chimaera_MOD_NAME, pool_name: greetings, pool_id: "300.0", config_data: x, worker_count: 2 }
  - { mod_name: chimaera_bdev, pool_name: ram0, bdev_type: ram, capacity: 8MB }
`;
const RIGHT = `compose:
  - { mod_name: chimaera_MOD_NAME, pool_name: greetings }
`;
const WRONG = `${RIGHT}  - { mod_name: chimaera_MOD_NAME, pool_name: other, confg_data: x }\n`;

describe('chimaera compose', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place.remove());

  const compose = (file: string, ...args: string[]) =>
    chimaera(['compose', file, '--dir', place.dir, ...args]);
  const poolNames = async () => (await place.status()).pools.map(({ name }) => name);

  test('creates pools, finds them the second time, and destroys them', async () => {
    await place.start();
    const file = place.write('pools.yaml', POOLS);
    const first = await compose(file);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('pool ready: greetings (300.0, chimaera_MOD_NAME)');
    const pools = (await place.status()).pools;
    expect(pools).toEqual([
      expect.objectContaining({ name: 'admin' }),
      expect.objectContaining({ name: 'greetings', id: '300.0', module: 'chimaera_MOD_NAME' }),
      expect.objectContaining({ name: 'ram0', module: 'chimaera_bdev' }),
    ]);

    const second = await compose(file, '--json');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toEqual({
      pools: pools.slice(1).map(({ id, name, module }) => ({ id, name, module })),
    });
    expect((await place.status()).pools).toEqual(pools);

    expect(await compose(file, '--unregister')).toMatchObject({ code: 0, stderr: '' });
    expect(await poolNames()).toEqual(['admin']);
    const again = await compose(file, '--unregister');
    expect(again).toMatchObject({ code: 0, stdout: 'none of these pools exists\n' });
  });

  test('names file, line and column of an error and creates nothing', async () => {
    await place.start();
    for (const [wrong, at, code, says] of [
      [
        '{ mod_name: chimaera_MOD_NAME, pool_name: other, confg_data: x }',
        'confg',
        'CONFIG_INVALID',
        "did you mean 'config_data'?",
      ],
      [
        '{ mod_name: chimaera_MOD_NAME, pool_name: other, pool_id: "4294967296.0" }',
        '"429',
        'CONFIG_INVALID',
        'pool_id: ',
      ],
      [
        '{ mod_name: chimaera_NO_NAME, pool_name: other }',
        'chimaera_NO',
        'MODULE_NOT_FOUND',
        "pool 'other': module",
      ],
    ]) {
      const line = `  - ${wrong}`;
      const file = place.write('wrong.yaml', `${RIGHT}${line}\n`);
      const outcome = await compose(file);
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toContain(`chimaera: ${code}: ${file}:3:${line.indexOf(at) + 1}: `);
      expect(outcome.stderr).toContain(says);
    }
    expect(await poolNames()).toEqual(['admin']);
  });

  test('follows the pool query of an entry, and names the place of an unresolvable one', async () => {
    await place.start();
    const entry = (name: string, query: string): string =>
      `  - { mod_name: chimaera_MOD_NAME, pool_name: ${name}, pool_query: "${query}" }\n`;
    const good = ['local', 'dynamic', 'Broadcast', 'physical:0', 'range:0:1', 'direct_hash:5'];
    const text = `compose:\n${good.map((query, i) => entry(`p${i}`, query)).join('')}`;
    expect(await compose(place.write('good.yaml', text))).toMatchObject({ code: 0, stderr: '' });
    expect(await poolNames()).toEqual(['admin', ...good.map((_, i) => `p${i}`)]);
    for (const [query, code] of [
      ['range:0:4', 'CONTAINER_NOT_FOUND'],
      ['direct_id:1', 'CONTAINER_NOT_FOUND'],
      ['physical:2', 'NODE_NOT_FOUND'],
      ['nowhere', 'CONFIG_INVALID'],
      ['direct_id:9999999999', 'CONFIG_INVALID'],
    ] as const) {
      const file = place.write('bad.yaml', `compose:\n${entry('bad', query)}`);
      const outcome = await compose(file);
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toMatch(new RegExp(`^chimaera: ${code}: ${file}:2`));
    }
    expect(await poolNames()).not.toContain('bad');
  });

  test('finds the modules of the CHI_REPO_PATH that the runtime was started with', async () => {
    const started = await chimaera(['runtime', 'start', '--dir', place.dir, '--config', place.config], {
      CHI_REPO_PATH: writeScratchModule(place.root, 'echo', ''),
    });
    expect(started).toMatchObject({ code: 0, stderr: '' });
    const file = place.write(
      'echo.yaml',
      'compose:\n  - { mod_name: test_echo, pool_name: e, worker_count: 2 }\n',
    );
    expect(await compose(file)).toMatchObject({ code: 0, stderr: '' });
    expect(await poolNames()).toEqual(['admin', 'e']);
  });

  test('fails with a clear message when no runtime runs', async () => {
    const file = place.write('pools.yaml', POOLS);
    const outcome = await chimaera(['compose', file, '--dir', place.dir], { CHI_WAIT_SERVER: '0' });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/^chimaera: CONNECT_FAILED: .*chimaera runtime start/);
  });

  test('runs at start for the pools of the configuration', async () => {
    const config = place.writeConfig('composed.yaml', POOLS);
    expect(await place.run('start', '--config', config)).toMatchObject({ code: 0, stderr: '' });
    expect(await poolNames()).toEqual(['admin', 'greetings', 'ram0']);
  });

  test('runs in the foreground too, before the runtime reports ready', async () => {
    const config = place.writeConfig('composed.yaml', POOLS);
    const child = spawnChimaera(['runtime', 'start', '--foreground', '--dir', place.dir, '--config', config]);
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    expect(await poolNames()).toEqual(['admin', 'greetings', 'ram0']);
    child.kill();
    expect(await ended).toMatchObject({ code: 0 });
  });

  test.each([[[]], [['--foreground']]])('runs before waiting clients are let in %j', async (args) => {
    // So many that clients let in too early would find some of the pools missing.
    const entry = (i: number): string =>
      `  - { mod_name: chimaera_MOD_NAME, pool_name: p${i}, pool_id: "${300 + i}.0" }\n`;
    const last = 60;
    const many = Array.from({ length: last + 1 }, (_, i) => entry(i)).join('');
    const config = place.writeConfig('composed.yaml', `compose:\n${many}`);
    const waiting = Array.from({ length: 3 }, async () => {
      await using chi = await connect({ dir: place.dir, waitServerSeconds: 30 });
      const pool = new Client(chi, new PoolId(300 + last));
      return (await pool.custom({ data: 'early', operationId: 1 })).data;
    });
    const starting = spawnChimaera(['runtime', 'start', '--dir', place.dir, '--config', config, ...args]);
    const ended = outcomeOf(starting);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'early_processed'));
    await place.run('stop');
    expect(await ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('chimaera:') });
  });

  test.each([[[]], [['--foreground']]])(
    'leaves no runtime behind when a pool of the configuration fails %j',
    async (args) => {
      const config = place.writeConfig('composed.yaml', WRONG);
      const started = await place.run('start', '--config', config, ...args);
      expect(started).toMatchObject({ code: 1, stdout: '' });
      expect(started.stderr).toContain(`chimaera: CONFIG_INVALID: ${config}:5`);
      expect(await place.status()).toMatchObject({ running: false });
      expect(place.remains()).toEqual([]);
    },
  );
});
