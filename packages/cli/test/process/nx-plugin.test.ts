// Nx itself, in a workspace that has the plugin in its nx.json and nothing else to go by.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addModule, addRepository } from '@chimaera/codegen';

const OWN_MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const NX = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const NX_RUN_MS = 240_000;

// The plugin decides what is hashed and run; a real compiler would only take longer.
const NX_JSON = {
  neverConnectToCloud: true,
  analytics: false,
  useDaemonProcess: false,
  tui: { enabled: false },
  plugins: ['@chimaera/codegen/nx'],
  pluginsConfig: { '@nx/js': { analyzeSourceFiles: false } },
  targetDefaults: { build: { command: 'node --version' } },
};

let root: string;
const at = (path: string): string => join(root, path);
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'chi-nx-')));
  await addRepository(root, 'shop');
  await addModule(root, 'first', { install: false });
  await addModule(root, 'second', { install: false });
  writeFileSync(at('nx.json'), JSON.stringify(NX_JSON));
  mkdirSync(at('modules/notes'));
  writeFileSync(at('modules/notes/chimaera_mod.yaml'), '# no package, so no project\n');
  // whose namespace is that of the repository
  const first = readFileSync(at('modules/first/chimaera_mod.yaml'), 'utf8');
  writeFileSync(at('modules/first/chimaera_mod.yaml'), first.replace(/^namespace: .*\n/m, ''));
  appendFileSync(at('modules/second/chimaera_mod.yaml'), 'dependencies: [shop_first]\n');
  symlinkSync(OWN_MODULES, at('node_modules'));
}, NX_RUN_MS);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function nx(...args: string[]): string {
  // Settings of this test run are not meant for the workspace under test.
  const { NX_WORKSPACE_ROOT: _root, NX_SKIP_NX_CACHE: _skip, FORCE_COLOR: _color, ...env } = process.env;
  const run = spawnSync(process.execPath, [NX, ...args], {
    cwd: root,
    env: {
      ...env,
      CI: 'true',
      NO_COLOR: '1',
      NX_DAEMON: 'false',
      NX_NO_CLOUD: 'true',
      FORCE_COLOR: undefined,
    },
    encoding: 'utf8',
    timeout: NX_RUN_MS,
  });
  if (run.status !== 0) throw new Error(`nx ${args.join(' ')}:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

/** The tasks of a build that were run and not taken from the cache. */
function built(): string[] {
  const printed = nx('run-many', '-t', 'build', '--outputStyle=static');
  return Array.from(printed.matchAll(/^> nx run (\S+)(?! +\[)$/gm), ([, task]) => task!).sort();
}

test(
  'every module is a project with targets, and the graph knows the dependencies of its YAML',
  () => {
    nx('graph', '--file=graph.json');
    const { graph } = JSON.parse(readFileSync(at('graph.json'), 'utf8')) as {
      graph: {
        nodes: Record<string, { data: { root: string; targets: object } }>;
        dependencies: Record<string, { target: string }[]>;
      };
    };
    const roots = Object.values(graph.nodes).map(({ data }) => data.root);
    expect(roots.sort()).toEqual(['modules/first', 'modules/second']);
    const [second] = Object.values(graph.nodes).filter(({ data }) => data.root === 'modules/second');
    expect(Object.keys(second!.data.targets)).toEqual(
      expect.arrayContaining(['refresh', 'build', 'test', 'typecheck', 'lint']),
    );
    const [[, dependencies]] = Object.entries(graph.dependencies).filter(([name]) => name.endsWith('second'));
    expect(dependencies!.map(({ target }) => target.replace('@shop/', ''))).toEqual(['first']);
  },
  NX_RUN_MS,
);

test(
  'a change to one YAML rebuilds only its module',
  () => {
    const short = (): string[] => built().map((task) => task.replace('@shop/', ''));
    expect(short()).toEqual(['first:build', 'first:refresh', 'second:build', 'second:refresh']);
    expect(short()).toEqual([]);
    appendFileSync(at('modules/first/chimaera_mod.yaml'), '# touched\n');
    expect(short()).toEqual(['first:build', 'first:refresh']);
  },
  NX_RUN_MS,
);

test(
  'an unreadable YAML does not fail Nx',
  () => {
    appendFileSync(at('modules/second/chimaera_mod.yaml'), 'kBroken: [\n');
    expect(nx('show', 'projects').trim().split('\n')).toHaveLength(2);
    expect(() => nx('run', '@shop/second:refresh')).toThrow(/chimaera_mod\.yaml:\d+:\d+: error/);
  },
  NX_RUN_MS,
);
