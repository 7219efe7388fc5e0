// What `nx g @chimaera/codegen:chimod` loads. Nx looks for it before anything is built, so it lives outside dist;
// in a checkout it first brings dist up to date, in an installed package dist is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const build = fileURLToPath(new URL('../../dev/build.mjs', import.meta.url));

export default async function chimod(tree, options) {
  if (existsSync(build)) {
    const built = spawnSync(process.execPath, [build, packageRoot], { stdio: 'inherit' });
    if (built.status !== 0) throw new Error('tools/codegen does not compile; see the errors above.');
  }
  const generator = await import('../dist/generators/chimod.js');
  return generator.chimod(tree, options);
}
