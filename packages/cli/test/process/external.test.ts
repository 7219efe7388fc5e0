// Repositories outside of this one, with nothing but what npm installs: the packages are packed, and served by a
// registry on this machine that has what is installed here.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { chimaera, outcomeOf, Place, spawnProgram, type Environment, type Outcome } from './cli.js';
import { startRegistry, type LocalRegistry } from './local-registry.js';
import { flawsOf } from './package-contents.js';

/** Generous: npm, the compiler and two repositories, on a machine that may be busy. */
const STEP_MS = 240_000;
jest.setTimeout(STEP_MS);
const PACKAGES = [
  'chimaera',
  ...['admin', 'bdev', 'codegen', 'core', 'mod-name'].map((name) => `@chimaera/${name}`),
];

let root: string;
let registry: LocalRegistry;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'chi-external-'));
  registry = await startRegistry();
});
afterAll(async () => {
  await registry?.close();
  rmSync(root, { recursive: true, force: true });
});

const at = (...path: string[]): string => join(root, ...path);

/** Runs a command in a directory, as in a shell where only the registry is set up. */
function run(dir: string, command: string, ...args: string[]): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|CHI_|INIT_CWD)/i.test(name));
  const env: Environment = { ...(Object.fromEntries(inherited) as Environment), ...registry.env };
  return outcomeOf(spawn(command, args, { cwd: at(dir), env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function done(outcome: Promise<Outcome>): Promise<Outcome> {
  const result = await outcome;
  if (result.code !== 0) throw new Error(`ended with code ${result.code}:\n${result.stdout}${result.stderr}`);
  return result;
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(at(path), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(at(path), after);
}

/** Changes the version that a repository's copy of core claims to have; returns the previous one. */
function setCoreVersion(repository: string, change: (version: string) => string): string {
  let before = '';
  edit(`${repository}/node_modules/@chimaera/core/package.json`, (text) =>
    text.replace(
      /"version": "([^"]+)"/,
      (_, version: string) => `"version": "${change((before = version))}"`,
    ),
  );
  return before;
}

/** Whatever a program is likely to import. */
const USES = `
import { connect, PoolId, PoolQuery } from '@chimaera/core';
import * as core from '@chimaera/core/module';
import * as generated from '@chimaera/core/codegen';
import * as runtime from '@chimaera/core/runtime';
import * as admin from '@chimaera/admin';
import * as bdev from '@chimaera/bdev';
import { Client } from '@their-project/my-module';

export const all = [core, generated, runtime, admin, bdev];
export async function greet(): Promise<number> {
  await using chi = await connect();
  const client = new Client(chi, PoolId.parse('7000.0'));
  const { count } = await client.greet({ name: 'Ada' }, { query: PoolQuery.local() });
  // @ts-expect-error the name is missing
  await client.greet({});
  return count;
}
`;

/** A client of a module, run in the repository of that module. */
const client = (scope: string, id: string): string => `
import { connect, PoolId } from '@chimaera/core';
import { Client } from '${scope}/my-module';

const chi = await connect();
const client = new Client(chi, PoolId.parse('${id}'));
await client.create({ poolName: '${scope}', params: { greeting: 'Hello from ${scope}' } });
console.log(JSON.stringify(await client.greet({ name: 'Ada' })));
await chi.close();
`;

describe('a repository outside this one', () => {
  test('is created and installed, and its new module builds and passes its test', async () => {
    await done(chimaera(['repo', 'new', at('mine'), '--namespace', 'myproject']));
    await done(run('mine', 'npm', 'install'));
    // the same, as it is before it has a module
    cpSync(at('mine'), at('theirs'), { recursive: true, verbatimSymlinks: true });

    const made = await done(run('mine', 'npx', 'chimaera', 'mod', 'new', 'my_module'));
    expect(made.stdout).toBe('@myproject/my-module is in modules/my-module; try it: npm test\n');
    const tested = await done(run('mine', 'npm', 'test'));
    // From Node 26 on, its test runner prints colours where Jest asks for them.
    expect(stripVTControlCharacters(tested.stdout)).toMatch(/[#ℹ] pass 1\n[#ℹ] fail 0/);
    expect((await done(run('mine', 'npx', 'chi_refresh_repo', '.'))).stdout).toMatch(
      /1 module, all up to date/,
    );
    await done(run('mine', 'npm', 'ci', '--dry-run'));
  });

  test.each(PACKAGES)('has what users need from %s, and nothing else', (name) => {
    expect(flawsOf(at('mine/node_modules', name))).toEqual([]);
  });

  test('can be loaded from CommonJS: no entry point has a top-level await', async () => {
    const doors = ['core', 'core/module', 'core/codegen', 'core/runtime', 'admin', 'codegen', 'codegen/cli'];
    const names = [...doors.map((door) => `@chimaera/${door}`), '@myproject/my-module'];
    const program = `for (const name of ${JSON.stringify(names)}) if (typeof require(name) !== 'object') throw name`;
    await done(run('mine', process.execPath, '--input-type=commonjs', '-e', program));
  });

  test('can have a sibling with a module of the same name in another namespace', async () => {
    edit('theirs/chimaera_repo.yaml', (text) => text.replaceAll('myproject', 'their_project'));
    await done(run('theirs', 'npx', 'chimaera', 'mod', 'new', 'my_module', '--no-install'));
    // and that its compiler looks into the types of its packages, and is stricter than the template
    edit('theirs/tsconfig.base.json', (text) =>
      text.replace('"skipLibCheck": true', '"skipLibCheck": false, "exactOptionalPropertyTypes": true'),
    );
    writeFileSync(at('theirs/modules/my-module/test/uses.ts'), USES);
    await done(run('theirs', 'npm', 'run', 'build'));
    writeFileSync(at('mine/client.mjs'), client('@myproject', '7000.0'));
    setCoreVersion('theirs', (version) => version.replace(/\.\d+$/, '.99')); // another patch is as good
    // not linked: nothing but the build of the module itself is looked at
    writeFileSync(at('theirs/modules/my-module/client.mjs'), client('@their-project', '7001.0'));
  });
});

describe('a runtime', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place.remove());

  /** Starts a runtime of this workspace, whose copy of core is neither of the two. */
  const start = (...repositories: string[]): Promise<Outcome> =>
    chimaera(['runtime', 'start', '--dir', place.dir, '--config', place.config], {
      CHI_REPO_PATH: repositories.map((name) => at(name)).join(':'),
    });
  const call = (program: string): Promise<Outcome> =>
    outcomeOf(spawnProgram(at(program), [], { CHI_RUNTIME_DIR: place.dir, CHI_WAIT_SERVER: '5' }));
  const MINE = 'mine/client.mjs';
  const THEIRS = 'theirs/modules/my-module/client.mjs';

  test('with CHI_REPO_PATH serves both repositories to their clients', async () => {
    await done(start('mine', 'theirs'));
    const results = await Promise.all([done(call(MINE)), done(call(THEIRS))]);
    expect(results.map(({ stdout }) => JSON.parse(stdout) as object)).toEqual([
      { text: 'Hello from @myproject, Ada!', count: 1, returnCode: 0 },
      { text: 'Hello from @their-project, Ada!', count: 1, returnCode: 0 },
    ]);
    const { pools } = await place.status();
    expect([...pools].sort((a, b) => a.id.localeCompare(b.id))).toMatchObject([
      { id: '1.0', module: 'chimaera_admin' },
      { id: '7000.0', name: '@myproject', module: 'myproject_my_module' },
      { id: '7001.0', name: '@their-project', module: 'their_project_my_module' },
    ]);
  });

  test('creates their pools from YAML', async () => {
    const pool = '{ mod_name: myproject_my_module, pool_name: composed, pool_id: "7002.0", greeting: Hi }';
    const config = place.writeConfig('compose.yaml', `compose: [${pool}]\n`);
    await done(
      chimaera(['runtime', 'start', '--dir', place.dir, '--config', config], { CHI_REPO_PATH: at('mine') }),
    );
    expect((await place.status()).pools).toMatchObject([{}, { id: '7002.0', module: 'myproject_my_module' }]);
  });

  test('refuses a module built with another version of core, and says what to install', async () => {
    const version = setCoreVersion('theirs', () => '99.0.0');
    await done(start('theirs'));
    const { code, stderr } = await call(THEIRS);
    setCoreVersion('theirs', () => version);
    expect(code).toBe(1);
    expect(stderr).toContain('MODULE_INVALID');
    expect(stderr).toContain('it is made for @chimaera/core 99.0.0');
    expect(stderr).toMatch(
      /install @chimaera\/core and @chimaera\/codegen \d+\.\d+\.\d+ where the module lives/,
    );
  });

  test('names the dependency that a module lacks', async () => {
    edit('theirs/modules/my-module/dist/runtime.js', (text) => `import '@their-project/absent';\n${text}`);
    await done(start('theirs'));
    const { code, stderr } = await call(THEIRS);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /depends on @their-project\/absent, which is not installed: npm install @their-project\/absent/,
    );
    expect(stderr).toContain('every module needs @chimaera/core and @chimaera/admin');
  });
});

describe('the guide has a remedy for', () => {
  test('tools that are not found', async () => {
    await done(chimaera(['repo', 'new', at('bare'), '--namespace', 'bare']));
    cpSync(at('mine/modules'), at('bare/modules'), { recursive: true });
    rmSync(at('bare/modules/my-module/chimaera_mod.lock.json')); // which keeps the namespace
    for (const file of ['chimaera_mod.yaml', 'src/tasks.ts'])
      edit(`bare/modules/my-module/${file}`, (text) => text.replaceAll('myproject', 'bare'));
    const { code, stdout } = await chimaera(['repo', 'refresh', at('bare')]);
    expect(code).toBe(0);
    expect(stdout).toContain(`the tools are not found: @chimaera/core is not installed for ${at('bare')}`);
    expect(stdout).toContain('npm install chimaera @chimaera/core @chimaera/admin');
  });

  test('a library name mismatch', async () => {
    edit('mine/modules/my-module/src/tasks.ts', (text) =>
      text.replace("'myproject_my_module'", "'my_module'"),
    );
    const { code, stderr } = await run('mine', 'npm', 'run', 'build');
    expect(code).not.toBe(0);
    expect(stderr).toContain("chimodLibName 'my_module' is not this module's name 'myproject_my_module'");
    expect(stderr).toContain('the library name is <namespace>_<module_name>');
  });
});
