/** A module for the payloads: created, generated and compiled like any other, in a directory of its own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { refresh } from '@chimaera/codegen';
import { moduleText, tasksText } from './payloads.js';

export interface GeneratedModule extends Disposable {
  /** What to import: the generated `tasks.js`. */
  readonly path: string;
}

export async function makeModule(): Promise<GeneratedModule> {
  const { default: ts } = await import('typescript');
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'chi-codec-')));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    const src = join(root, 'payloads/src');
    mkdirSync(join(src, 'autogen'), { recursive: true });
    mkdirSync(join(root, 'node_modules/@chimaera'), { recursive: true });
    const core = dirname(createRequire(import.meta.url).resolve('@chimaera/core/package.json'));
    symlinkSync(core, join(root, 'node_modules/@chimaera/core'));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(root, 'chimaera_repo.yaml'), 'namespace: bench\n');
    writeFileSync(join(root, 'payloads/chimaera_mod.yaml'), moduleText);
    writeFileSync(join(src, 'tasks.ts'), tasksText);
    const { problems } = await refresh(root);
    if (problems.length > 0) throw new Error(problems[0]!.message);
    for (const name of ['tasks', 'autogen/tasks']) {
      const text = ts.sys.readFile(join(src, `${name}.ts`))!;
      const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
      writeFileSync(join(src, `${name}.js`), ts.transpileModule(text, { compilerOptions }).outputText);
    }
    return { path: join(src, 'autogen/tasks.js'), [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}
