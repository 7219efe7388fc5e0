// Builds one project (src -> dist) and removes what earlier sources left in dist, so that a cached or published dist
// holds exactly what the sources produce. Usage: node tools/dev/build.mjs <project root> [folder…]
// The folders of the workspace that follow are copied to dist.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isBundled, removeOrphans, takeAlong } from './dist.mjs';

const [root, ...folders] = process.argv.slice(2);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compiled = spawnSync(
  process.execPath,
  [tsc, '-p', join(root, 'tsconfig.lib.json'), '--pretty', 'false'],
  {
    stdio: 'inherit',
  },
);
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
removeOrphans(root);
for (const folder of folders) takeAlong(folder, root);
if (isBundled(root)) {
  const { bundle } = await import('./bundle.mjs');
  await bundle(root);
  // The bundle has replaced files that the compiler would take for its own output, and up to date, the next time.
  rmSync(join(root, 'dist/.tsbuildinfo'));
}
