import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chimaera, outcomeOf, Place, spawnChimaera } from './cli.js';

const POOLS = `compose:
  - { mod_name: chimaera_MOD_NAME, pool_name: greetings, pool_id: "300.0", containers: 2 }
`;

describe('chimaera monitor', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place.remove());

  const args = (...more: string[]): string[] => ['monitor', '--dir', place.dir, ...more];

  test('reports that no runtime runs', async () => {
    const outcome = await chimaera(args('--once'));
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/^chimaera: RUNTIME_NOT_RUNNING: .*chimaera runtime start/);
  });

  test.each([['0'], ['x'], ['-1'], ['1e9']])('refuses an interval of %s', async (interval) => {
    const outcome = await chimaera(args(`--interval=${interval}`));
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('seconds');
  });

  test('prints tables or one line of JSON once', async () => {
    const config = place.writeConfig('composed.yaml', POOLS);
    await place.start('--config', config);
    const { code, stdout, stderr } = await chimaera(args('--once'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^process \d+, version \S+, up .*, 0 clients, in /);
    expect(stdout).toMatch(/^worker +load +tasks\/s +queued +running +suspended +finished/m);
    expect(stdout).toMatch(/^admin +kGetOrCreatePool +- +1 +0 /m);
    expect(stdout).toMatch(/^greetings +1 +0 +0 /m);
    expect(stdout).toMatch(/^main +4MB /m);
    expect(stdout).not.toContain('\u001b');

    const json = await chimaera(args('--once', '--json'));
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(json.stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      query: 'all',
      runtime: { workers: 1 },
      workers: [{ worker: 0, responding: true }],
      containers: [
        { poolName: 'admin' },
        { poolName: 'greetings', container: 0 },
        { poolName: 'greetings', container: 1 },
      ],
      clients: [],
      locks: [],
    });
  });

  test('prints line after line until the runtime ends', async () => {
    await place.start();
    const child = spawnChimaera(args('--json', '-i', '0.1'));
    const lines = createInterface({ input: child.stdout! });
    const seen: { runtime: { uptimeMs: number } }[] = [];
    lines.on('line', (line) => seen.push(JSON.parse(line) as (typeof seen)[number]));
    while (seen.length < 3) await once(lines, 'line');
    expect(seen[2].runtime.uptimeMs).toBeGreaterThan(seen[0].runtime.uptimeMs);
    const ended = outcomeOf(child);
    await place.run('stop');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chimaera: (RUNTIME_NOT_RUNNING|CONNECT_FAILED): /);
  });

  test('exits with success on Ctrl-C', async () => {
    await place.start();
    const child = spawnChimaera(args('--json', '-i', '0.1'));
    await once(child.stdout!, 'data');
    const ended = outcomeOf(child);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('exits without complaint when its reader goes away', async () => {
    await place.start();
    const child = spawnChimaera(args('--json', '-i', '0.1'));
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });
});
