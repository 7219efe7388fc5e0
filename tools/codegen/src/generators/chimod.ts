/** `nx g @chimaera/codegen:chimod NAME` */
import { finishModule } from './add-module.js';
import type { FileTree } from './file-tree.js';
import { newModule } from './new-module.js';

const PACKAGES = 'packages';

/** Adds the module to the pending changes; what is returned runs when they have been written. */
export function chimod(tree: FileTree & { readonly root: string }, options: { readonly name: string }) {
  const { dir, packageName } = newModule(tree, PACKAGES, options.name);
  return async (): Promise<void> => {
    await finishModule(tree.root, PACKAGES);
    console.log(`${packageName} is in ${PACKAGES}/${dir}; try it: npx nx test ${dir}`);
  };
}
