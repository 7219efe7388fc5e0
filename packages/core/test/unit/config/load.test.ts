import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadComposeFile, loadConfig } from '../../../src/config/load.js';
import { defaultConfig } from '../../../src/config/runtime-config.js';

const directory = mkdtempSync(join(tmpdir(), 'chimaera-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
const env = { HOME: join(directory, 'nobody') };
let counter = 0;

function yaml(text: string): string {
  const path = join(directory, `${counter++}.yaml`);
  writeFileSync(path, text);
  return path;
}

const load = async (text: string) => (await loadConfig({ path: yaml(text), env })).config;

/** The message of the error for a text, without the path of the file. */
async function messageFor(
  text: string,
  loader: (path: string) => Promise<unknown> = loadFile,
): Promise<string> {
  const path = yaml(text);
  const error: unknown = await loader(path).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
  return (error as Error).message.replaceAll(path, 'F');
}
const loadFile = (path: string) => loadConfig({ path, env });

/** Ten lines that stand for 10^9 words. */
const LAUGHTER = Array.from({ length: 9 }, (_, i) => {
  const [before, name] = ['abcdefghi'[i], 'bcdefghij'[i]];
  return `${name}: &${name} [${`*${before}, `.repeat(10)}]\n`;
}).join('');

describe('the source of the configuration', () => {
  test('is --config, then CHI_SERVER_CONF, then the home directory, then the defaults', async () => {
    const home = join(directory, 'home');
    mkdirSync(join(home, '.chimaera'), { recursive: true });
    const ofUser = join(home, '.chimaera', 'chimaera.yaml');
    writeFileSync(ofUser, 'runtime: { workers: 3 }');
    const named = yaml('runtime: { workers: 1 }');
    const ofEnv = yaml('runtime: { workers: 2 }');

    const sources = [
      await loadConfig({ path: named, env: { HOME: home, CHI_SERVER_CONF: ofEnv } }),
      await loadConfig({ env: { HOME: home, CHI_SERVER_CONF: ofEnv } }),
      await loadConfig({ env: { HOME: home, CHI_SERVER_CONF: '' } }),
    ];
    expect(sources.map(({ config }) => config.runtime.workers)).toEqual([1, 2, 3]);
    expect(sources.map(({ source, path }) => [source, path])).toEqual([
      [`${named} (--config)`, named],
      [`${ofEnv} (CHI_SERVER_CONF)`, ofEnv],
      [`${ofUser} (of the user)`, ofUser],
    ]);
    const below = join(named, 'file.yaml'); // a file is in the place of its directory
    await expect(loadConfig({ path: below, env })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `the configuration file ${below} (--config) does not exist`,
    });
    await expect(loadComposeFile(below)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `${below} does not exist`,
    });
    expect(await loadConfig({ env })).toEqual({ config: defaultConfig(), source: 'built-in defaults' });
  });

  test('must exist if it was named explicitly', async () => {
    const missing = join(directory, 'missing.yaml');
    const error = expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(missing),
    });
    await expect(loadConfig({ path: missing, env })).rejects.toEqual(error);
    await expect(loadConfig({ env: { CHI_SERVER_CONF: missing } })).rejects.toEqual(error);
    await expect(loadComposeFile(missing)).rejects.toEqual(error);
    await expect(loadConfig({ path: directory, env })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('the values of the configuration', () => {
  test.each(['', '# nothing\n', '{}', 'runtime:\nmemory:\nlogging:\ncompose:\n'])(
    'are the defaults for %p',
    async (text) => {
      expect(await load(text)).toEqual(defaultConfig());
    },
  );

  test('leave a core to the clients in the default number of workers', () => {
    const workers = [1, 2, 3, 5, 64].map((cores) => defaultConfig(cores).runtime.workers);
    expect(workers).toEqual([1, 1, 2, 4, 4]);
  });

  test('cover every key of the design', async () => {
    const config = await load(`
runtime: { workers: 2, queue_depth: 1000, busy_wait_us: 0.5, strict_monitors: true, watchdog_ms: 0, pool_timeout_ms: 5 }
memory:  { main_segment_size: 32MB, client_data_segment_size: 2000000, runtime_data_segment_size: 1g }
logging: { level: debug, file: chimaera.log }
compose:
  - { mod_name: chimaera_bdev, pool_name: /data/dev.dat, pool_id: "300.0", pool_query: local, containers: 1, bdev_type: file, capacity: 1GB }
  - mod_name: chimaera_MOD_NAME
    pool_name: greetings
`);
    expect(config).toMatchObject({
      runtime: {
        workers: 2,
        queueDepth: 1024,
        busyWaitUs: 0.5,
        strictMonitors: true,
        watchdogMs: 0,
        poolTimeoutMs: 5,
      },
      memory: {
        mainSegmentBytes: 32 * 2 ** 20,
        clientDataSegmentBytes: 31 * 65_536,
        runtimeDataSegmentBytes: 2 ** 30,
      },
      logging: { level: 'debug', file: 'chimaera.log' },
      compose: [
        {
          modName: 'chimaera_bdev',
          poolName: '/data/dev.dat',
          poolId: '300.0',
          poolQuery: 'local',
          containers: 1,
          params: { bdev_type: 'file', capacity: '1GB' },
          line: 6,
        },
        { modName: 'chimaera_MOD_NAME', poolName: 'greetings', params: {}, line: 7 },
      ],
    });
  });

  test.each([
    [16, 16],
    [17, 32],
    [65_535, 65_536],
    [65_536, 65_536],
  ])('round a queue depth of %p to %p', async (written, used) => {
    expect((await load(`runtime: { queue_depth: ${written} }`)).runtime.queueDepth).toBe(used);
  });

  test.each(['local', 'Broadcast', 'DYNAMIC', 'direct_id:3', 'Direct_Hash:7', 'physical:0', 'range:0:4'])(
    'accept the pool query %s',
    async (query) => {
      const { compose } = await load(`compose: [{ mod_name: m, pool_name: p, pool_query: "${query}" }]`);
      expect(compose[0].poolQuery).toBe(query);
    },
  );

  test('keep all digits of a 64-bit integer, and use numbers for those that fit', async () => {
    const { compose } = await load(
      'compose: [{ mod_name: m, pool_name: p, most: 18446744073709551615, least: -9223372036854775808, list: [9007199254740993], few: 7, far: 1e300 }]',
    );
    const [{ params }] = compose;
    expect(params).toEqual({
      most: 2n ** 64n - 1n,
      least: -(2n ** 63n),
      list: [2n ** 53n + 1n],
      few: 7,
      far: 1e300,
    });
    const count = 'compose: [{ mod_name: m, pool_name: p, containers: 18446744073709551615 }]';
    expect(await messageFor(count)).toContain('not 18446744073709551615');
  });

  test('keep a pool id without quotes as written', async () => {
    const { compose } = await load('compose: [{ mod_name: m, pool_name: p, pool_id: 300.10 }]');
    expect(compose[0].poolId).toBe('300.10');
  });
});

describe('an invalid configuration', () => {
  test('reports an unknown key with place, excerpt, caret and suggestion', async () => {
    expect(await messageFor('runtime:\n  worker: 1\n')).toBe(
      [
        "F:2:3: unknown key 'worker' in runtime; did you mean 'workers'?",
        '  2 |   worker: 1',
        '    |   ^',
      ].join('\n'),
    );
  });

  test('reports all problems at once, in the order of the file', async () => {
    const message = await messageFor('memory: { main_segment: 1MB }\nruntime: { workers: 99 }\nlog: {}\n');
    expect(message.match(/^F:\d+:\d+: .*/gm)).toEqual([
      expect.stringMatching(/^F:1:11: unknown key 'main_segment' in memory/),
      'F:2:21: runtime.workers must be a whole number from 1 to 32, not 99',
      expect.stringMatching(/^F:3:1: unknown key 'log' in the file/),
    ]);
  });

  test.each([
    ['runtime: { workers: "2" }', '1:21: runtime.workers must be a whole number from 1 to 32, not "2"'],
    ['runtime: { workers: 1.5 }', '1:21: runtime.workers must be'],
    ['runtime: { workers: .nan }', '1:21: runtime.workers must be a whole number from 1 to 32, not NaN'],
    ['runtime: { workers: }', '1:21: runtime.workers must be a whole number from 1 to 32, not empty'],
    [
      'runtime: { queue_depth: 8 }',
      '1:25: runtime.queue_depth must be a whole number from 16 to 65536, not 8',
    ],
    ['runtime: { busy_wait_us: -1 }', '1:26: runtime.busy_wait_us must be'],
    ['runtime: { strict_monitors: 1 }', '1:29: runtime.strict_monitors must be true or false, not 1'],
    ['runtime: [1]', '1:10: runtime must be a mapping of keys to values, not a list'],
    [
      'logging: { level: worn }',
      `1:19: logging.level must be error, warn, info or debug, not "worn"; did you mean 'warn'?`,
    ],
    ['memory: { main_segment_size: 64QB }', "1:30: memory.main_segment_size: '64QB' is not a size"],
    [
      'memory: { main_segment_size: 512KB }',
      '1:30: memory.main_segment_size: a segment needs at least 1MB and less than 4GB, not 512KB',
    ],
    ['memory: { main_segment_size: 4GB }', '1:30: memory.main_segment_size: a segment needs'],
    ['memory: { main_segment_size: true }', '1:30: memory.main_segment_size must be a size'],
    ['compose: {}', '1:10: compose must be a list of pools, not a mapping'],
    ['compose: [x]', '1:11: compose[0] must be a mapping with mod_name and pool_name, not "x"'],
    [
      'compose:\n  - mod_name: m\n    pool_nam: p',
      `2:5: 'pool_name' is missing in compose[0]; is 'pool_nam' a misspelling of it?`,
    ],
    [
      'compose: [{ mod_name: m, pool_name: 7 }]',
      '1:37: compose[0].pool_name must be a text that is not empty; put a number in quotes, not 7',
    ],
    [
      'compose: [{ mod_name: m, pool_name: p, pool_id: 300 }]',
      '1:49: compose[0].pool_id must be "major.minor" in quotes, such as "300.0", not "300"',
    ],
    [
      'compose: [{ mod_name: m, pool_name: p, pool_query: locale }]',
      '1:52: compose[0].pool_query must be a pool query: local, dynamic, broadcast, direct_id:n, direct_hash:n, physical:n or range:n:n, not "locale"',
    ],
    ['compose: [{ mod_name: m, pool_name: p, pool_query: "range:1" }]', '1:52: compose[0].pool_query must'],
    [
      'compose: [{ mod_name: m, pool_name: p, pool_query: "direct_id:x" }]',
      '1:52: compose[0].pool_query must',
    ],
    [
      'compose: [{ mod_name: m, pool_name: p, containers: 0 }]',
      '1:52: compose[0].containers must be a whole number of at least 1, not 0',
    ],
    [
      'compose: [{ mod_name: m, pool_name: p, bdevType: x }]',
      "1:40: unknown key 'bdevType' in compose[0] (parameters of a module are in snake_case)",
    ],
    ['compose: [{ mod_name: m, pool_name: p, __proto__: x }]', "1:40: unknown key '__proto__'"],
    ['- a list', '1:1: the file must be a mapping with runtime, memory, logging or compose, not a list'],
    ['runtime: {\n  workers: 1', '2:13: '],
    ['runtime: { workers: 1 }\nruntime: {}', "2:1: the key 'runtime' occurs twice, first in line 1"],
    ['runtime: { workers: 1, "workers": 2 }', "1:24: the key 'workers' occurs twice, first in line 1"],
    ['runtime: { 1: 2 }', '1:12: a key must be a text'],
    ['? [a, b]\n: 1', '1:3: a key must be a text'],
    ['runtime: { ~: 2 }', '1:12: a key must be a text'],
    ['runtime: !!set { workers }', '1:10: the tag tag:yaml.org,2002:set has no meaning here'],
    ['runtime: !!js/function "x"', '1:10: the tag tag:yaml.org,2002:js/function has no meaning here'],
    ['%YAML 9.9\n---\nruntime: {}', '1:7: Unsupported YAML version 9.9'],
    [
      '%YAML 1.1\n---\nruntime: { strict_monitors: yes }',
      '3:29: runtime.strict_monitors must be true or false, not "yes"',
    ],
    [
      '%YAML 1.1\n---\nruntime: { <<: { workers: 2 } }',
      "3:12: unknown key '<<' in runtime; YAML 1.2 has no merge keys",
    ],
    [
      'compose: [{ mod_name: m, pool_name: "" }]',
      '1:37: compose[0].pool_name must be a text that is not empty; put a number in quotes, not ""',
    ],
    ['runtime: {}\n---\nmemory: {}', '2:1: a second document begins here; one file is one document'],
    ['runtime: *nothing', '1:10: there is no anchor &nothing'],
    [`a: &a [x]\n${LAUGHTER}`, '2:8: the aliases stand for more than a file can hold'],
    [`runtime: ${'['.repeat(20_000)}`, '1:'],
    ['logging: { file: caf\ufffd.log }', '1:21: this is not UTF-8: save the file as UTF-8'],
    ['runtime: { "\u001b[31m": 1 }', "1:12: unknown key '\ufffd[31m'"],
    [
      'compose: [{ mod_name: m, pool_name: p, pool_id: "3.0" }, { mod_name: m, pool_name: q, pool_id: "3.00" }]',
      "1:96: the pool id 3.00 is that of 'p' (line 1) already",
    ],
    [
      'compose: [{ mod_name: m, pool_name: p }, { mod_name: n, pool_name: p }]',
      "1:68: the pool 'p' is asked for in line 1 already, with another module or id",
    ],
  ])('%j', async (text, expected) => {
    const message = await messageFor(text);
    expect(message).toContain(`F:${expected}`);
    expect(message).toMatch(/\n {2}\d+ \| .*\n {4,}\| *\^$/);
  });

  test('reports only the first of very many problems', async () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `key_${i}: 1`);
    const message = await messageFor(keys.join('\n'));
    expect(message.match(/^F:\d+:1: unknown key/gm)).toHaveLength(20);
    expect(message).toMatch(/^F:1:1: unknown key 'key_0'[^]*\n… and more$/);
  });

  test.each([
    [
      'longer than a person writes',
      (path: string) => writeFileSync(path, '#'.repeat(2 ** 20 + 1)),
      'is longer than 1 MB',
    ],
    [
      'a device without an end',
      (path: string) => symlinkSync('/dev/zero', path),
      'cannot be read: it is not a regular file',
    ],
    [
      'a pipe to which nobody writes',
      (path: string) => execFileSync('mkfifo', [path]),
      'cannot be read: it is not a regular file',
    ],
    ['a directory', (path: string) => mkdirSync(path), 'cannot be read: it is not a regular file'],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'cannot be read: ELOOP'],
    ['a link to nothing', (path: string) => symlinkSync(`${path}.not`, path), 'does not exist'],
  ])('%s', async (_what, make, expected) => {
    const path = join(directory, `${counter++}.yaml`);
    make(path);
    for (const loading of [loadFile(path), loadComposeFile(path)]) {
      const error = await loading.catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect((error as Error).message).toContain(`${path} ${expected}`);
    }
  });

  test('keeps the caret below its column in a very long line, and below tabs', async () => {
    const long = await messageFor(`logging: { file: ${'x'.repeat(300)}, lvel: 1 }`);
    const [, excerpt, caret] = long.split('\n');
    expect(excerpt.slice(caret.indexOf('^'))).toMatch(/^lvel/);
    const tabbed = await messageFor('logging:\t{\tlvel: 1 }');
    const [, line, mark] = tabbed.split('\n');
    expect(line.slice(mark.indexOf('^'))).toMatch(/^lvel/);
  });
});

describe('compose files', () => {
  test('returns the pools, with the place they were read from', async () => {
    const path = yaml('# pools\ncompose:\n  - mod_name: m\n    pool_name: p\n    depth: 3\n');
    expect(await loadComposeFile(path)).toMatchObject([
      {
        ...{ modName: 'm', poolName: 'p', params: { depth: 3 }, line: 3, source: path },
        places: {
          depth: {
            key: { position: `${path}:5:5`, excerpt: '  5 |     depth: 3\n    |     ^' },
            value: { position: `${path}:5:12` },
          },
        },
      },
    ]);
  });

  test.each([
    ['', '1:1: the file must be a mapping with compose, not empty'],
    ['runtime: {}', "1:1: 'compose' is missing in the file"],
    ['compose: []', '1:10: compose must be a list of pools, not an empty list'],
    ['compos: []', "1:1: unknown key 'compos' in the file; did you mean 'compose'?"],
  ])('refuses %j', async (text, expected) => {
    expect(await messageFor(text, loadComposeFile)).toContain(`F:${expected}`);
  });
});
