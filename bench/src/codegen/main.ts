/** `npm run bench -- codegen`: how long a refresh takes, for a repository of 50 modules with 10 methods each. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { formatTable } from '../format.js';

const MODULES = 50;
const METHODS = 10;
const REPEATS = 5;
const cli = join(
  dirname(createRequire(import.meta.url).resolve('@chimaera/codegen/package.json')),
  'dist/cli.js',
);

const numbers = Array.from({ length: METHODS }, (_, i) => i);
const root = mkdtempSync(join(tmpdir(), 'chi-fifty-'));
const dirOf = (module: number): string => join(root, `mod${module}`);

function writeModule(module: number): void {
  mkdirSync(join(dirOf(module), 'src'), { recursive: true });
  const methods = numbers.map((i) => `kDo${i}: ${10 + i}\n`).join('');
  const yaml = `module_name: mod${module}\nnamespace: fifty\nversion: 1.0.0\nkCreate: 0\nkDestroy: 1\n${methods}`;
  const tasks = numbers.map(
    (i) => `/** Does ${i}. */
export abstract class Do${i}Task extends Task {
  abstract count: In<u32>;
  /** What it is about. */
  abstract text: InOut<string>;
  abstract points: In<Vector<Point>>;
  abstract totals: Out<HashMap<string, u64>>;
  abstract raw: Out<bytes>;
}
`,
  );
  const types = ['bytes', 'HashMap', 'In', 'InOut', 'Out', 'u32', 'u64', 'Vector'].map(
    (name) => `type ${name}`,
  );
  const head = `import { ${types.join(', ')}, Task } from '@chimaera/core';
export interface Point { x: u32; y: u64; name: string }
export class CreateParams { static readonly chimodLibName = 'fifty_mod${module}'; size: u32 = 1 }
`;
  const handlers = numbers.map(
    (i) => `  do${i}(task: Do${i}Task): void {\n    task.text = 'done';\n  }\n  monitorDo${i}(): void {}\n`,
  );
  writeFileSync(join(dirOf(module), 'chimaera_mod.yaml'), yaml);
  writeFileSync(join(dirOf(module), 'src/tasks.ts'), head + tasks.join(''));
  writeFileSync(join(dirOf(module), 'src/runtime.ts'), `export class Runtime {\n${handlers.join('')}}\n`);
}

/** A run of the program, its start included. */
function refreshMs(): number {
  const began = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [cli, 'refresh', root], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
  return performance.now() - began;
}

function median(prepare: (repeat: number) => void): number {
  const times = Array.from({ length: REPEATS }, (_, repeat) => {
    prepare(repeat);
    return refreshMs();
  });
  return times.sort((a, b) => a - b)[REPEATS >> 1]!;
}

function forget(): void {
  rmSync(join(root, 'node_modules/.cache'), { recursive: true, force: true });
  for (let module = 0; module < MODULES; module++) {
    rmSync(join(dirOf(module), 'src/autogen'), { recursive: true, force: true });
    rmSync(join(dirOf(module), 'chimaera_mod.lock.json'), { force: true });
  }
}

try {
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'chimaera_repo.yaml'), 'namespace: fifty\n');
  for (let module = 0; module < MODULES; module++) writeModule(module);
  const results: [string, number, number][] = [
    ['cold: everything is generated', median(forget), 2000],
    ['nothing has changed', median(() => undefined), 250],
    [
      'one module has changed',
      median((i) => appendFileSync(join(dirOf(7), 'src/tasks.ts'), `// ${i}\n`)),
      1000,
    ],
  ];
  if (process.argv.includes('--json'))
    console.log(JSON.stringify(results.map(([what, ms]) => ({ what, ms }))));
  else {
    const head = [`refresh of ${MODULES} modules with ${METHODS} methods each`, 'ms', 'at most'];
    const lines = results.map(([what, ms, most]) => [what, ms.toFixed(0), String(most)]);
    console.log(`\n${formatTable([head, ...lines])}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
