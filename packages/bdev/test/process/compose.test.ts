import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, PoolId } from '@chimaera/core';
import { composePools, loadComposeFile, runtimeStatus, unregisterPools } from '@chimaera/core/runtime';
import * as bdev from '@chimaera/bdev';
import { ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { failureOf, until } from '../../../mod-name/test/support/wait.js';

let runtime: ScratchRuntime;
let chi: Connection;
beforeAll(async () => {
  runtime = await ScratchRuntime.start();
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

function composeFile(entries: string): string {
  const path = join(runtime.root, 'compose.yaml');
  writeFileSync(path, `compose:\n${entries}`);
  return path;
}

const pools = async (): Promise<unknown[]> => {
  const status = await runtimeStatus(runtime.dir);
  return status.running ? status.pools.filter(({ name }) => name !== 'admin') : [];
};

test('creates the pools of a file, finds them again, and destroys them', async () => {
  const file = join(runtime.root, 'dev.dat');
  const entries = await loadComposeFile(
    composeFile(`  - { mod_name: chimaera_bdev, pool_name: ${file}, pool_id: "300.0", pool_query: local, containers: 1, bdev_type: file, capacity: 2MB }
  - { mod_name: chimaera_bdev, pool_name: fast, bdev_type: ram, capacity: 1MB }
`),
  );
  const made = await composePools(chi, entries);
  expect(made).toMatchObject([{ id: '300.0', name: file, module: 'chimaera_bdev' }, { name: 'fast' }]);
  expect(statSync(file).size).toBe(2 * 2 ** 20);
  const dev = new bdev.Client(chi, PoolId.parse('300.0'));
  const { blocks } = await dev.allocateBlocks({ size: 4096 });
  expect(await composePools(chi, entries)).toEqual(made);
  expect(await dev.getStats()).toMatchObject({ remainingSize: 2 * 2 ** 20 - 4096 });
  expect(blocks).toHaveLength(1);
  const status = await runtimeStatus(runtime.dir);
  if (!status.running) throw new Error('the runtime should be running');
  expect(await unregisterPools(chi, entries, status.pools)).toHaveLength(2);
  expect(await pools()).toEqual([]);
});

test('names the line of the pool that cannot be created', async () => {
  const entries = await loadComposeFile(
    composeFile(
      '  - { mod_name: chimaera_bdev, pool_name: /nowhere/at/all, bdev_type: file, capacity: 1MB }\n',
    ),
  );
  const error = await failureOf(composePools(chi, entries));
  expect(error).toMatchObject({ code: 'OPEN_FAILED', message: expect.stringMatching(/compose\.yaml:2/) });
  expect(await pools()).toEqual([]);
});

test('finds a wrong parameter before it creates anything', async () => {
  const entries = await loadComposeFile(
    composeFile(`  - { mod_name: chimaera_bdev, pool_name: good, bdev_type: ram, capacity: 1MB }
  - { mod_name: chimaera_bdev, pool_name: bad, bdev_type: floppy, capacity: 1MB }
`),
  );
  const error = await failureOf(composePools(chi, entries));
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(/:3.*floppy/s) });
  expect(await pools()).toEqual([]);
});

test('takes engine, depth and alignment from the file', async () => {
  const path = join(runtime.root, 'tuned.dat');
  const entries = await loadComposeFile(
    composeFile(
      `  - { mod_name: chimaera_bdev, pool_name: ${path}, pool_id: "302.0", bdev_type: file, capacity: 2MB, io_engine: node_fs, io_depth: 2, direct_io: false, alignment: 8192 }\n`,
    ),
  );
  await composePools(chi, entries);
  const dev = new bdev.Client(chi, PoolId.parse('302.0'));
  const { blocks } = await dev.allocateBlocks({ size: 64 * 1024 });
  using data = chi.allocateBuffer(8192);
  const { offset, blockType } = blocks[0];
  const parts = [0, 1, 2, 3, 4, 5].map((i) => ({ offset: offset + i * 8192, size: 8192, blockType }));
  // A write may have ended before the next one comes; sooner or later two are under way at once, and never three.
  await until(async () => {
    await Promise.all(parts.map((block) => dev.write({ block, data, length: 8192 })));
    return (await dev.getStats()).depthReached > 1;
  }, 'two writes at once');
  expect(await dev.getStats()).toMatchObject({
    ioEngine: 'node:fs',
    directIo: false,
    depthReached: 2,
    alignment: 8192,
  });
});
