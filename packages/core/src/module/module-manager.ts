import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';
import type { Container } from './container.js';
import type { LibExec } from './lib-exec.js';
import { findInPackages } from './package-search.js';
import type { Registration } from './registration.js';

/** A module that is ready to make containers. */
export interface LoadedModule {
  readonly registration: Registration;
  readonly libExec: LibExec<Container>;
}

export interface SearchOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const NAMING_RULE = 'A module is named <namespace>_<module_name>, such as chimaera_bdev, and its package @<namespace>/<module-name>.';

/**
 * Finds a module by its key: in the directories of CHI_REPO_PATH, then among the installed packages.
 * @throws ChimaeraError MODULE_NOT_FOUND with every place that was looked at
 */
export async function findModule(key: string, { env, cwd }: SearchOptions): Promise<ModuleLocation> {
  const looked: string[] = [];
  const path = env['CHI_REPO_PATH'];
  if (path !== undefined && path !== '') {
    // Reading repositories takes a YAML parser, which a runtime without CHI_REPO_PATH does not load.
    const { findInRepositories } = await import('./repository-search.js');
    const found = findInRepositories(key, path, cwd, looked);
    if (found !== undefined) return found;
  }
  const found = findInPackages(key, cwd, looked);
  if (found !== undefined) return found;
  const places = looked.map((place) => `\n  ${place}`).join('');
  throw new ChimaeraError(
    'MODULE_NOT_FOUND',
    `module '${key}' was not found. Looked at:${places}\n${NAMING_RULE} ` +
      'Install the package, or put the directory of its repository into CHI_REPO_PATH and restart the runtime.',
  );
}

const loaded = new Map<string, Promise<LoadedModule>>();

/**
 * Imports a module's runtime and dispatchers, once per thread.
 * @throws ChimaeraError MODULE_INVALID when it is not built, lacks a dependency, or is another module than its name says
 */
export function loadModule(location: ModuleLocation, key: string): Promise<LoadedModule> {
  let module = loaded.get(location.runtimeUrl);
  if (module === undefined) {
    module = importModule(location, key);
    loaded.set(location.runtimeUrl, module);
    // A module that could not be loaded may be mended while the runtime lives.
    module.catch(() => loaded.delete(location.runtimeUrl));
  }
  return module;
}

async function importModule(location: ModuleLocation, key: string): Promise<LoadedModule> {
  const [runtime, dispatchers] = await Promise.all([
    importFile<{ readonly default?: Partial<Registration> }>(location.runtimeUrl, key),
    importFile<{ readonly libExec?: LibExec<Container> }>(location.libExecUrl, key),
  ]);
  const registration = runtime.default;
  const { libExec } = dispatchers;
  if (registration?.isChimaeraChimod !== true) {
    throw new ChimaeraError('MODULE_INVALID', `${location.runtimeUrl} does not end in "export default chiTask(Runtime)"`);
  }
  if (libExec === undefined) {
    throw new ChimaeraError('MODULE_INVALID', `${location.libExecUrl} has no libExec; generate it anew: npx chimaera repo refresh`);
  }
  const name = (registration as Registration).getChimodName();
  for (const [what, actual] of [['CreateParams.chimodLibName', name], ['its generated code', libExec.key]] as const) {
    if (actual !== key) throw nameMismatch(key, what, actual, location);
  }
  return { registration: registration as Registration, libExec };
}

async function importFile<T>(url: string, key: string): Promise<T> {
  try {
    return (await import(url)) as T;
  } catch (cause) {
    if (cause instanceof ChimaeraError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') {
      throw new ChimaeraError('MODULE_INVALID', `module '${key}' cannot be loaded from ${url}: ${message}`, { cause });
    }
    const isItself = message.includes(`'${new URL(url).pathname}'`);
    const remedy = isItself
      ? 'it is not built: run its build (npx nx build <project>, or npm run build)'
      : 'one of its dependencies is missing: install it where the module is (every module needs @chimaera/core and @chimaera/admin)';
    throw new ChimaeraError('MODULE_INVALID', `module '${key}' cannot be loaded: ${remedy}. ${message}`, { cause });
  }
}

function nameMismatch(key: string, what: string, actual: string, location: ModuleLocation): ChimaeraError {
  return new ChimaeraError(
    'MODULE_INVALID',
    `library name mismatch: ${location.runtimeUrl} was found as '${key}', but ${what} says '${actual}'. ${NAMING_RULE} ` +
      'The suffix _runtime is not part of the name.',
  );
}
