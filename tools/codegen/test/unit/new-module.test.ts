import { afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { diskTree } from '../../src/generators/file-tree.js';
import { moduleNames } from '../../src/generators/module-names.js';
import { newModule } from '../../src/generators/new-module.js';
import { check, refresh } from '../../src/index.js';
import { Disk } from '../support/disk.js';
import { typeErrors } from '../support/type-check.js';

const REPO = `# Ours.
namespace: chimaera
version: 1.0.0

# In order.
modules:
  - admin # first
`;

let disk: Disk;
afterEach(() => disk?.remove());

function workspace(repo = REPO): Disk {
  return new Disk({
    'tsconfig.json': '{ "files": [], "references": [{ "path": "./packages/admin" }] }\n',
    'packages/chimaera_repo.yaml': repo,
    'packages/core/package.json': '{ "version": "3.2.1" }',
    'tools/codegen/project.json': '{}',
  });
}

/** What the author of a module writes and what is generated from it, by path. */
function sources(directory: string): Map<string, string> {
  const written = ['tasks.ts', 'runtime.ts', 'client.ts', 'index.ts'];
  const generated = ['methods.ts', 'tasks.ts', 'client.ts', 'lib_exec.ts'].map((name) => `autogen/${name}`);
  return new Map(
    [...written, ...generated].map((name) => [`${directory}/${name}`, disk.read(`${directory}/${name}`)]),
  );
}

describe('a new module', () => {
  test('passes the generator and the compiler as it is', async () => {
    disk = workspace('namespace: chimaera\n');
    newModule(diskTree(disk.root), 'packages', 'my-cache');
    expect((await refresh(disk.at('packages'))).problems).toEqual([]);
    expect((await check(disk.at('packages'))).differences).toEqual([]);
    expect(typeErrors(sources('packages/my-cache/src'))).toEqual([]);
  }, 60_000);

  test('becomes another one by new methods, tasks and runtime alone', async () => {
    disk = workspace('namespace: chimaera\n');
    newModule(diskTree(disk.root), 'packages', 'my-cache');
    for (const [file, from, to] of [
      ['chimaera_mod.yaml', 'kGreet', 'kWelcome'],
      ['src/tasks.ts', 'GreetTask', 'WelcomeTask'],
      ['src/runtime.ts', 'GreetTask', 'WelcomeTask'],
      ['src/runtime.ts', 'greet(', 'welcome('],
      ['src/runtime.ts', 'monitorGreet', 'monitorWelcome'],
    ] as const) {
      const path = `packages/my-cache/${file}`;
      disk.write(path, disk.read(path).replaceAll(from, to));
    }
    expect((await refresh(disk.at('packages'))).problems).toEqual([]);
    const program = `import { Client, Method, type WelcomeInput, WelcomeTask, WelcomeTaskView } from './index.js';
export const used = [Client, Method.kWelcome, WelcomeTask, WelcomeTaskView, {} as WelcomeInput];
`;
    const files = new Map([
      ...sources('packages/my-cache/src'),
      ['packages/my-cache/src/program.ts', program] as const,
    ]);
    expect(typeErrors(files)).toEqual([]);
  }, 60_000);

  test('is formatted like the repository', async () => {
    disk = workspace();
    newModule(diskTree(disk.root), 'packages', 'my-cache');
    const repoRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
    const config = JSON.parse(readFileSync(join(repoRoot, '.prettierrc.json'), 'utf8')) as prettier.Options;
    for (const path of [
      'package.json',
      'src/tasks.ts',
      'src/runtime.ts',
      'src/index.ts',
      'test/unit/module.test.ts',
      'chimaera_mod.yaml',
      'tsconfig.lib.json',
    ]) {
      const text = disk.read(`packages/my-cache/${path}`);
      expect(await prettier.format(text, { ...config, filepath: path })).toBe(text);
    }
  });

  test('is added to the lists, and their comments stay', () => {
    disk = workspace();
    newModule(diskTree(disk.root), 'packages', 'my-cache');
    expect(disk.read('packages/chimaera_repo.yaml')).toBe(`${REPO}  - my-cache\n`);
    expect(JSON.parse(disk.read('tsconfig.json'))).toEqual({
      files: [],
      references: [{ path: './packages/admin' }, { path: './packages/my-cache' }],
    });
    expect(JSON.parse(disk.read('packages/my-cache/package.json'))).toMatchObject({
      name: '@chimaera/my-cache',
      dependencies: { '@chimaera/core': '3.2.1' },
    });
  });

  test('cannot take the name of an existing directory, module or package', () => {
    disk = workspace();
    disk.write('packages/store/chimaera_mod.yaml', 'module_name: MY_CACHE\nversion: 1.0.0\n');
    disk.write('package-lock.json', '{ "packages": { "node_modules/@chimaera/codegen": { "link": true } } }');
    const make = (name: string) => () => newModule(diskTree(disk.root), 'packages', name);
    expect(make('core')).toThrow('packages/core exists already; choose another name');
    expect(make('my-cache')).toThrow('packages/store is the module my_cache already; choose another name');
    expect(make('codegen')).toThrow('@chimaera/codegen is a package of this workspace already');
  });

  test('needs a repository', () => {
    disk = new Disk({ 'package.json': '{}' });
    expect(() => newModule(diskTree(disk.root), undefined, 'my-cache')).toThrow(
      /no chimaera_repo.yaml: a module is made inside a repository.*chimaera repo new/,
    );
  });
});

describe('the name of a module', () => {
  test.each(['class', 'default', 'index', 'core', 'prototype', 'a', 'x'.repeat(60)])('can be %s', (name) => {
    expect(moduleNames(name, 'acme')).toMatchObject({ dir: name, packageName: `@acme/${name}` });
  });

  test('determines all the others', () => {
    expect(moduleNames('my_cache', 'my_project')).toEqual({
      dir: 'my-cache',
      moduleName: 'my_cache',
      key: 'my_project_my_cache',
      packageName: '@my-project/my-cache',
      namespace: 'my_project',
    });
  });

  test.each([
    ['MyCache', 'how about my-cache?'],
    ['my cache', 'how about my-cache?'],
    ['2fast', 'how about fast?'],
    ['../up', 'how about up?'],
    ['', "'' cannot be the name of a module"],
    ['test', 'directories of that name are passed over'],
    ['constructor', 'Nx fails on a project of that name'],
    ['x'.repeat(101), 'it has at most 100 characters'],
  ])('is not %j', (name, said) => {
    expect(() => moduleNames(name, 'chimaera')).toThrow(said);
  });
});
