/** A repository of modules as chi_refresh_repo sees it. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Generator, METHODS, MODULES } from './generator.js';

const cli = join(
  dirname(createRequire(import.meta.url).resolve('@chimaera/codegen/package.json')),
  'dist/cli.js',
);
const numbers = Array.from({ length: METHODS }, (_, i) => i);

export function chimaeraRepository(root: string, modules = MODULES): Generator {
  const dirOf = (module: number): string => join(root, `mod${module}`);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'chimaera_repo.yaml'), 'namespace: fifty\n');
  for (let module = 0; module < modules; module++) writeModule(dirOf(module), module);
  return {
    forget() {
      rmSync(join(root, 'node_modules/.cache'), { recursive: true, force: true });
      for (let module = 0; module < modules; module++) {
        rmSync(join(dirOf(module), 'src/autogen'), { recursive: true, force: true });
        rmSync(join(dirOf(module), 'chimaera_mod.lock.json'), { force: true });
      }
    },
    touch: (repeat) => appendFileSync(join(dirOf(1), 'src/tasks.ts'), `// ${repeat}\n`),
    run() {
      const { status, stdout } = spawnSync(process.execPath, [cli, 'refresh', root], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stdout);
    },
  };
}

function writeModule(dir: string, module: number): void {
  mkdirSync(join(dir, 'src'), { recursive: true });
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
  writeFileSync(join(dir, 'chimaera_mod.yaml'), yaml);
  writeFileSync(join(dir, 'src/tasks.ts'), head + tasks.join(''));
  writeFileSync(join(dir, 'src/runtime.ts'), `export class Runtime {\n${handlers.join('')}}\n`);
}
