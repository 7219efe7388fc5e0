/**
 * A program that emits declarations can return whatever this package gives it. A type that no entry point exports would
 * make the compiler refuse that (TS2742), because it would have to name a file inside of the package.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  types: [],
  strict: true,
  declaration: true,
  skipLibCheck: true,
  // The package lies in node_modules, as an installed one does; this workspace only links it.
  preserveSymlinks: true,
};

const CALLER = `
import { ChimaeraError, type CallOptions, type Connection } from '@chimaera/core';
export const code = (error: ChimaeraError) => error.code;
export const replicas = (error: ChimaeraError) => error.replicas;
export const options = (...[, , options]: ConstructorParameters<typeof ChimaeraError>) => options;
export const report = (chi: Connection) => chi.admin.monitor({ query: 'all' });
export const buffer = (chi: Connection) => chi.allocateBuffer(1);
export const node = (options: CallOptions) => options.taskNode;
`;

const MODULE = `
import { type ChimaeraError, CoMutex, CoRwLock, Container, type RunContext } from '@chimaera/core/module';
export const code = (error: ChimaeraError) => error.code;
export class Runtime extends Container {
  static readonly table = CoRwLock.shared();
  readonly mutex = new CoMutex();
  held() { return this.mutex.scoped(); }
  read() { return Runtime.table.scopedRead(); }
  write() { return Runtime.table.scopedWrite(); }
  lane() { return this.getLane(0, 0); }
  connection() { return this.chi; }
  queries(rctx: RunContext) { return rctx.poolQueries; }
  logging() { return this.log; }
}
`;

let consumer: string;

beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), 'chi-declarations-'));
  const link = join(consumer, 'node_modules/@chimaera/core');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(PACKAGE, link);
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

test.each([
  ['a client', CALLER],
  ['a module', MODULE],
])('the declarations of %s name public types only', (_, source) => {
  const path = join(consumer, 'source.ts');
  writeFileSync(path, source);
  const program = ts.createProgram([path], OPTIONS);
  const emitted = program.emit(undefined, () => undefined, undefined, true);
  const found = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  const messages = found
    .filter(({ file }) => file === undefined || file.fileName === path)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect([...new Set(messages)]).toEqual([]);
});
