// Runs one project's unit and process tests under native ESM and leaves the counts in .test-results/,
// from which tools/dev/test.mjs sums them up. Usage: node tools/dev/jest.mjs <project root> [jest options]
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

const [root, ...options] = process.argv.slice(2);
const results = resolve('.test-results', `${basename(root)}.json`);
mkdirSync(dirname(results), { recursive: true });
rmSync(results, { force: true });
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const run = spawnSync(
  process.execPath,
  [...nodeOptions, jest, '--passWithNoTests', '--json', `--outputFile=${results}`, ...options],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(run.status ?? 1);
