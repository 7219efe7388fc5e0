/** Adds a new module, ready to be built: written, generated and linked. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { check, formatProblem, type Problem, refresh } from '../index.js';
import { diskTree, pendingTree } from './file-tree.js';
import { GeneratorError } from './generator-error.js';
import { newModule, type NewModule } from './new-module.js';
import { installPackages, packageManagerOf, type PackageManager } from './package-manager.js';
import { REPO_FILE, workspacePatterns } from './repository.js';

export interface AddModuleOptions {
  /** Whether to link the package and enter it in the lock file. By default, if anything was installed before. */
  readonly install?: boolean;
}

export interface AddedModule extends NewModule {
  /** Directory of the workspace. */
  readonly workspace: string;
  /** Whether it is linked and in the lock file; also false if that failed, which has been reported. */
  readonly isInstalled: boolean;
  readonly packageManager: PackageManager;
}

/**
 * Creates a module in the repository to which a directory belongs.
 * @throws GeneratorError if the name is invalid or taken, or there is no repository
 * @throws DiskError, with nothing written
 */
export async function addModule(
  from: string,
  name: string,
  options: AddModuleOptions = {},
): Promise<AddedModule> {
  const { workspace, repoDir } = findWorkspace(resolve(from));
  const install = options.install ?? existsSync(join(workspace, 'node_modules'));
  if (repoDir !== undefined) await refuseProblems(join(workspace, repoDir));
  const tree = pendingTree(workspace);
  const module = newModule(tree, repoDir, name);
  tree.commit();
  await generate(join(workspace, module.repository.dir), join(workspace, module.path));
  const packageManager = packageManagerOf(diskTree(workspace));
  const isInstalled = install && installPackages(workspace, packageManager);
  return { ...module, workspace, isInstalled, packageManager };
}

/** @throws GeneratorError with all problems that the repository already has: they would leave a new module half made */
export async function refuseProblems(repository: string): Promise<void> {
  const { problems, modules } = await check(repository);
  // All that can be wrong with an empty repository is that it has no module yet.
  if (modules > 0 && problems.length > 0)
    throw new GeneratorError(`the modules there have to be right first:\n${textOf(problems)}`);
}

/** @throws GeneratorError with whatever is wrong nevertheless */
export async function generate(repository: string, newModule: string): Promise<void> {
  const { problems } = await refresh(repository, { newModule });
  if (problems.length > 0) throw new GeneratorError(textOf(problems));
}

function textOf(problems: readonly Problem[]): string {
  return problems.map((problem) => formatProblem(problem)).join('\n');
}

/**
 * The nearest repository at or above a directory, and the workspace to which it belongs; or a repository below the
 * directory, or below the workspace around it. Whatever else lies beside it belongs to somebody else.
 */
function findWorkspace(from: string): { workspace: string; repoDir: string | undefined } {
  for (let dir = from; ; dir = dirname(dir)) {
    const tree = diskTree(dir);
    const isLookedInto = dir === from || workspacePatterns(tree).length > 0;
    const below = isLookedInto ? tree.children('.').filter((name) => name !== 'node_modules') : [];
    const repository = ['.', ...below].find((name) => existsSync(join(dir, name, REPO_FILE)));
    if (repository !== undefined) {
      const repoDir = join(dir, repository);
      const workspace = workspaceOf(repoDir);
      return { workspace, repoDir: relative(workspace, repoDir) || '.' };
    }
    if (dirname(dir) === dir) return { workspace: from, repoDir: undefined };
  }
}

function workspaceOf(repoDir: string): string {
  for (let dir = repoDir; ; dir = dirname(dir)) {
    if (workspacePatterns(diskTree(dir)).length > 0) return dir;
    if (dirname(dir) === dir) break;
  }
  throw new GeneratorError(
    `no package.json with workspaces at or above ${repoDir}, through which modules are linked: ` +
      'add one with "workspaces": ["modules/*"] (for pnpm, pnpm-workspace.yaml), or make a repository: npx chimaera repo new NAME --namespace NAMESPACE',
  );
}
