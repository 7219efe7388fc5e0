import { readState } from '../directory/state-file.js';
import { type FindModule, findModuleWith, moduleSearch } from '../pools/installed-modules.js';

/** Looks where the runtime in `dir` looks, whatever the CHI_REPO_PATH and the working directory of this process. */
export function findAsRuntime(dir: string): FindModule {
  const search = readState(dir)?.moduleSearch ?? moduleSearch();
  return (key) => findModuleWith(search, key);
}
