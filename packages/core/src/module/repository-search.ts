import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
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
export function findInRepositories(key: string, path: string, cwd: string, looked: string[]): ModuleLocation | undefined {
  for (const entry of path.split(delimiter).filter((part) => part !== '')) {
    const root = resolve(cwd, entry);
    if (!existsSync(root)) {
      looked.push(`${root} (CHI_REPO_PATH): there is no such directory`);
      continue;
    }
    const modules = modulesBelow(root, namespaceOf(root) ?? namespaceAbove(root), SCAN_DEPTH);
    const match = modules.find((module) => module.key === key);
    if (match !== undefined) return locationIn(match.directory);
    looked.push(`${root} (CHI_REPO_PATH): it has ${modules.map((module) => module.key).join(', ') || 'no modules'}`);
  }
  return undefined;
}

/** Modules at or below a directory; the nearest repository file gives the namespace (checklist CON8). */
function modulesBelow(directory: string, inherited: string, depth: number): Found[] {
  const namespace = namespaceOf(directory) ?? inherited;
  const file = join(directory, MOD_FILE);
  if (existsSync(file)) {
    const { module_name: name, name: alternative } = readYaml(file);
    return [{ directory, key: `${namespace}_${String(name ?? alternative)}` }];
  }
  if (depth === 0) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .flatMap((entry) => modulesBelow(join(directory, entry.name), namespace, depth - 1));
}

function namespaceAbove(directory: string): string {
  const parent = resolve(directory, '..');
  if (parent === directory) return DEFAULT_NAMESPACE;
  return namespaceOf(parent) ?? namespaceAbove(parent);
}

function namespaceOf(directory: string): string | undefined {
  const file = join(directory, REPO_FILE);
  if (!existsSync(file)) return undefined;
  const { namespace } = readYaml(file);
  return namespace === undefined ? DEFAULT_NAMESPACE : String(namespace);
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ChimaeraError('MODULE_INVALID', `${file}: ${(cause as Error).message}`, { cause });
  }
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
}
