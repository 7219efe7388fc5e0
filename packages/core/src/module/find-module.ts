// Finds modules. Separate from loading them, because the control plane, which only finds them, needs none of the code
// that a module needs.
import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';
import { findInPackages } from './package-search.js';

export interface SearchOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What decides where a process looks for modules. */
export interface ModuleSearch {
  readonly cwd: string;
  /** CHI_REPO_PATH, if it is set. */
  readonly repoPath?: string | undefined;
}

export const NAMING_RULE =
  'A module is named <namespace>_<module_name>, such as chimaera_bdev, and its package @<namespace>/<module-name>.';

/**
 * A part of the runtime: its container must come from the same package as the client that clients and workers use
 * (chi/import-admin.ts).
 */
const ADMIN_KEY = 'chimaera_admin';

/**
 * Finds a module by its key: first in the directories of CHI_REPO_PATH, then among the installed packages; for the
 * admin module in the opposite order.
 * @throws ChimaeraError MODULE_NOT_FOUND with every place that was searched; MODULE_INVALID if two have the key
 */
export async function findModule(key: string, options: SearchOptions): Promise<ModuleLocation> {
  const looked: string[] = [];
  const inPackages = (): ModuleLocation | undefined => findInPackages(key, options.cwd, looked);
  const inRepositories = (): Promise<ModuleLocation | undefined> => findInPath(key, options, looked);
  const found =
    key === ADMIN_KEY
      ? (inPackages() ?? (await inRepositories()))
      : ((await inRepositories()) ?? inPackages());
  if (found !== undefined) return found;
  const places = looked.map((place) => `\n  ${place}`).join('');
  throw new ChimaeraError(
    'MODULE_NOT_FOUND',
    `module '${key}' was not found. Looked at:${places}\n${NAMING_RULE} ` +
      'Install the package, or put the directory of its repository into CHI_REPO_PATH and restart the runtime.',
  );
}

/** Reading repositories takes a YAML parser, which a runtime without CHI_REPO_PATH does not load. */
async function findInPath(
  key: string,
  { env, cwd }: SearchOptions,
  looked: string[],
): Promise<ModuleLocation | undefined> {
  const path = env['CHI_REPO_PATH'];
  if (path === undefined || path === '') return undefined;
  const { findInRepositories } = await import('./repository-search.js');
  return findInRepositories(key, path, cwd, looked);
}
