import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { diskTree } from '../../src/generators/file-tree.js';
import { newModule } from '../../src/generators/new-module.js';
import { newRepository } from '../../src/generators/new-repository.js';
import {
  packageManagerAround,
  packageManagerNamed,
  packageManagerOf,
  type PackageManager,
} from '../../src/generators/package-manager.js';
import { addModule, addRepository, check } from '../../src/index.js';
import { Disk } from '../support/disk.js';
import { typeErrors } from '../support/type-check.js';

let disk: Disk;
beforeEach(() => {
  disk = new Disk({});
});
afterEach(() => disk.remove());

const FORMATTED = [
  'package.json',
  'chimaera_repo.yaml',
  'tsconfig.json',
  'tsconfig.base.json',
  'modules/my-module/package.json',
  'modules/my-module/tsconfig.lib.json',
  'modules/my-module/tsconfig.test.json',
  'modules/my-module/test/module.test.ts',
];

describe('a new repository', () => {
  test('stays unchanged when a file of a new module cannot be written', async () => {
    await addRepository(disk.at('shop'), 'my_project');
    const lists = (): string[] =>
      ['chimaera_repo.yaml', 'tsconfig.json'].map((name) => disk.read(`shop/${name}`));
    const before = lists();
    disk.write('shop/modules', 'a file in the place of the directory');
    await expect(addModule(disk.at('shop'), 'my_module', { install: false })).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      message: expect.stringMatching(
        /shop\/modules\/my-module\/.* cannot be written, and nothing was: ENOTDIR/,
      ),
    });
    expect(lists()).toEqual(before);
    disk.remove('shop/modules');
    expect(await addModule(disk.at('shop'), 'my_module', { install: false })).toMatchObject({
      isInstalled: false,
    });
  });

  test('accepts modules that pass the generator and the compiler as they are', async () => {
    await addRepository(disk.at('shop'), 'my_project');
    const module = await addModule(disk.at('shop'), 'my_module', { install: false });
    expect(module).toMatchObject({
      key: 'my_project_my_module',
      packageName: '@my-project/my-module',
      path: 'modules/my-module',
      workspace: disk.at('shop'),
      isInstalled: false,
    });
    expect(await check(disk.at('shop'))).toMatchObject({
      problems: [],
      differences: [],
      modules: 1,
      command: 'npx chi_refresh_repo .',
    });
    const names = [
      'tasks.ts',
      'runtime.ts',
      'client.ts',
      'index.ts',
      'autogen/lib_exec.ts',
      'autogen/tasks.ts',
    ];
    const sources = [...names, 'autogen/methods.ts', 'autogen/client.ts'].map(
      (name) => `modules/my-module/src/${name}`,
    );
    expect(typeErrors(new Map(sources.map((path) => [path, disk.read(`shop/${path}`)] as const)))).toEqual(
      [],
    );
  }, 60_000);

  test('includes modules created inside it, and none created beside it', async () => {
    await addRepository(disk.at('shop'), 'shop');
    const inside = await addModule(disk.at('shop/modules'), 'first', { install: false });
    expect(inside).toMatchObject({ workspace: disk.at('shop'), path: 'modules/first' });
    disk.write('other/notes.txt', '');
    await expect(addModule(disk.at('other'), 'second', { install: false })).rejects.toThrow(
      'a module is made inside a repository',
    );
  });

  test('lists modules for the compiler and npm, and the generator finds it without a list', async () => {
    newRepository(diskTree(disk.at('shop')), disk.at('shop'), 'shop');
    newModule(diskTree(disk.at('shop')), undefined, 'first');
    newModule(diskTree(disk.at('shop')), undefined, 'second');
    expect(JSON.parse(disk.read('shop/package.json'))).toMatchObject({
      name: 'shop',
      workspaces: ['modules/*'],
    });
    expect(JSON.parse(disk.read('shop/tsconfig.json'))).toMatchObject({
      references: [{ path: './modules/first' }, { path: './modules/second' }],
    });
    expect(disk.read('shop/chimaera_repo.yaml')).not.toMatch(/^modules:/m);
    expect((await check(disk.at('shop'))).modules).toBe(2);
  });

  test.each<[PackageManager, string, string | undefined]>([
    ['npm', 'npx', undefined],
    ['pnpm', 'pnpm', 'pnpm-workspace.yaml'],
    ['yarn', 'yarn', '.yarnrc.yml'],
  ])('is set up for %s, which links its modules', async (manager, exec, file) => {
    const made = await addRepository(disk.at('shop'), 'shop', manager);
    expect(made).toMatchObject({ packageManager: manager, exec });
    expect(disk.read('shop/README.md')).toContain(
      `\n${manager} install\n${exec} chimaera mod new my_module\n`,
    );
    const { workspaces, scripts } = JSON.parse(disk.read('shop/package.json')) as Record<string, object>;
    expect(workspaces).toEqual(manager === 'pnpm' ? undefined : ['modules/*']);
    expect(scripts).toMatchObject({
      test: expect.stringMatching(new RegExp(`^${manager} run build && `)),
      reload: `${manager} run build && CHI_REPO_PATH=. chimaera runtime restart`,
    });
    const own = ['pnpm-workspace.yaml', '.yarnrc.yml'].filter((name) => existsSync(disk.at(`shop/${name}`)));
    expect(own).toEqual(file === undefined ? [] : [file]);
    const module = await addModule(disk.at('shop'), 'first', { install: false });
    expect(module).toMatchObject({ path: 'modules/first', packageManager: manager });
  });

  test('is set up for the package manager that runs the command, if known', () => {
    expect(packageManagerAround('pnpm/10.34.9 npm/? node/v20.20.2 linux x64')).toBe('pnpm');
    expect(packageManagerAround('yarn/4.18.1 npm/? node/v20.20.2 linux x64')).toBe('yarn');
    expect(packageManagerAround('npm/11.19.1 node/v20.20.2 linux x64 workspaces/false')).toBe('npm');
    expect(packageManagerAround('bun/1.2.0')).toBe('npm');
    expect(() => packageManagerNamed('bun')).toThrow(
      "'bun' is no package manager: it is one of npm, pnpm, yarn",
    );
  });

  test.each<[PackageManager, Record<string, string>]>([
    ['npm', {}],
    ['npm', { 'package-lock.json': '{}', 'yarn.lock': '' }],
    ['pnpm', { 'pnpm-lock.yaml': '' }],
    ['yarn', { 'yarn.lock': '' }],
    ['yarn', { 'package.json': '{ "packageManager": "yarn@4.18.1" }', 'pnpm-lock.yaml': '' }],
  ])('belongs to %s by %j', (manager, files) => {
    for (const [path, text] of Object.entries(files)) disk.write(path, text);
    expect(packageManagerOf(diskTree(disk.root))).toBe(manager);
  });

  test('is formatted', async () => {
    newRepository(diskTree(disk.at('shop')), disk.at('shop'), 'shop');
    newModule(diskTree(disk.at('shop')), undefined, 'my-module');
    const repoRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
    const config = JSON.parse(readFileSync(join(repoRoot, '.prettierrc.json'), 'utf8')) as prettier.Options;
    for (const path of FORMATTED) {
      const text = disk.read(`shop/${path}`);
      expect(await prettier.format(text, { ...config, filepath: path })).toBe(text);
    }
  });

  test('accepts modules from any directory in it', async () => {
    await addRepository(disk.at('shop'), 'shop');
    disk.write('shop/docs/deep/notes.md', '');
    const { path } = await addModule(disk.at('shop/docs/deep'), 'first', { install: false });
    expect(path).toBe('modules/first');
    expect(disk.read('shop/modules/first/chimaera_mod.yaml')).toContain('namespace: shop');
  }, 60_000);

  test('accepts no module while an existing one is invalid, and leaves nothing of it behind', async () => {
    await addRepository(disk.at('shop'), 'shop');
    await addModule(disk.at('shop'), 'first', { install: false });
    const path = 'shop/modules/first/chimaera_mod.yaml';
    disk.write(path, disk.read(path).replace('kGreet: 10', 'kGreet: 1'));
    const references = disk.read('shop/tsconfig.json');
    await expect(addModule(disk.at('shop'), 'second', { install: false })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^the modules there have to be right first:\n.*kGreet has the id 1/),
    });
    expect(() => disk.read('shop/modules/second/chimaera_mod.yaml')).toThrow('ENOENT');
    expect(disk.read('shop/tsconfig.json')).toBe(references);
  }, 60_000);

  test('says what it needs to accept modules', async () => {
    disk.write('bare/chimaera_repo.yaml', 'namespace: bare\n');
    await expect(addModule(disk.at('bare'), 'first')).rejects.toThrow(
      /add one with "workspaces": \["modules\/\*"\]/,
    );
    disk.write('bare/package.json', '{ "workspaces": ["one"] }');
    await expect(addModule(disk.at('bare'), 'first')).rejects.toThrow(/add "workspaces": \["modules\/\*"\]/);
    await expect(addModule(disk.at(''), 'first')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('a repository', () => {
  test('reports when it lies inside another one', async () => {
    disk.write('outer/packages/chimaera_repo.yaml', 'namespace: outer\n');
    expect((await addRepository(disk.at('outer/inner'), 'mine')).inside).toBe(disk.at('outer'));
    expect((await addRepository(disk.at('apart'), 'mine')).inside).toBeUndefined();
  });

  test('cannot replace existing files', async () => {
    disk.write('full/file', '');
    await expect(addRepository(disk.at('full'), 'mine')).rejects.toThrow(
      /full exists already and is not empty/,
    );
    disk.write('cloned/.git/HEAD', '');
    expect((await addRepository(disk.at('cloned'), 'mine')).root).toBe(disk.at('cloned'));
  });

  test.each([
    ['my-project', 'how about my_project?'],
    ['7up', 'how about up?'],
    ['', "'' cannot be a namespace"],
    ['Chimaera', 'the namespace chimaera is taken'],
  ])('cannot have the namespace %j', async (namespace, said) => {
    await expect(addRepository(disk.at('shop'), namespace)).rejects.toThrow(said);
  });

  test.each([
    ['MyShop', 'my-shop'],
    ['tmp.X1_y', 'tmp-x1-y'],
    ['__', 'my-modules'],
  ])('in a directory %j is the package %j', async (dir, name) => {
    await addRepository(disk.at(dir), 'mine');
    expect(JSON.parse(disk.read(`${dir}/package.json`))).toMatchObject({ name });
  });
});
