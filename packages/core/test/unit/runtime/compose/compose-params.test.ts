import { expect, test } from '@jest/globals';
import type { ComposeEntry } from '../../../../src/config/runtime-config.js';
import { composePools, unregisterPools } from '../../../../src/runtime/compose/compose.js';
import { paramsFromYaml } from '../../../../src/runtime/compose/compose-params.js';
import type { ParamsType } from '../../../../src/task/params-type.js';
import { PoolId } from '../../../../src/task/pool-id.js';

const type: ParamsType<Record<string, unknown>> = {
  lib: 'test_dev',
  fields: [
    { name: 'devType', yaml: 'dev_type', type: { enum: { kFile: 0, kRam: 1, kBigRam: 2 } } },
    { name: 'totalSize', yaml: 'total_size', type: 'size' },
    { name: 'label', yaml: 'label', type: 'string' },
    { name: 'depth', yaml: 'depth', type: 'u32' },
    { name: 'stamp', yaml: 'stamp', type: 'u64' },
    { name: 'fast', yaml: 'fast', type: 'bool' },
    { name: 'ratio', yaml: 'ratio', type: 'f64' },
    { name: 'hosts', yaml: 'hosts', type: 'Vector<string>' },
    { name: 'limit', yaml: 'limit', type: 'Optional<u32>' },
    { name: 'shape', yaml: 'shape', type: 'Shape' },
  ],
  create: () => ({ devType: 0, totalSize: 0, label: 'none', depth: 32 }),
  encode: (params, writer) => writer.string(JSON.stringify(params)),
  decode: () => ({}),
};
const entry = (params: Record<string, unknown>): ComposeEntry => ({
  modName: 'test_dev',
  poolName: 'p',
  params,
  source: 'c.yaml',
  line: 12,
});

test('takes names, sizes and enums as people write them, and defaults for the rest', () => {
  const params = {
    dev_type: 'ram',
    total_size: '64MB',
    depth: 8,
    stamp: 5,
    fast: true,
    ratio: 1,
    hosts: ['a'],
    limit: null,
  };
  expect(paramsFromYaml(type, entry(params))).toEqual({
    devType: 1,
    totalSize: 64 * 2 ** 20,
    label: 'none',
    depth: 8,
    stamp: 5n,
    fast: true,
    ratio: 1,
    hosts: ['a'],
    limit: undefined,
  });
});

test('takes the bigints of YAML where they fit', () => {
  const most = 2n ** 64n - 1n;
  expect(paramsFromYaml(type, entry({ stamp: most, ratio: most }))).toMatchObject({
    stamp: most,
    ratio: 2 ** 64,
  });
  for (const wrong of [{ stamp: most + 1n }, { depth: most }, { total_size: most }, { label: most }])
    expect(() => paramsFromYaml(type, entry(wrong))).toThrow(/it must be .*, not 1844674407370955161\d/);
});

test.each(['big_ram', 'bigRam', 'kBigRam', 'BIG-RAM', 2])('%p is an enum value', (written) => {
  expect(paramsFromYaml(type, entry({ dev_type: written })).devType).toBe(2);
});

test.each([
  [
    { totl_size: 1 },
    /^c.yaml:12: test_dev has no parameter 'totl_size' \(did you mean 'total_size'\?\); it has dev_type, total_size/,
  ],
  [{ totalSize: 1 }, /no parameter 'totalSize'/],
  [{ dev_type: 'disk' }, /^c.yaml:12: dev_type: it must be one of file, ram, bigram, not "disk"/],
  [{ total_size: 'much' }, /total_size: 'much' is not a size/],
  [{ depth: -1 }, /depth: it must be a whole number from 0 to 4294967295, not -1/],
  [{ depth: '8' }, /not "8"/],
  [{ stamp: 1.5 }, /stamp/],
  [{ label: 5 }, /label: it must be a text/],
  [{ fast: 'yes' }, /true or false/],
  [{ hosts: 'a' }, /hosts: it must be a list/],
  [{ shape: {} }, /shape: a Shape cannot be written in YAML/],
])('%p is an error with its place', (params, message) => {
  expect(() => paramsFromYaml(type, entry(params as Record<string, unknown>))).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) }),
  );
});

test('gives the place of the key or the value that is wrong, if it is known', () => {
  const place = (column: number) => ({ position: `c.yaml:12:${column}`, excerpt: `12 | ${column}` });
  const places = { dept: { key: place(3), value: place(9) }, depth: { key: place(4), value: place(11) } };
  const messageOf = (params: Record<string, unknown>): string => {
    try {
      return JSON.stringify(paramsFromYaml(type, { ...entry(params), places }));
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(messageOf({ dept: 1 })).toMatch(/^c\.yaml:12:3: test_dev has no parameter 'dept'[^]*\n12 \| 3$/);
  expect(messageOf({ depth: -1 })).toMatch(/^c\.yaml:12:11: depth: it must be a whole number[^]*\n12 \| 11$/);
});

const libExecUrl = `data:text/javascript,${encodeURIComponent(
  `export const libExec = { createParams: { lib: 'test_dev', fields: [{ name: 'depth', yaml: 'depth', type: 'u32' }], create: () => ({}), encode: (p, w) => w.string(JSON.stringify(p)) } };`,
)}`;
const findModule = (): Promise<{ runtimeUrl: string; libExecUrl: string }> =>
  Promise.resolve({ runtimeUrl: '', libExecUrl });

test('creates nothing if one entry is wrong, and otherwise each pool with its own parameters', async () => {
  const made: unknown[] = [];
  const admin = {
    getOrCreatePool: (input: { newPoolId: PoolId; poolName: string; chimodParams: Uint8Array }) => {
      made.push([
        input.poolName,
        input.newPoolId.toString(),
        Buffer.from(input.chimodParams).toString('latin1', 4).replaceAll('\0', ''),
      ]);
      return Promise.resolve({ newPoolId: new PoolId(9, made.length), returnCode: 0 });
    },
  } as never;
  await expect(
    composePools({ admin }, [entry({ depth: 1 }), entry({ dept: 2 })], findModule),
  ).rejects.toThrow("'dept'");
  expect(made).toEqual([]);
  const entries = [entry({ depth: 1 }), { ...entry({}), poolName: 'q', poolId: '3.1' }];
  expect(await composePools({ admin }, entries, findModule)).toEqual([
    { id: '9.1', name: 'p', module: 'test_dev' },
    { id: '9.2', name: 'q', module: 'test_dev' },
  ]);
  expect(made).toEqual([
    ['p', '0.0', '{"depth":1}'],
    ['q', '3.1', '{}'],
  ]);
});

test('unregistering destroys existing pools in reverse order and continues after failures', async () => {
  const destroyed: string[] = [];
  const admin = {
    destroyPool: ({ targetPoolId }: { targetPoolId: PoolId }) => {
      destroyed.push(targetPoolId.toString());
      return Promise.resolve({ returnCode: 0 });
    },
  } as never;
  const existing = [
    { id: '9.1', name: 'p', module: 'test_dev', containers: 1 },
    { id: '9.2', name: 'q', module: 'test_dev', containers: 1 },
  ];
  const entries = ['p', 'q', 'r'].map((poolName) => ({ ...entry({}), poolName }));
  await unregisterPools({ admin }, entries, existing);
  expect(destroyed).toEqual(['9.2', '9.1']);
});
