/** @chimaera/codegen: from chimaera_mod.yaml and tasks.ts to src/autogen. */
import type { AddedModule, AddModuleOptions } from './generators/add-module.js';
import type { AddedRepository } from './generators/add-repository.js';

export { breaking, type BreakingResult } from './breaking.js';
export { check, type CheckResult } from './check.js';
export { formatProblem, type Problem } from './errors.js';
export type { ModuleInputs, RepoInputs, TextFile } from './input/inputs.js';
export type { AddedModule, AddModuleOptions } from './generators/add-module.js';
export type { AddedRepository } from './generators/add-repository.js';
export type { Difference } from './output/compare.js';
export { lint, type LintOptions, type LintResult } from './lint.js';
export { refresh, type RefreshOptions, type RefreshResult } from './refresh.js';

/**
 * Creates a module from the templates, in the repository to which a directory belongs.
 * @throws GeneratorError if the name is invalid or taken, or there is no repository
 */
export async function addModule(
  from: string,
  name: string,
  options?: AddModuleOptions,
): Promise<AddedModule> {
  const generators = await import('./generators/add-module.js');
  return generators.addModule(from, name, options);
}

/**
 * Creates a repository from the templates.
 * @param dir a new or empty directory
 * @param packageManager `npm`, `pnpm` or `yarn`; by default the one that started this process
 * @throws GeneratorError if the namespace is invalid, or the directory is not empty
 */
export async function addRepository(
  dir: string,
  namespace: string,
  packageManager?: string,
): Promise<AddedRepository> {
  const generators = await import('./generators/add-repository.js');
  return generators.addRepository(dir, namespace, packageManager);
}
