import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { chimaera, outcomeOf, type Outcome } from './cli.js';

/** npm and the generator's parser, on a machine that may be busy. */
jest.setTimeout(120_000);
const CLI = new URL('../../bin/chimaera.js', import.meta.url).pathname;

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'chi-scaffold-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function run(command: string, ...args: string[]): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    npm_config_offline: 'true',
    npm_config_userconfig: '/dev/null',
  };
  return outcomeOf(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

const modNew = (...args: string[]): Promise<Outcome> => run(process.execPath, CLI, 'mod', 'new', ...args);

describe('mod new', () => {
  test('adds the module to all lists of a workspace, and npm ci still works', async () => {
    write('package.json', { name: 'workspace', private: true, workspaces: ['packages/*'] });
    write('tools/codegen/project.json', {});
    for (const name of ['core', 'admin'])
      write(`packages/${name}/package.json`, { name: `@chimaera/${name}`, version: '0.1.0' });
    write('packages/chimaera_repo.yaml', 'namespace: chimaera\nmodules: []\n');
    write('tsconfig.json', { files: [], references: [] });
    expect((await run('npm', 'install')).code).toBe(0);

    const { code, stdout } = await modNew('my_cache');
    expect(code).toBe(0);
    expect(stdout).toBe('@chimaera/my-cache is in packages/my-cache; try it: npx nx test my-cache\n');
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, object>;
    };
    expect(packages['node_modules/@chimaera/my-cache']).toEqual({
      resolved: 'packages/my-cache',
      link: true,
    });
    expect(packages['packages/my-cache']).toMatchObject({ dependencies: { '@chimaera/core': '0.1.0' } });
    expect(readFileSync(join(root, 'packages/chimaera_repo.yaml'), 'utf8')).toMatch(
      /^modules: \[ my-cache \]$/m,
    );
    expect(await run('npm', 'ci', '--dry-run')).toMatchObject({ code: 0 });

    for (const [name, why] of [
      ['my-cache', 'packages/my-cache exists already'],
      ['MyCache', 'how about my-cache?'],
      ['../up', 'how about up?'],
    ] as const) {
      const refused = await modNew(name);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('chimaera: INVALID_ARGUMENT: ');
      expect(refused.stderr).toContain(why);
    }
  });

  test('outside a repository says how to create one', async () => {
    const { code, stderr } = await modNew('cache');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /a module is made inside a repository.*chimaera repo new NAME --namespace NAMESPACE/,
    );
  });
});

describe('repo new', () => {
  const made = (...args: string[]): Promise<Outcome> =>
    chimaera(['repo', 'new', join(root, 'shop'), ...args]);

  test('prints the next steps', async () => {
    const { code, stdout } = await made('--namespace', 'my_shop');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /modules called my_shop_<module_name>[^]*npm install[^]*chimaera mod new[^]*npm test/,
    );
    expect(stdout).toMatch(
      /not published, `npm run registry` in (\/.*) serves them:\n +\1\/docs\/external\.md/,
    );
    expect(existsSync(join(root, 'shop/chimaera_repo.yaml'))).toBe(true);
  });

  test('in the current directory needs no cd', async () => {
    const { code, stdout } = await run(process.execPath, CLI, 'repo', 'new', '.', '--namespace', 'mine');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringMatching(/^ +cd /m) });
    expect(stdout).toContain(`${root} is a repository for modules called mine_<module_name>.`);
  });

  test('quotes the directory for a shell', async () => {
    const { stdout } = await chimaera(['repo', 'new', join(root, "it's new"), '--namespace', 'mine']);
    expect(stdout).toMatch(/^ {2}cd '.*it'\\''s new'$/m);
  });

  test('requires a valid namespace and an empty directory', async () => {
    expect(await made()).toMatchObject({ code: 2, stderr: expect.stringContaining('--namespace') });
    const { code, stderr } = await made('--namespace', 'my-shop');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('how about my_shop?') });
    expect(existsSync(join(root, 'shop'))).toBe(false);
    write('shop/file', '');
    expect(await made('--namespace', 'mine')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exists already and is not empty'),
    });
  });
});
