import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importLayers } from './tools/dev/import-layers.mjs';

const chimaera = { rules: { 'import-layers': importLayers } };

// Each layer of core, and what it may import beside itself. Lower ones never import higher ones; client and
// worker never import each other.
const stack = ['os', 'layout', 'memory', 'task', 'lane', 'route', 'sync', 'submit', 'chi'];
const base = ['disposal.ts', 'errors.ts', 'inspection.ts', 'config', 'log.ts'];
const coreLayers = {
  'disposal.ts': [],
  'errors.ts': [],
  'inspection.ts': [],
  os: ['errors.ts'],
  config: ['errors.ts', 'os', 'layout'],
  'log.ts': ['errors.ts', 'config', 'os'],
  ...Object.fromEntries(stack.slice(1).map((layer, i) => [layer, [...base, ...stack.slice(0, i + 1)]])),
  layout: [], // bytes alone
  client: [...base, ...stack],
  module: [...base, ...stack],
  worker: [...base, ...stack, 'module'],
  runtime: [...base, ...stack, 'client', 'module', 'worker', 'doors'],
  // the doors: users, module authors, generated code, tools that start and stop runtimes
  'index.ts': '*',
  'module.ts': '*',
  'codegen.ts': '*',
  'runtime.ts': '*',
  // the same three as packages see them: which copy of core is behind them depends on the thread
  doors: '*',
};

// The folders of the worker, in the same way: what it keeps, where tasks come from, what becomes of them. Beside them,
// the thread that does all that.
const workerLayers = {
  state: [],
  inlets: ['state'],
  flow: ['state', 'inlets'],
  '*.ts': '*',
};

// The folders of the control plane. What they have in common lies beside them.
const plane = ['directory', 'memory', 'workers', 'pools', 'sessions', 'monitor'];
const options = ['control-plane-options.ts', 'directory', 'workers'];
const runtimeLayers = {
  'core-version.ts': [],
  'runtime-calls.ts': [],
  directory: [],
  memory: [],
  workers: [],
  pools: ['workers'],
  sessions: ['memory'],
  monitor: ['core-version.ts', 'memory', 'sessions'],
  'control-plane-options.ts': ['workers', 'pools'],
  'control-plane.ts': ['control-plane-options.ts', 'core-version.ts', 'runtime-calls.ts', ...plane],
  // how a runtime is asked, started and stopped
  inquiry: ['directory'],
  compose: ['directory', 'pools', 'inquiry'],
  daemon: ['control-plane.ts', ...options, 'inquiry', 'compose'],
  embedded: ['control-plane.ts', ...options, 'compose'],
};

const codegenLayers = {
  'errors.ts': [],
  'inspection.ts': [],
  model: [],
  input: ['errors.ts', 'model'],
  verify: ['errors.ts', 'model'],
  compat: ['errors.ts', 'model'],
  lint: ['errors.ts', 'model', 'input'],
  emit: ['errors.ts', 'model'],
  output: ['errors.ts', 'model'],
  // on top: what puts the stages together
  'pipeline.ts': '*',
  'find.ts': '*',
  'refresh.ts': '*',
  'check.ts': '*',
  'breaking.ts': '*',
  'lint.ts': '*',
  'report.ts': '*',
  'changes.ts': '*',
  'watch.ts': '*',
  'cli.ts': '*',
  'index.ts': '*',
  generators: '*',
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.tsbuild/',
    '**/coverage/',
    '.nx/',
    '.test-results/',
    '**/src/autogen/',
    'templates/',
    '**/golden/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only (a module registration apart).',
        },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // Prettier wraps code and leaves comments alone.
    rules: { 'max-len': ['error', { code: 1000, comments: 120, ignoreUrls: true }] },
  },
  {
    // where a default export is the contract: a module's registration, an Nx generator, a test's own module
    files: [
      'packages/*/src/runtime.ts',
      'bench/chimods/*/src/runtime.ts',
      'tools/codegen/src/generators/**',
      '**/test/**',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    plugins: { chimaera },
    rules: {
      'chimaera/import-layers': [
        'error',
        { root: 'packages/core/src', layers: coreLayers, tools: { koffi: 'os' } },
        { root: 'packages/core/src/worker', layers: workerLayers },
        { root: 'packages/core/src/runtime', layers: runtimeLayers },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@chimaera/*'], message: 'Core knows no module (design D14).' }] },
      ],
    },
  },
  {
    files: ['tools/codegen/src/**/*.ts'],
    plugins: { chimaera },
    rules: { 'chimaera/import-layers': ['error', { root: 'tools/codegen/src', layers: codegenLayers }] },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
