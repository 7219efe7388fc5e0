// Real threads that run TypeScript files of the tests, and with them the code under test. The files are compiled
// before the thread starts: loader hooks (`module.register`) in several threads at once hang or crash Node 20.
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll } from '@jest/globals';
import { transformSync } from '@swc/core';

const packageRoot = resolve(import.meta.dirname, '../../..');
const outRoot = mkdtempSync(join(tmpdir(), 'chimaera-threads-'));
afterAll(() => rmSync(outRoot, { recursive: true, force: true }));
writeFileSync(join(outRoot, 'package.json'), '{ "type": "module" }');
symlinkSync(resolve(packageRoot, '../../node_modules'), join(outRoot, 'node_modules'));

const options = {
  jsc: {
    parser: { syntax: 'typescript' },
    target: 'es2022',
    transform: { verbatimModuleSyntax: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
} as const;

const RELATIVE_IMPORT = /(?:from|import|import\() ?'(\.{1,2}\/[^']+)\.js'/g;

/** Compiles a file and all that it imports, once; returns the path of the result. */
function compile(source: string): string {
  const out = join(outRoot, relative(packageRoot, source).replace(/\.ts$/, '.js'));
  if (existsSync(out)) return out;
  const { code } = transformSync(readFileSync(source, 'utf8'), { ...options, filename: source });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, code);
  for (const [, path] of code.matchAll(RELATIVE_IMPORT)) compile(resolve(dirname(source), `${path}.ts`));
  return out;
}

/**
 * Runs a file to its end; resolves to what it posted.
 * @param entry relative to the folder of unit tests
 * @param input available there as `workerData`
 */
export async function runCompiledThread<T>(entry: string, input: object): Promise<T> {
  const worker = new Worker(compile(resolve(import.meta.dirname, '..', entry)), { workerData: input });
  let posted: unknown;
  worker.on('message', (message) => (posted = message));
  // rejects when the thread dies of an error
  await once(worker, 'exit');
  return posted as T;
}
