/**
 * Checks that what modules are compiled with is installed: the guide's first question when a repository does not build.
 */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const CORE = '@chimaera/core';

/** What to do if it is missing; undefined if all is well. */
export function missingCore(dir: string): string | undefined {
  const from = resolve(dir);
  const above = createRequire(join(from, 'package.json')).resolve.paths(CORE) ?? [];
  // Not every package manager installs a module's dependencies at the top of the repository.
  const below = [from, ...directoriesIn(from), ...directoriesIn(from).flatMap(directoriesIn)].map((place) =>
    join(place, 'node_modules'),
  );
  if ([...above, ...below].some((folder) => existsSync(join(folder, CORE, 'package.json')))) return undefined;
  return (
    `note: the tools are not found: ${CORE} is not installed for ${from}, and its modules cannot be compiled without it. ` +
    `Install Chimaera there: npm install chimaera ${CORE} @chimaera/admin`
  );
}

/** None in a directory of another user. */
function directoriesIn(dir: string): string[] {
  return entriesOf(dir)
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(({ name }) => join(dir, name));
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}
