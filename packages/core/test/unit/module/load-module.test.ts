// Node itself loads the modules, in a thread like a worker's, because Jest's own loader fails in other ways.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import type { ModuleLocation } from '../../../src/route/pool-record.js';
import { runCompiledThread } from '../support/compiled-thread.js';
import { scratchModules } from './scratch-modules.js';

interface Attempt {
  readonly key: string;
  /** Files to write first. */
  readonly write?: Readonly<Record<string, string>>;
}

export interface LoadThreadInput {
  readonly location: ModuleLocation;
  readonly attempts: readonly Attempt[];
}

const scratch = scratchModules();

const LIB_EXEC = `export const libExec = { key: 'acme_cache' };`;

function runtime(name = 'acme_cache'): string {
  return `
    import { Container, chiTask } from '@chimaera/core/module';
    class CreateParams { static chimodLibName = '${name}'; }
    class Runtime extends Container { static CreateParams = CreateParams; }
    export default chiTask(Runtime);`;
}

/** A built module, with a package of core that leads to the code under test. */
function build(files: { readonly runtime?: string; readonly libExec?: string } = {}): void {
  scratch.package('.', '@acme/cache');
  scratch.write('dist/runtime.js', files.runtime ?? runtime());
  scratch.write('dist/autogen/lib_exec.js', files.libExec ?? LIB_EXEC);
  scratch.write('node_modules/@chimaera/core/package.json', {
    type: 'module',
    exports: { './module': './module.js' },
  });
  scratch.write(
    'node_modules/@chimaera/core/module.js',
    'export const { Container, chiTask } = globalThis.core;',
  );
}

function load(...attempts: Attempt[]): Promise<string[]> {
  const url = (file: string): string => pathToFileURL(join(scratch.root, 'dist', file)).href;
  const location = { runtimeUrl: url('runtime.js'), libExecUrl: url('autogen/lib_exec.js') };
  return runCompiledThread<string[]>('module/load-thread.ts', {
    location,
    attempts,
  } satisfies LoadThreadInput);
}

const KEY = { key: 'acme_cache' };

test('loads a built module', async () => {
  build();
  expect(await load(KEY, KEY)).toEqual([
    'loaded acme_cache acme_cache Runtime',
    'loaded acme_cache acme_cache Runtime',
  ]);
});

test('reports a module that is not built, and loads it once it is', async () => {
  build();
  const file = join(scratch.root, 'dist', 'runtime.js');
  rmSync(file);
  const [before, after] = await load(KEY, { ...KEY, write: { [file]: runtime() } });
  expect(before).toMatch(
    /^MODULE_INVALID: module 'acme_cache' is not built: there is no .*runtime\.js; run npx nx build/,
  );
  expect(after).toBe('loaded acme_cache acme_cache Runtime');
});

test('loads from a directory with a space and other odd characters', async () => {
  const { root } = scratch;
  scratch.root = join(root, 'with space#and%20more');
  mkdirSync(scratch.root);
  try {
    build();
    expect(await load(KEY)).toEqual(['loaded acme_cache acme_cache Runtime']);
  } finally {
    scratch.root = root;
  }
});

test('a name other than the requested one is a library name mismatch', async () => {
  build();
  const [mismatch, known] = await load({ key: 'acme_other' }, KEY);
  expect(mismatch).toMatch(
    /^MODULE_INVALID: library name mismatch: .* found as 'acme_other'.* says 'acme_cache'/,
  );
  expect(mismatch).toContain('<namespace>_<module_name>');
  expect(known).toBe('loaded acme_cache acme_cache Runtime');
});

test('runtime and generated code that disagree are a library name mismatch', async () => {
  build({ runtime: runtime('acme_old') });
  expect((await load(KEY))[0]).toMatch(/library name mismatch.*chimodLibName says 'acme_old'/);
  build({ libExec: `export const libExec = { key: 'acme_new' };` });
  expect((await load(KEY))[0]).toMatch(
    /library name mismatch.*the code generated from its YAML says 'acme_new'/,
  );
});

test('explains the suffix _runtime, with the file', async () => {
  build({ runtime: runtime('acme_cache_runtime') });
  expect((await load(KEY))[0]).toMatch(
    /^MODULE_INVALID: .*runtime\.js: chimodLibName should not include the _runtime suffix/,
  );
});

test('names a missing dependency and the remedy', async () => {
  build({ runtime: `import 'left-pad';${runtime()}` });
  expect((await load(KEY))[0]).toMatch(
    /it depends on left-pad, which is not installed: npm install left-pad/,
  );
});

test('reports a file missing from the build', async () => {
  build({ runtime: `import './tasks.js';${runtime()}` });
  expect((await load(KEY))[0]).toMatch(/its build is incomplete.*tasks\.js/);
});

test.each([
  ['no default export', `export const nothing = 1;`],
  ['a default export that is no registration', `export default class Runtime {}`],
])('refuses %s as a module', async (_, text) => {
  build({ runtime: text });
  expect((await load(KEY))[0]).toMatch(
    /is not a module: it has to end in "export default chiTask\(Runtime\)"/,
  );
});

test('reports missing generated code', async () => {
  build({ libExec: 'export {};' });
  expect((await load(KEY))[0]).toMatch(/has no libExec; generate it again/);
});

test('passes on an error thrown while loading', async () => {
  build({ runtime: `throw new TypeError('bad start');` });
  expect((await load(KEY))[0]).toMatch(
    /^MODULE_INVALID: module 'acme_cache' cannot be loaded: bad start \(at \/.*runtime\.js:1:\d+\)$/,
  );
  build({ runtime: `{{{` });
  expect((await load(KEY))[0]).toMatch(/cannot be loaded: Unexpected end of input \(.*runtime\.js\)$/);
});

test('refuses a module with another copy of core', async () => {
  build({ runtime: `export default { isChimaeraChimod: true, getChimodName: () => 'acme_cache' };` });
  expect((await load(KEY))[0]).toMatch(/uses another copy of @chimaera\/core/);
});
