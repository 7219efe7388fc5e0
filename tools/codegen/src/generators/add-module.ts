/** A new module, ready to be built: written, generated and linked. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { formatProblem, refresh } from '../index.js';
import { diskTree } from './file-tree.js';
import type { ModuleNames } from './module-names.js';
import { newModule } from './new-module.js';

/** @throws Error when the name is no name, or taken */
export async function addModule(workspace: string, packages: string, name: string): Promise<ModuleNames> {
  const names = newModule(diskTree(workspace), packages, name);
  await finishModule(workspace, packages);
  return names;
}

/** What is left to do once the files of a module are there. */
export async function finishModule(workspace: string, packages: string): Promise<void> {
  const { problems } = await refresh(join(workspace, packages));
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join('\n'));
  // The lock file lists the packages of the workspace, and node_modules links to them.
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  const installed = spawnSync('npm', install, { cwd: workspace, stdio: 'inherit' });
  if (installed.status !== 0)
    console.error('`npm install` failed; run it again so that the package is linked');
}
