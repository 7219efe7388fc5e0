import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModuleLocation } from '../route/pool-record.js';

/** Where a built module has its two entry points, within its directory. */
export function locationIn(directory: string): ModuleLocation {
  return {
    runtimeUrl: pathToFileURL(join(directory, 'dist', 'runtime.js')).href,
    libExecUrl: pathToFileURL(join(directory, 'dist', 'autogen', 'lib_exec.js')).href,
  };
}

/**
 * The installed package of a module: `@<namespace>/<module-name>`, as seen from here, from the program and from core.
 */
export function findInPackages(key: string, cwd: string, looked: string[]): ModuleLocation | undefined {
  const program = process.argv[1];
  const bases = [
    join(cwd, 'package.json'),
    ...(program === undefined ? [] : [resolve(program)]),
    import.meta.filename,
  ];
  const names = packageNames(key);
  for (const name of names) {
    for (const base of bases) {
      const directory = packageDirectory(base, name);
      if (directory !== undefined) return locationIn(directory);
    }
  }
  const seenFrom = [...new Set(bases.map((base) => dirname(base)))].join(', ');
  looked.push(...names.map((name) => `package ${name}, as seen from ${seenFrom}`));
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

/** Looks at the folders that Node would look at: far quicker than to let `require.resolve` fail. */
function packageDirectory(base: string, name: string): string | undefined {
  const require = createRequire(base);
  const found = (require.resolve.paths(name) ?? [])
    .map((directory) => join(directory, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  return found ?? packageOfResolver(require, name);
}

/** Where there are no such folders (Yarn PnP), the resolver knows. */
function packageOfResolver(require: NodeJS.Require, name: string): string | undefined {
  if (!('pnp' in process.versions)) return undefined;
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
