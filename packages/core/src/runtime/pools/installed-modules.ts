import { findModule } from '../../module/find-module.js';
import type { ModuleLocation } from '../../route/pool-record.js';

/** Where the module of this key is, seen from this process. @throws ChimaeraError MODULE_NOT_FOUND */
export type FindModule = (key: string) => Promise<ModuleLocation>;

/** Looks where a user's modules are: CHI_REPO_PATH, and the packages that the working directory can see. */
export function findInstalledModule(key: string): Promise<ModuleLocation> {
  return findModule(key, { env: process.env, cwd: process.cwd() });
}
