/** `nx g @chimaera/codegen:chimod NAME` */
import { join } from 'node:path';
import { generate, refuseProblems } from './add-module.js';
import type { FileTree } from './file-tree.js';
import { newModule } from './new-module.js';
import { installPackages, packageManagerOf } from './package-manager.js';
import { readRepository } from './repository.js';

/** Adds the module to the pending changes; the returned function runs when they have been written. */
export async function chimod(tree: FileTree & { readonly root: string }, options: { readonly name: string }) {
  await refuseProblems(join(tree.root, readRepository(tree).dir));
  const { dir, packageName, path, repository } = newModule(tree, undefined, options.name);
  return async (): Promise<void> => {
    await generate(join(tree.root, repository.dir), join(tree.root, path));
    installPackages(tree.root, packageManagerOf(tree));
    console.log(`${packageName} is in ${path}; try it: npx nx test ${dir}`);
  };
}
