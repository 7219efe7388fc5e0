/** Creates a new repository on disk. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pendingTree } from './file-tree.js';
import { newRepository } from './new-repository.js';
import { EXEC, packageManagerAround, packageManagerNamed, type PackageManager } from './package-manager.js';
import { REPO_FILE } from './repository.js';

export interface AddedRepository {
  readonly root: string;
  /** The repository in which it lies, by mistake: it should be moved out before installing. */
  readonly inside: string | undefined;
  readonly packageManager: PackageManager;
  /** What starts its programs: `npx`. */
  readonly exec: string;
}

/**
 * @param manager `npm`, `pnpm` or `yarn`; by default the one that started this process
 * @throws GeneratorError if the namespace is invalid, or the directory is not empty
 * @throws DiskError, with nothing written
 */
export function addRepository(dir: string, namespace: string, manager?: string): AddedRepository {
  const root = resolve(dir);
  const packageManager = manager === undefined ? packageManagerAround() : packageManagerNamed(manager);
  const tree = pendingTree(root);
  newRepository(tree, root, namespace, packageManager);
  tree.commit();
  return { root, inside: enclosing(dirname(root)), packageManager, exec: EXEC[packageManager] };
}

function enclosing(dir: string): string | undefined {
  if ([dir, join(dir, 'packages')].some((place) => existsSync(join(place, REPO_FILE)))) return dir;
  return dirname(dir) === dir ? undefined : enclosing(dirname(dir));
}
