/** A new module from the templates, entered in the repository's list (checklist Z4). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, YAMLSeq } from 'yaml';
import { render } from '../emit/render.js';
import type { FileTree } from './file-tree.js';
import { moduleNames, type ModuleNames } from './module-names.js';

const REPO_FILE = 'chimaera_repo.yaml';

/**
 * Writes the files of a module.
 * @param packages directory with chimaera_repo.yaml, in the tree
 * @throws Error when the name is no name, or taken
 */
export function newModule(tree: FileTree, packages: string, name: string): ModuleNames {
  const repoPath = join(packages, REPO_FILE);
  const repo = tree.read(repoPath, 'utf-8');
  if (repo === null) throw new Error(`no ${repoPath}: a module is made inside a repository`);
  const document = parseDocument(repo);
  const names = moduleNames(name, String(document.get('namespace') ?? 'chimaera'));
  const root = join(packages, names.dir);
  if (tree.exists(root)) throw new Error(`${root} exists already; choose another name`);
  const coreVersion = versionOf(tree, join(packages, 'core/package.json')) ?? ownVersion();
  for (const [path, template] of templates()) {
    const values = { ...names, coreVersion, refreshCommand: 'npx nx run codegen:refresh' };
    tree.write(join(root, path), render(template, values));
  }
  const listed = document.get('modules');
  if (listed instanceof YAMLSeq) {
    listed.add(document.createNode(names.dir));
    tree.write(repoPath, document.toString());
  }
  addReference(tree, root);
  return names;
}

/** The compiler's list of projects at the root of the workspace. */
function addReference(tree: FileTree, root: string): void {
  const text = tree.read('tsconfig.json', 'utf-8');
  if (text === null) return;
  const config = JSON.parse(text) as { references?: { path: string }[] };
  config.references = [...(config.references ?? []), { path: `./${root}` }];
  tree.write('tsconfig.json', `${JSON.stringify(config, null, 2)}\n`);
}

function versionOf(tree: FileTree, path: string): string | undefined {
  const text = tree.read(path, 'utf-8');
  return text === null ? undefined : (JSON.parse(text) as { version?: string }).version;
}

/** Path to template text. In a checkout templates lie at its root, in the published package beside dist. */
function templates(): [path: string, template: string][] {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = ['../../templates/module', '../../../../templates/module'].map((path) =>
    join(here, path),
  );
  const root = candidates.find((path) => existsSync(path));
  if (root === undefined) throw new Error('the templates of @chimaera/codegen are missing; install it again');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .sort()
    .map((path) => [path.replace(/\.hbs$/, ''), readFileSync(join(root, path), 'utf8')]);
}

function ownVersion(): string {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
