import { afterEach, describe, expect, test } from '@jest/globals';
import { symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { Files } from '../../src/input/files.js';
import { findModules } from '../../src/input/find-modules.js';
import { generate } from '../../src/pipeline.js';
import { Disk } from '../support/disk.js';
import { MODULE_YAML, pingTask } from '../support/repo.js';

let disk: Disk;
afterEach(() => disk.remove());

function moduleFiles(dir: string, name = 'sample', namespace = 'demo') {
  const params = pingTask('').replace('demo_sample', `${namespace}_${name}`);
  return {
    [`${dir}/chimaera_mod.yaml`]: MODULE_YAML.replace('sample', name).replace('demo', namespace),
    [`${dir}/src/tasks.ts`]: params,
  };
}

function find(dir = '') {
  const found = findModules(disk.at(dir), new Files());
  const modules = found.modules.map((module) => relative(disk.root, module.dir));
  const problems = found.problems.map(
    ({ file, line, column, message, hint }) =>
      `${relative(disk.root, file)}:${line}:${column}: ${message} (${hint})`,
  );
  return { ...found, modules, problems, inputs: found };
}

describe('modules are found', () => {
  test('only once, whatever links lead to them', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespace: demo\n', ...moduleFiles('a') });
    symlinkSync('.', disk.at('self'));
    symlinkSync('..', disk.at('a/loop'));
    symlinkSync('a', disk.at('b'));
    expect(find()).toMatchObject({ modules: ['a'], problems: [] });
  });

  test('by the list beside them', () => {
    disk = new Disk({
      'packages/chimaera_repo.yaml': 'namespace: demo\nmodules:\n  - b\n  - a\n',
      ...moduleFiles('packages/a'),
      ...moduleFiles('packages/b'),
      ...moduleFiles('packages/c'),
    });
    expect(find('packages').modules).toEqual(['packages/b', 'packages/a']);
    expect(find('').modules).toEqual(['packages/b', 'packages/a']);
  });

  test('by the list in the repository above', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespace: demo\nmodules: [a]\n', ...moduleFiles('plugins/a') });
    expect(find('plugins').modules).toEqual(['plugins/a']);
  });

  test('by scanning one and two levels when there is no list', () => {
    disk = new Disk({
      'chimaera_repo.yaml': 'namespace: demo\n',
      ...moduleFiles('one'),
      ...moduleFiles('modules/two'),
      ...moduleFiles('node_modules/three'),
      ...moduleFiles('.hidden/four'),
      ...moduleFiles('very/deep/five'),
    });
    expect(find().modules).toEqual(['modules/two', 'one']);
    expect(find('modules').modules).toEqual(['modules/two']);
  });

  test('in a repository that contains another, each with its own namespace', async () => {
    disk = new Disk({
      'chimaera_repo.yaml': 'namespace: outer\nmodules: [a, chimods]\n',
      'chimods/chimaera_repo.yaml': 'namespace: inner\nmodules: [b]\n',
      ...moduleFiles('a', 'a', 'outer'),
      ...moduleFiles('chimods/b', 'b', 'inner'),
    });
    const { modules, inputs } = find();
    expect(modules).toEqual(['a', 'chimods/b']);
    expect((await generate(inputs)).problems).toEqual([]);
  });

  test('with the command that regenerates them', () => {
    disk = new Disk({
      'package.json': '{}',
      'mods/chimaera_repo.yaml': 'namespace: demo\n',
      ...moduleFiles('mods/a'),
    });
    expect(find('mods').command).toBe('npx chi_refresh_repo mods');
    disk.write('tools/codegen/project.json', '{}');
    expect(find('mods').command).toBe('npx nx run codegen:refresh');
  });
});

describe('reports a problem', () => {
  test('when there is no repository file', () => {
    disk = new Disk(moduleFiles('a'));
    expect(find('a').problems[0]).toMatch(/^a\/chimaera_repo.yaml:1:1: no chimaera_repo.yaml found for /);
  });

  test('when the directory does not exist, though it would lie in a repository', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespace: demo\n', ...moduleFiles('a') });
    expect(find('nope').problems).toEqual([
      'nope:1:1: there is no such directory (name a repository, the directory with its modules, or one module)',
    ]);
  });

  test('when a listed module does not exist', () => {
    disk = new Disk({
      'chimaera_repo.yaml': 'namespace: demo\nmodules:\n  - sample\n  - smaple\n',
      ...moduleFiles('sample'),
    });
    expect(find().problems).toEqual([
      expect.stringMatching(
        /^chimaera_repo.yaml:4:5: module 'smaple' is listed, but .*smaple\/chimaera_mod.yaml does not exist \(did you mean `sample`\?\)$/,
      ),
    ]);
  });

  test('when no module is found', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespace: demo\n' });
    expect(find().problems).toEqual([expect.stringMatching(/^chimaera_repo.yaml:1:12: no module found in /)]);
  });

  test('when a list leads to no module', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespace: demo\nmodules: ["."]\n', ...moduleFiles('a') });
    expect(find().problems).toEqual([
      "chimaera_repo.yaml:2:11: '.' is a repository in which no module is found " +
        '(list the modules, or remove `modules` to search for them: a)',
    ]);
  });

  test('when the repository file is invalid', () => {
    disk = new Disk({ 'chimaera_repo.yaml': 'namespce: demo\n', ...moduleFiles('a') });
    expect(find().problems).toEqual([
      'chimaera_repo.yaml:1:1: namespace is missing (is `namespce` meant to be it?)',
      "chimaera_repo.yaml:1:1: unknown key 'namespce' (did you mean `namespace`?)",
    ]);
  });
});
