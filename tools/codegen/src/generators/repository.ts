/** What a new module has to know about its repository. */
import { join } from 'node:path';
import { parse, parseDocument, type Document } from 'yaml';
import { readJson, type FileTree } from './file-tree.js';
import { GeneratorError } from './generator-error.js';

export const REPO_FILE = 'chimaera_repo.yaml';
const DEFAULT_NAMESPACE = 'chimaera';

export interface Repository {
  /** Directory of chimaera_repo.yaml in the workspace: `.` or, say, `packages`. */
  readonly dir: string;
  /** Where its modules are, relative to the workspace. */
  readonly modulesDir: string;
  readonly document: Document;
  readonly namespace: string;
  /** Whether this is Chimaera's own workspace, in which Nx builds and Jest tests. */
  readonly isCheckout: boolean;
}

/**
 * The repository of a workspace.
 * @param dir directory with chimaera_repo.yaml; by default the workspace itself, else a directory in it
 * @throws GeneratorError if there is none, or if the workspace cannot hold modules
 */
export function readRepository(tree: FileTree, dir = findRepositoryDir(tree)): Repository {
  const text = tree.read(join(dir, REPO_FILE), 'utf-8');
  if (text === null) throw absent(dir);
  const document = parseDocument(text);
  return {
    dir,
    modulesDir: dir === '.' ? modulesDirectory(tree) : dir,
    document,
    namespace: String(document.get('namespace') ?? DEFAULT_NAMESPACE),
    isCheckout: tree.exists('tools/codegen/project.json'),
  };
}

function findRepositoryDir(tree: FileTree): string {
  const found = ['.', ...tree.children('.')].find((dir) => tree.exists(join(dir, REPO_FILE)));
  if (found === undefined) throw absent('.');
  return found;
}

function absent(dir: string): GeneratorError {
  return new GeneratorError(
    `no ${join(dir, REPO_FILE)}: a module is made inside a repository; ` +
      'change to its directory, or make one: npx chimaera repo new NAME --namespace NAMESPACE',
  );
}

/** Where the packages of a workspace are: npm and Yarn say so in package.json, pnpm in a file of its own. */
export function workspacePatterns(tree: FileTree): readonly string[] {
  if (!tree.exists('package.json')) return [];
  const { workspaces } = readJson<{ workspaces: string[] | { packages?: string[] } }>(tree, 'package.json');
  const pnpm = tree.read('pnpm-workspace.yaml', 'utf-8');
  const ofPnpm = pnpm === null ? [] : ((parse(pnpm) as { packages?: string[] } | null)?.packages ?? []);
  return [...(Array.isArray(workspaces) ? workspaces : (workspaces?.packages ?? [])), ...ofPnpm];
}

/** The directory for new modules, whose packages get linked: that of the first pattern among the workspaces. */
function modulesDirectory(tree: FileTree): string {
  const found = workspacePatterns(tree).flatMap(
    (pattern) => /^(?:\.\/)?([^*!]+)\/\*$/.exec(pattern)?.[1] ?? [],
  )[0];
  if (found !== undefined) return found;
  throw new GeneratorError(
    `package.json beside ${REPO_FILE} has no workspaces, through which modules are linked: add "workspaces": ["modules/*"]`,
  );
}
