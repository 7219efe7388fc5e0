import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { findModule } from '../../../src/module/find-module.js';
import { scratchModules } from './scratch-modules.js';

const scratch = scratchModules();

function find(key: string, ...path: string[]): ReturnType<typeof findModule> {
  const env = path.length === 0 ? {} : { CHI_REPO_PATH: path.join(delimiter) };
  return findModule(key, { env, cwd: scratch.root });
}

function at(directory: string): object {
  const url = (file: string): string => pathToFileURL(join(scratch.root, directory, 'dist', file)).href;
  return { runtimeUrl: url('runtime.js'), libExecUrl: url(join('autogen', 'lib_exec.js')) };
}

const NOT_FOUND = { code: 'MODULE_NOT_FOUND' };

test.each([
  ['chimaera_bdev2', '@chimaera/bdev2'],
  ['chimaera_MY_NAME', '@chimaera/my-name'],
  ['my_company_key_store', '@my-company/key-store'],
  ['my_company_key_store', '@my/company-key-store'],
])('%s is found as the package %s', async (key, name) => {
  scratch.package(join('node_modules', name), name);
  expect(await find(key)).toEqual(at(join('node_modules', name)));
});

test('two packages whose namespaces and names give the same key are an error that names both', async () => {
  for (const name of ['@my/company-key-store', '@my-company/key-store']) {
    scratch.package(join('node_modules', name), name);
    scratch.write(join('node_modules', name, 'dist/autogen/lib_exec.js'), '');
  }
  scratch.package('node_modules/@my-company-key/store', '@my-company-key/store'); // no module
  const search = find('my_company_key_store');
  await expect(search).rejects.toMatchObject({ code: 'MODULE_INVALID' });
  await expect(search).rejects.toThrow(/@my\/company-key-store in .* and @my-company\/key-store in /);
  await expect(search).rejects.not.toThrow(/@my-company-key/);
});

test.each([
  ['one directory', ['.']],
  ['different ones', ['one', 'other']],
  ['different ones, behind what is not there and what is broken', ['one', 'nowhere', 'broken', 'other']],
])(
  'modules of two namespaces with the same key, in %s of CHI_REPO_PATH, are an error',
  async (_where, path) => {
    scratch.repo('one', 'namespace: a_b\n');
    scratch.module('one/c', 'module_name: c\n');
    scratch.repo('other', 'namespace: a\n');
    scratch.module('other/b_c', 'module_name: b_c\n');
    if (path.includes('broken')) scratch.repo('broken', 'namespace: [');
    const search = find('a_b_c', ...path);
    await expect(search).rejects.toMatchObject({ code: 'MODULE_INVALID' });
    await expect(search).rejects.toThrow(/one\/c \(namespace a_b\) and .*other\/b_c \(namespace a\)/);
  },
);

test('the first of two repositories with the same module on CHI_REPO_PATH wins', async () => {
  for (const name of ['first', 'second']) {
    scratch.repo(name, 'namespace: my_acme\n');
    scratch.module(`${name}/cache`, 'module_name: cache\n');
  }
  expect(await find('my_acme_cache', 'second', 'first')).toEqual(at('second/cache'));
});

test('packages are searched upwards from the working directory', async () => {
  scratch.package('node_modules/@acme/cache', '@acme/cache');
  const cwd = join(scratch.root, 'deep', 'inside');
  expect(await findModule('acme_cache', { env: {}, cwd })).toEqual(at('node_modules/@acme/cache'));
});

test('a module on CHI_REPO_PATH takes precedence over a package', async () => {
  scratch.package('node_modules/@acme/cache', '@acme/cache');
  scratch.repo('repo', 'namespace: acme\nmodules: [modules/cache]\n');
  scratch.module('repo/modules/cache', 'module_name: cache\nnamespace: acme\n');
  expect(await find('acme_cache', join(scratch.root, 'repo'))).toEqual(at('repo/modules/cache'));
  expect(await find('acme_cache', join(scratch.root, 'elsewhere'), 'repo')).toEqual(at('repo/modules/cache'));
});

test('the admin module is the installed one, like its client', async () => {
  scratch.repo('repo', 'namespace: chimaera\n');
  scratch.module('repo/admin', 'module_name: admin\n');
  scratch.package('node_modules/@chimaera/admin', '@chimaera/admin');
  expect(await find('chimaera_admin', 'repo')).toEqual(at('node_modules/@chimaera/admin'));
});

test('a repository without a list of modules is searched two levels deep', async () => {
  scratch.repo('repo', 'namespace: acme\n');
  scratch.module('repo/one', 'module_name: one\n');
  scratch.module('repo/modules/two', 'name: two\n');
  expect(await find('acme_one', 'repo')).toEqual(at('repo/one'));
  expect(await find('acme_two', 'repo')).toEqual(at('repo/modules/two'));
});

test('a repository with a list of modules has those and no others', async () => {
  scratch.repo('repo', 'namespace: acme\nmodules: [one]\n');
  scratch.module('repo/one', 'module_name: one\n');
  scratch.module('repo/two', 'module_name: two\n');
  await expect(find('acme_two', 'repo')).rejects.toMatchObject(NOT_FOUND);
});

