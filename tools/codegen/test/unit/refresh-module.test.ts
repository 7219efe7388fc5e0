import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addModule, addRepository, check, refresh } from '../../src/index.js';
import { Disk } from '../support/disk.js';

let disk: Disk;
beforeEach(async () => {
  disk = new Disk({});
  await addRepository(disk.at('shop'), 'shop');
  await addModule(disk.at('shop'), 'first', { install: false });
  await addModule(disk.at('shop'), 'second', { install: false });
  for (const name of ['first', 'second']) disk.remove(`shop/modules/${name}/src/autogen`);
}, 60_000);
afterEach(() => disk.remove());

test.each([
  ['found by their YAML', ''],
  ['listed', 'modules: [modules/first, modules/second]\n'],
])('with modules that are %s, only the named one is generated', async (_, list) => {
  disk.write('shop/chimaera_repo.yaml', `namespace: shop\n${list}`);
  const { problems, written, modules } = await refresh(disk.at('shop/modules/second'));
  expect({ problems, modules }).toEqual({ problems: [], modules: 1 });
  expect(written.length).toBeGreaterThan(0);
  for (const path of written) expect(path).toContain('/modules/second/');
  expect((await check(disk.at('shop/modules/second'))).differences).toEqual([]);
  expect((await check(disk.at('shop'))).differences).toHaveLength(4);
});
