import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModuleLocation } from '../route/pool-record.js';

/** Where a built module has its two entry points, within its directory. */
export function locationIn(directory: string): ModuleLocation {
  return {
    runtimeUrl: pathToFileURL(join(directory, 'dist', 'runtime.js')).href,
    libExecUrl: pathToFileURL(join(directory, 'dist', 'autogen', 'lib_exec.js')).href,
  };
}

/** The installed package of a module: `@<namespace>/<module-name>`, as seen from here, from the program and from core. */
export function findInPackages(key: string, cwd: string, looked: string[]): ModuleLocation | undefined {
  const program = process.argv[1];
  const bases = [join(cwd, '/'), ...(program === undefined ? [] : [program]), import.meta.filename];
  for (const name of packageNames(key)) {
    looked.push(`package ${name}`);
    for (const base of bases) {
      const directory = packageDirectory(base, name);
      if (directory !== undefined) return locationIn(directory);
    }
  }
  return undefined;
}

/** A key does not say where its namespace ends, so every underscore is tried. */
function packageNames(key: string): string[] {
  const names: string[] = [];
  for (let at = key.indexOf('_'); at > 0; at = key.indexOf('_', at + 1)) {
    const module = key.slice(at + 1).toLowerCase().replaceAll('_', '-');
    if (module !== '') names.push(`@${key.slice(0, at).toLowerCase().replaceAll('_', '-')}/${module}`);
  }
  return names;
}

function packageDirectory(base: string, name: string): string | undefined {
  const require = createRequire(base);
  for (const directory of require.resolve.paths(name) ?? []) {
    const candidate = join(directory, name);
    if (existsSync(join(candidate, 'chimaera_mod.yaml'))) return candidate;
  }
  return undefined;
}