test('copes with repositories that list themselves, circular links and pipes', async () => {
  scratch.repo('repo', 'namespace: acme\nmodules: [., ../repo, one]\n');
  scratch.module('repo/one', 'module_name: one\n');
  mkdirSync(join(scratch.root, 'loose/zone'), { recursive: true });
  scratch.module('loose/two', 'module_name: two\nnamespace: acme\n');
  for (const [to, from] of [
    ['.', 'zone/self'],
    ['..', 'zone/up'],
    ['circle', 'circle'],
    ['nowhere', 'lost'],
  ])
    symlinkSync(to, join(scratch.root, 'loose', from));
  expect(await find('acme_one', 'repo')).toEqual(at('repo/one'));
  expect(await find('acme_two', 'loose/circle', 'loose')).toEqual(at('loose/two'));
  execFileSync('mkfifo', [join(scratch.root, 'loose/zone/chimaera_mod.yaml')]);
  await expect(find('acme_one', 'loose')).rejects.toMatchObject({
    code: 'MODULE_INVALID',
    message: expect.stringContaining('loose/zone/chimaera_mod.yaml cannot be read: it is not a regular file'),
  });
});

test('the nearest repository file gives the namespace', async () => {
  scratch.repo('repo', 'namespace: outer\n');
  scratch.repo('repo/modules', 'namespace: inner\n');
  scratch.module('repo/modules/cache', 'module_name: cache\n');
  expect(await find('inner_cache', 'repo')).toEqual(at('repo/modules/cache'));
  await expect(find('outer_cache', 'repo')).rejects.toMatchObject(NOT_FOUND);
});

test('an entry of CHI_REPO_PATH may be a module, of the repository above it or with its own namespace', async () => {
  scratch.repo('repo', 'namespace: acme\nmodules: [cache]\n');
  scratch.module('repo/cache', 'module_name: cache\n');
  scratch.module('alone', 'module_name: alone\nnamespace: solo\n');
  expect(await find('acme_cache', 'repo/cache')).toEqual(at('repo/cache'));
  expect(await find('solo_alone', 'alone')).toEqual(at('alone'));
});

test('the error for a missing module lists the places searched, the modules there, and the naming rule', async () => {
  scratch.repo('repo', 'namespace: acme\nmodules: [one]\n');
  scratch.module('repo/one', 'module_name: one\n');
  const search = find('acme_missing_one', 'repo', 'nowhere');
  await expect(search).rejects.toMatchObject(NOT_FOUND);
  const message = await search.catch((error: Error) => error.message);
  for (const part of [
    `${join(scratch.root, 'repo')} (CHI_REPO_PATH): it has acme_one`,
    `${join(scratch.root, 'nowhere')} (CHI_REPO_PATH): there is no such directory`,
    'package @acme/missing-one',
    'package @acme-missing/one',
    scratch.root,
    '<namespace>_<module_name>',
  ]) {
    expect(message).toContain(part);
  }
});

test('names a directory that this user may not read', async () => {
  scratch.repo('repo', 'namespace: acme\n');
  scratch.module('repo/modules/secret', 'module_name: secret\n');
  scratch.module('hidden/repo', 'module_name: other\n');
  const at = (path: string): string => join(scratch.root, path);
  chmodSync(scratch.root, 0o755);
  const closed = ['repo/modules/secret', 'hidden'].map(at);
  for (const path of closed) chmodSync(path, 0);
  await expect(find('acme_none', 'repo')).rejects.toMatchObject(NOT_FOUND); // loads the code
  const isRoot = process.geteuid!() === 0; // who may read everything
  if (isRoot) process.seteuid!(65_534);
  const search = find('acme_secret', 'repo', 'hidden/repo');
  try {
    await expect(search).rejects.toMatchObject(NOT_FOUND);
  } finally {
    if (isRoot) process.seteuid!(0);
    for (const path of closed) chmodSync(path, 0o700);
  }
  const message = await search.catch((error: Error) => error.message);
  expect(message).toContain(`it has no modules; this user may not read ${closed[0]}\n`);
  expect(message).toContain(`${at('hidden/repo')} (CHI_REPO_PATH): this user may not read it\n`);
});

test('without CHI_REPO_PATH the message says how to set it', async () => {
  await expect(find('nobody_nothing')).rejects.toThrow(/directory of its repository into CHI_REPO_PATH/);
  await expect(find('noname')).rejects.toMatchObject(NOT_FOUND);
});

test.each([
  ['that is no YAML', 'namespace: [', ':1:13: '],
  ['that is longer than anybody writes', '#'.repeat(2 ** 20 + 1), ' is longer than 1 MB'],
])('names a repository file %s', async (_what, text, said) => {
  scratch.repo('repo', text);
  await expect(find('acme_one', 'repo')).rejects.toMatchObject({
    code: 'MODULE_INVALID',
    message: expect.stringContaining(`${join(scratch.root, 'repo', 'chimaera_repo.yaml')}${said}`),
  });
});

test('searches repositories that list each other only once', async () => {
  // Ten to the power of fifteen ways lead to the last.
  for (let i = 0; i < 15; i++)
    scratch.repo(`r${i}`, `namespace: acme\nmodules: [${`../r${i + 1}, `.repeat(10)}]\n`);
  scratch.repo('r15', 'namespace: acme\nmodules: [one]\n');
  scratch.module('r15/one', 'module_name: one\n');
  expect(await find('acme_one', 'r0')).toEqual(at('r15/one'));
});

test('a name that is no string finds nothing', async () => {
  scratch.repo('repo', 'namespace: { toString: 1 }\nmodules: [{ a: 1 }, one]\n');
  scratch.module('repo/one', 'module_name: { toString: 1 }\n');
  await expect(find('acme_one', 'repo')).rejects.toMatchObject(NOT_FOUND);
});
