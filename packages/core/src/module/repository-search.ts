import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ChimaeraError } from '../errors.js';
import type { ModuleLocation } from '../route/pool-record.js';
import { locationIn } from './package-search.js';

const REPO_FILE = 'chimaera_repo.yaml';
const MOD_FILE = 'chimaera_mod.yaml';
const DEFAULT_NAMESPACE = 'chimaera';
/** How far below a directory of CHI_REPO_PATH modules are looked for. */
const SCAN_DEPTH = 3;

interface Found {
  readonly directory: string;
  readonly key: string;
}

/** A module in one of the directories of CHI_REPO_PATH: repositories, or modules themselves. */
export function findInRepositories(
  key: string,
  path: string,
  cwd: string,
  looked: string[],
): ModuleLocation | undefined {
  for (const entry of path.split(delimiter).filter((part) => part !== '')) {
    const root = resolve(cwd, entry);
    if (!isDirectory(root)) {
      looked.push(`${root} (CHI_REPO_PATH): there is no such directory`);
      continue;
    }
    const modules = modulesBelow(root, namespaceAbove(root), SCAN_DEPTH);
    const match = modules.find((module) => module.key === key);
    if (match !== undefined) return locationIn(match.directory);
    looked.push(
      `${root} (CHI_REPO_PATH): it has ${modules.map((module) => module.key).join(', ') || 'no modules'}`,
    );
  }
  return undefined;
}

/**
 * Modules at or below a directory: those that the repository file lists, else those that are found.
 * @param inherited namespace of the nearest repository file above, which is the authority (checklist CON8)
 */
function modulesBelow(directory: string, inherited: string | undefined, depth: number): Found[] {
  const repo = readYaml(join(directory, REPO_FILE));
  const namespace = repo === undefined ? inherited : String(repo.namespace ?? DEFAULT_NAMESPACE);
  const module = readYaml(join(directory, MOD_FILE));
  const name = module?.module_name ?? module?.name;
  if (name !== undefined) {
    return [
      { directory, key: `${namespace ?? String(module?.namespace ?? DEFAULT_NAMESPACE)}_${String(name)}` },
    ];
  }
  const listed = repo?.modules;
  if (Array.isArray(listed)) {
    return listed.flatMap((place) => modulesBelow(resolve(directory, String(place)), namespace, 0));
  }
  if (depth === 0) return [];
  return subdirectories(directory).flatMap((child) => modulesBelow(child, namespace, depth - 1));
}

function namespaceAbove(directory: string): string | undefined {
  const parent = dirname(directory);
  if (parent === directory) return undefined;
  const repo = readYaml(join(parent, REPO_FILE));
  return repo === undefined ? namespaceAbove(parent) : String(repo.namespace ?? DEFAULT_NAMESPACE);
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function subdirectories(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .map(({ name }) => join(directory, name))
    .filter(isDirectory);
}

/** Undefined when there is no such file. */
function readYaml(file: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(file)) return undefined;
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ChimaeraError('MODULE_INVALID', `${file}: ${(cause as Error).message}`, { cause });
  }
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
}
