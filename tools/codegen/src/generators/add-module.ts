/** A new module, ready to be built: written, generated and linked. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { formatProblem, refresh } from '../index.js';
import { diskTree } from './file-tree.js';
import { GeneratorError } from './generator-error.js';
import { newModule, type NewModule } from './new-module.js';
import { REPO_FILE } from './repository.js';

export interface AddModuleOptions {
  /** Whether npm links the package and enters it in the lock file. Default: where npm has installed anything before. */
  readonly install?: boolean;
}

export interface AddedModule extends NewModule {
  /** Directory of the workspace. */
  readonly workspace: string;
  /** Whether it is linked and in the lock file: false also when npm failed, which it has said by itself. */
  readonly isInstalled: boolean;
}

/**
 * Makes a module in the repository that a directory belongs to.
 * @throws GeneratorError when the name is no name, or taken, or there is no repository
 */
export async function addModule(
  from: string,
  name: string,
  options: AddModuleOptions = {},
): Promise<AddedModule> {
  const { workspace, repoDir } = findWorkspace(resolve(from));
  const install = options.install ?? existsSync(join(workspace, 'node_modules'));
  const module = newModule(diskTree(workspace), repoDir, name);
  await generate(join(workspace, module.repository.dir), join(workspace, module.path));
  return { ...module, workspace, isInstalled: install && installPackages(workspace) };
}

/** @throws Error with all problems of the repository: those of other modules, too, stand in the way of a new one */
export async function generate(repository: string, newModule: string): Promise<void> {
  const { problems } = await refresh(repository, { newModule });
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join('\n'));
}

/** Enters the packages of the workspace in its lock file, and links them in node_modules. */
export function installPackages(workspace: string): boolean {
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  const isDone =
    spawnSync('npm', install, { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (!isDone) console.error('`npm install` failed; run it again, so that the new package is linked');
  return isDone;
}

/** The nearest repository at or above a directory, or one below it, and the npm workspace that it belongs to. */
function findWorkspace(from: string): { workspace: string; repoDir: string | undefined } {
  for (let dir = from; ; dir = dirname(dir)) {
    const below = [
      '.',
      ...diskTree(dir)
        .children('.')
        .filter((name) => name !== 'node_modules'),
    ];
    const repository = below.find((name) => existsSync(join(dir, name, REPO_FILE)));
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
    const file = join(dir, 'package.json');
    if (existsSync(file) && 'workspaces' in (JSON.parse(readFileSync(file, 'utf8')) as object)) return dir;
    if (dirname(dir) === dir) break;
  }
  throw new GeneratorError(
    `no package.json with workspaces at or above ${repoDir}, through which modules are linked: ` +
      'add one with "workspaces": ["modules/*"], or make a repository: npx chimaera repo new NAME --namespace NAMESPACE',
  );
}
