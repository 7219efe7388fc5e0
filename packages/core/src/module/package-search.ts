import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';

/** The two entry points of a built module in its directory. */
export function locationIn(directory: string): ModuleLocation {
  return {
    runtimeUrl: pathToFileURL(join(directory, 'dist', 'runtime.js')).href,
    libExecUrl: pathToFileURL(join(directory, 'dist', 'autogen', 'lib_exec.js')).href,
  };
}

/**
 * The installed package of a module: `@<namespace>/<module-name>`, as seen from here, from the program and from core.
 * @throws ChimaeraError MODULE_INVALID if modules of two namespaces have the same key
 */
export function findInPackages(key: string, cwd: string, looked: string[]): ModuleLocation | undefined {
  const program = process.argv[1];
  const bases = [
    join(cwd, 'package.json'),
    ...(program === undefined ? [] : [resolve(program)]),
    import.meta.filename,
  ];
  const names = packageNames(key);
  const found = names.flatMap((name) => {
    const directory = firstOf(bases, (base) => packageDirectory(base, name));
    return directory === undefined ? [] : [{ name, directory }];
  });
  if (found.length > 1) refuseNamesakes(key, found);
  if (found[0] !== undefined) return locationIn(found[0].directory);
  const seenFrom = [...new Set(bases.map((base) => dirname(base)))].join(', ');
  looked.push(...names.map((name) => `package ${name}, as seen from ${seenFrom}`));
  return undefined;
}

/** Throws if several built modules have the same key. Other packages may have such names, too. */
function refuseNamesakes(
  key: string,
  found: readonly { readonly name: string; readonly directory: string }[],
): void {
  const modules = found.filter(({ directory }) =>
    existsSync(fileURLToPath(locationIn(directory).libExecUrl)),
  );
  if (modules.length > 1)
    throw sameKey(
      key,
      modules.map(({ name, directory }) => `${name} in ${directory}`),
    );
}

/** The error for modules of different namespaces that have one and the same key. */
export function sameKey(key: string, places: readonly string[]): ChimaeraError {
  return new ChimaeraError(
    'MODULE_INVALID',
    `two modules have the name '${key}', which does not say where a namespace ends: ${places.join(' and ')}; ` +
      'give one of them another module_name, or remove it from CHI_REPO_PATH or from the packages',
  );
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A key does not say where its namespace ends, so every underscore is tried. */
function packageNames(key: string): string[] {
  const names: string[] = [];
  for (let at = key.indexOf('_'); at > 0; at = key.indexOf('_', at + 1)) {
    const module = key
      .slice(at + 1)
      .toLowerCase()
      .replaceAll('_', '-');
    if (module !== '') names.push(`@${key.slice(0, at).toLowerCase().replaceAll('_', '-')}/${module}`);
  }
  return names;
}

/** Looks in the folders where Node would look, which is much faster than letting `require.resolve` fail. */
function packageDirectory(base: string, name: string): string | undefined {
  const require = createRequire(base);
  const found = (require.resolve.paths(name) ?? [])
    .map((directory) => join(directory, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  return found ?? packageOfResolver(require, name);
}

/** Where there are no such folders (Yarn PnP), asks the resolver. */
function packageOfResolver(require: NodeJS.Require, name: string): string | undefined {
  if (!('pnp' in process.versions)) return undefined;
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
