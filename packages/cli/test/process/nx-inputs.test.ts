// What Nx hashes in this workspace, according to Nx itself: what invalidates a target, and what does not.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const NX = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const NX_RUN_MS = 120_000;

interface Inputs {
  readonly files: readonly string[];
  /** Outputs of earlier targets, hashed once these have run. */
  readonly depOutputs?: readonly string[];
}

function inputsOf(target: string): Inputs {
  // Settings of this test run are not meant for the workspace under test.
  const { NX_WORKSPACE_ROOT: _root, NX_SKIP_NX_CACHE: _skip, FORCE_COLOR: _color, ...env } = process.env;
  const run = spawnSync(process.execPath, [NX, 'show', 'target', 'inputs', target, '--json'], {
    cwd: ROOT,
    env: { ...env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
    encoding: 'utf8',
    timeout: NX_RUN_MS,
  });
  if (run.status !== 0) throw new Error(`nx show target inputs ${target}:\n${run.stdout}${run.stderr}`);
  return JSON.parse(run.stdout) as Inputs;
}

const MODULES = ['admin', 'bdev', 'mod-name'];
/** Nx adds these to every target by itself. */
const EVERYWHERE = ['.gitignore', 'nx.json', 'tsconfig.base.json'];
const ownFiles = (module: string): string[] =>
  ['chimaera_mod.lock.json', 'chimaera_mod.yaml', 'src/runtime.ts', 'src/tasks.ts'].map(
    (file) => `packages/${module}/${file}`,
  );
const generated = (module: string): string => `packages/${module}/src/autogen/tasks.ts`;

describe('the inputs that Nx watches', () => {
  test(
    'for generated code: YAML, tasks.ts, runtime.ts, locks, the generator with its templates, and nothing else',
    () => {
      const { files, depOutputs } = inputsOf('codegen:refresh');
      const expected = ['packages/chimaera_repo.yaml', ...MODULES.flatMap(ownFiles), ...EVERYWHERE];
      expect([...files].sort()).toEqual(expected.sort());
      expect(depOutputs!.every((path) => path.startsWith('tools/codegen/dist/'))).toBe(true);
      expect(depOutputs).toEqual(expect.arrayContaining(['tools/codegen/dist/refresh.js']));
      expect(inputsOf('codegen:build').files).toEqual(
        expect.arrayContaining(['templates/module/src/tasks.ts.hbs', 'tools/codegen/src/refresh.ts']),
      );
    },
    NX_RUN_MS,
  );

  test(
    'for the generated code of one module: its own files',
    () => {
      const { files } = inputsOf('mod-name:refresh');
      const expected = ['packages/chimaera_repo.yaml', ...ownFiles('mod-name'), ...EVERYWHERE];
      expect([...files].sort()).toEqual(expected.sort());
    },
    NX_RUN_MS,
  );

  test(
    'for a build: sources and freshly generated code, so that no stale build is served',
    () => {
      const { files, depOutputs } = inputsOf('mod-name:build');
      expect(files).toEqual(
        expect.arrayContaining(['packages/mod-name/src/client.ts', 'packages/mod-name/chimaera_mod.yaml']),
      );
      // As a source it would be hashed before the generator rewrites it.
      expect(files.filter((path) => path.includes('/autogen/'))).toEqual([]);
      expect(depOutputs).toEqual(
        expect.arrayContaining([
          generated('mod-name'),
          'packages/core/dist/index.js',
          'packages/admin/dist/index.js',
        ]),
      );
    },
    NX_RUN_MS,
  );

  test(
    'for a test: the build output of the project and of all its dependencies',
    () => {
      const { files, depOutputs } = inputsOf('mod-name:test');
      expect(files).toEqual(
        expect.arrayContaining([
          'packages/mod-name/src/runtime.ts',
          'packages/mod-name/test/process/monitors.test.ts',
          'jest.preset.js',
        ]),
      );
      expect(depOutputs).toEqual(
        expect.arrayContaining([
          'packages/mod-name/dist/runtime.js',
          'packages/core/dist/index.js',
          'packages/admin/dist/runtime.js',
        ]),
      );
    },
    NX_RUN_MS,
  );
});
