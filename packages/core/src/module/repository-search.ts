import { type Dirent, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { YamlFile } from '../config/yaml-file.js';
import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';
import { locationIn, sameKey } from './package-search.js';

const REPO_FILE = 'chimaera_repo.yaml';
const MOD_FILE = 'chimaera_mod.yaml';
const DEFAULT_NAMESPACE = 'chimaera';
/** How deep below a directory of CHI_REPO_PATH modules are searched for. */
const SCAN_DEPTH = 3;

interface Found {
  readonly directory: string;
  readonly namespace: string;
  readonly key: string;
}

/**
 * Finds a module in the directories of CHI_REPO_PATH, which are repositories, or modules themselves. The first match
 * counts.
 * @throws ChimaeraError MODULE_INVALID if a module of another namespace has the same key
 */
export function findInRepositories(
  key: string,
  path: string,
  cwd: string,
  looked: string[],
): ModuleLocation | undefined {
  const roots = path
    .split(delimiter)
    .filter((entry) => entry !== '')
    .map((entry) => resolve(cwd, entry));
  for (const [i, root] of roots.entries()) {
    if (!isDirectory(root)) {
      const what = isClosed(root) ? 'this user may not read it' : 'there is no such directory';
      looked.push(`${root} (CHI_REPO_PATH): ${what}`);
      continue;
    }
    const modules = modulesIn(root);
    const match = modules.find((module) => module.key === key);
    if (match !== undefined) {
      refuseNamesakes(match, modules, roots.slice(i + 1));
      return locationIn(match.directory);
    }
    const closed = closedBelow(root, SCAN_DEPTH);
    looked.push(
      `${root} (CHI_REPO_PATH): it has ${modules.map((module) => module.key).join(', ') || 'no modules'}` +
        (closed.length === 0 ? '' : `; this user may not read ${closed.join(', ')}`),
    );
  }
  return undefined;
}

/** `c` of `a_b` and `b_c` of `a` have the same key: whichever is taken, some programs would get the wrong one. */
function refuseNamesakes(match: Found, beside: readonly Found[], laterRoots: readonly string[]): void {
  const isNamesake = ({ key, namespace }: Found): boolean =>
    key === match.key && namespace !== match.namespace;
  let namesake = beside.find(isNamesake);
  // Only a key with several underscores can be read in two ways; for others there is no need to search on.
  if (match.key.split('_').length > 2) {
    for (const root of laterRoots) namesake ??= readableModulesIn(root).find(isNamesake);
  }
  if (namesake === undefined) return;
  throw sameKey(match.key, [match, namesake].map(describe));
}

function describe({ directory, namespace }: Found): string {
  return `${directory} (namespace ${namespace})`;
}

function modulesIn(root: string): Found[] {
  return modulesBelow(root, namespaceAbove(root), SCAN_DEPTH, new Set());
}

/** None where something is wrong: whoever needs a module of that directory is told. */
function readableModulesIn(root: string): Found[] {
  try {
    return isDirectory(root) ? modulesIn(root) : [];
  } catch {
    return [];
  }
}

/**
 * Modules at or below a directory: those that the repository file lists, else those that a search finds.
 * @param inherited namespace of the nearest repository file above, which is the authority (checklist CON8)
 * @param seen repositories whose lists were already followed: one that is listed twice, or lists itself, adds nothing
 */
function modulesBelow(
  directory: string,
  inherited: string | undefined,
  depth: number,
  seen: Set<string>,
): Found[] {
  const repo = readYaml(join(directory, REPO_FILE));
  const namespace = repo === undefined ? inherited : namespaceIn(repo);
  const module = readYaml(join(directory, MOD_FILE));
  const name = textOf(module?.module_name ?? module?.name);
  if (name !== undefined) {
    const own = namespace ?? namespaceIn(module);
    return [{ directory, namespace: own, key: `${own}_${name}` }];
  }
  const listed = repo?.modules;
  if (Array.isArray(listed)) {
    const repository = `${namespace}_${directory}`;
    if (seen.has(repository)) return [];
    seen.add(repository);
    const places = listed.flatMap((place) => textOf(place) ?? []);
    return places.flatMap((place) => modulesBelow(resolve(directory, place), namespace, 0, seen));
  }
  if (depth === 0) return [];
  return subdirectories(directory).flatMap((child) => modulesBelow(child, namespace, depth - 1, seen));
}

function namespaceAbove(directory: string): string | undefined {
  const parent = dirname(directory);
  if (parent === directory) return undefined;
  const repo = readYaml(join(parent, REPO_FILE));
  return repo === undefined ? namespaceAbove(parent) : namespaceIn(repo);
}

function namespaceIn(file: Readonly<Record<string, unknown>> | undefined): string {
  return textOf(file?.namespace) ?? DEFAULT_NAMESPACE;
}

/** A name as text; an unquoted number is one, too. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** False for links that lead in circles. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Directories that would be searched if this user were allowed to read them. */
function closedBelow(directory: string, depth: number): string[] {
  if (isClosed(directory)) return [directory];
  return depth === 0 ? [] : subdirectories(directory).flatMap((child) => closedBelow(child, depth - 1));
}

function isClosed(path: string): boolean {
  try {
    readdirSync(path);
    statSync(`${path}/.`); // to read names takes another right than to follow them
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** None for a directory that may not be read. */
function subdirectories(directory: string): string[] {
  return entriesOf(directory)
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .map(({ name }) => join(directory, name))
    .filter(isDirectory);
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Undefined if there is no such file, or if its directory may not be entered. */
function readYaml(file: string): Readonly<Record<string, unknown>> | undefined {
  if (!isThere(file)) return undefined;
  let content: unknown;
  try {
    content = new YamlFile(file).toValue();
  } catch (cause) {
    throw new ChimaeraError('MODULE_INVALID', (cause as Error).message, { cause });
  }
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
}
