import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RepoInputs } from '../../src/input/inputs.js';
import { COMMAND } from './repo.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../golden');

/** TypeScript lies there as .ts.txt, so that no tool takes it for code of this package. */
export function goldenText(path: string): string {
  return readFileSync(join(ROOT, path.replace(/\.ts$/, '.ts.txt')), 'utf8');
}

/** Accepts what is generated now: `UPDATE_GOLDEN=1 npx nx test codegen`. */
export function updateGolden(path: string, text: string): void {
  const file = join(ROOT, path.replace(/\.ts$/, '.ts.txt'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export function kitchenSink(): RepoInputs {
  const file = (path: string) => ({ path, text: goldenText(path) });
  const repo = { path: 'chimaera_repo.yaml', text: 'namespace: golden\n' };
  return {
    repos: [repo],
    problems: [],
    command: COMMAND,
    modules: [
      {
        dir: 'kitchen-sink',
        repo,
        yaml: file('kitchen-sink/chimaera_mod.yaml'),
        tasks: file('kitchen-sink/src/tasks.ts'),
        runtime: file('kitchen-sink/src/runtime.ts'),
        lock: undefined,
      },
    ],
  };
}
