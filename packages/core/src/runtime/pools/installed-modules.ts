import { findModule, type ModuleSearch } from '../../module/find-module.js';
import type { ModuleLocation } from '../../route/pool-record.js';

/** Finds the module with this key. @throws ChimaeraError MODULE_NOT_FOUND */
export type FindModule = (key: string) => Promise<ModuleLocation>;

export function moduleSearch(): ModuleSearch {
  return { cwd: process.cwd(), repoPath: process.env['CHI_REPO_PATH'] };
}

/** Looks where a user's modules are: in CHI_REPO_PATH, and in the packages visible from the working directory. */
export function findInstalledModule(key: string): Promise<ModuleLocation> {
  return findModuleWith(moduleSearch(), key);
}

export function findModuleWith({ cwd, repoPath }: ModuleSearch, key: string): Promise<ModuleLocation> {
  return findModule(key, { env: { CHI_REPO_PATH: repoPath }, cwd });
}
