import { findModule } from '../../module/find-module.js';
import type { ModuleLocation } from '../../route/pool-record.js';

/** Finds the module with this key, as seen from this process. @throws ChimaeraError MODULE_NOT_FOUND */
export type FindModule = (key: string) => Promise<ModuleLocation>;

/** Looks where a user's modules are: in CHI_REPO_PATH, and in the packages visible from the working directory. */
export function findInstalledModule(key: string): Promise<ModuleLocation> {
  return findModule(key, { env: process.env, cwd: process.cwd() });
}
