import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';
import type { Container } from './container.js';
import { NAMING_RULE } from './find-module.js';
import type { LibExec } from './lib-exec.js';
import { isOwnRegistration, type Registration } from './registration.js';

/** A loaded module, from which containers can be made. */
export interface LoadedModule {
  readonly registration: Registration;
  readonly libExec: LibExec<Container>;
}

const loaded = new Map<string, Promise<LoadedModule>>();

/**
 * Imports a module's runtime and dispatchers, once per thread.
 * @throws ChimaeraError MODULE_INVALID if it is not built, lacks a dependency, or is a different module than its name
 * says
 */
export function loadModule(location: ModuleLocation, key: string): Promise<LoadedModule> {
  const id = `${key} ${location.runtimeUrl}`;
  let module = loaded.get(id);
  if (module === undefined) {
    module = importModule(location, key);
    loaded.set(id, module);
    // A module that could not be loaded may be repaired while the runtime lives.
    module.catch(() => loaded.delete(id));
  }
  return module;
}

async function importModule(location: ModuleLocation, key: string): Promise<LoadedModule> {
  const [runtime, dispatchers] = await Promise.all([
    importFile<{ readonly default?: unknown }>(location.runtimeUrl, key),
    importFile<{ readonly libExec?: LibExec<Container> }>(location.libExecUrl, key),
  ]);
  const { libExec } = dispatchers;
  const registration = checkedRegistration(runtime.default, location);
  if (libExec === undefined) {
    throw invalid(
      `${fileURLToPath(location.libExecUrl)} has no libExec; generate it again: npx chimaera repo refresh`,
    );
  }
  const names = [
    ['CreateParams.chimodLibName', registration.getChimodName()],
    ['the code generated from its YAML', libExec.key],
  ] as const;
  for (const [what, name] of names) {
    if (name !== key) throw nameMismatch(key, what, name, location);
  }
  return { registration, libExec };
}

function checkedRegistration(value: unknown, { runtimeUrl }: ModuleLocation): Registration {
  const registration = value as Partial<Registration> | null | undefined;
  if (registration?.isChimaeraChimod !== true) {
    throw invalid(
      `${fileURLToPath(runtimeUrl)} is not a module: it has to end in "export default chiTask(Runtime)"`,
    );
  }
  if (!isOwnRegistration(registration)) {
    throw invalid(
      `${fileURLToPath(runtimeUrl)} uses another copy of @chimaera/core than this runtime, which runs from ${import.meta.dirname}: ` +
        'leave @chimaera/core out of what you bundle, and import it by its name',
    );
  }
  return registration;
}

async function importFile<T>(url: string, key: string): Promise<T> {
  const file = fileURLToPath(url);
  if (!existsSync(file)) {
    throw invalid(
      `module '${key}' is not built: there is no ${file}; run npx nx build <project>, or npm run build, where it lives`,
    );
  }
  try {
    return (await import(url)) as T;
  } catch (cause) {
    if (cause instanceof ChimaeraError) {
      throw new ChimaeraError(cause.code, `${file}: ${cause.message}`, {
        returnCode: cause.returnCode,
        cause,
      });
    }
    throw invalid(`module '${key}' cannot be loaded: ${reasonOf(cause, file)}`, cause);
  }
}

function reasonOf(cause: unknown, file: string): string {
  const { code, message, stack } = cause as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND')
    return `${message ?? String(cause)} (${placeIn(stack) ?? `in ${file}`})`;
  const dependency = /package '([^']+)'/.exec(message)?.[1];
  return dependency === undefined
    ? `its build is incomplete; build it anew, and restart the runtime. ${message}`
    : `it depends on ${dependency}, which is not installed: npm install ${dependency} where the module lives, and restart the runtime ` +
        `(every module needs @chimaera/core and @chimaera/admin). ${message}`;
}

/** Where a module has thrown, or imports what does not exist. For a file that cannot be parsed this is not known. */
function placeIn(stack: unknown): string | undefined {
  const [, path, position] = /(file:\/\/[^\s)]+?)((?::\d+){1,2})(?=[\s)]|$)/.exec(String(stack)) ?? [];
  return path === undefined ? undefined : `at ${fileURLToPath(path)}${position}`;
}

function nameMismatch(key: string, what: string, actual: string, location: ModuleLocation): ChimaeraError {
  return invalid(
    `library name mismatch: ${fileURLToPath(location.runtimeUrl)} was found as '${key}', but ${what} says '${actual}'. ` +
      `${NAMING_RULE} The suffix _runtime is no part of the name.`,
  );
}

function invalid(message: string, cause?: unknown): ChimaeraError {
  return new ChimaeraError('MODULE_INVALID', message, { cause });
}
