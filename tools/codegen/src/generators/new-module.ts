/** A new module from the templates, entered in the repository's list (checklist Z4). */
import { join, relative } from 'node:path';
import { parseDocument, YAMLSeq } from 'yaml';
import { readJson, type FileTree } from './file-tree.js';
import { GeneratorError } from './generator-error.js';
import { moduleNames, type ModuleNames } from './module-names.js';
import { readRepository, REPO_FILE, type Repository } from './repository.js';
import { ownVersion, renderTemplates } from './templates.js';

export interface NewModule extends ModuleNames {
  /** Relative to the workspace. */
  readonly path: string;
  readonly repository: Repository;
}

/**
 * Writes the files of a module.
 * @param repoDir directory with chimaera_repo.yaml, in the tree; by default it is searched for
 * @throws GeneratorError if the name is invalid or taken, or there is no repository
 */
export function newModule(tree: FileTree, repoDir: string | undefined, name: string): NewModule {
  const repository = readRepository(tree, repoDir);
  const { modulesDir, isCheckout } = repository;
  const names = moduleNames(name, repository.namespace);
  const path = join(modulesDir, names.dir);
  refuseTaken(tree, names, path, modulesDir);
  const values = {
    ...names,
    coreVersion: versionOf(tree, 'packages/core/package.json') ?? ownVersion(),
    rootPath: relative(path, '.'),
    refreshCommand: isCheckout ? 'npx nx run codegen:refresh' : 'npx chimaera repo refresh',
  };
  const sets = ['module', isCheckout ? 'module-checkout' : 'module-repository'];
  for (const [file, text] of sets.flatMap((set) => renderTemplates(set, values))) {
    tree.write(join(path, file), text);
  }
  addToList(tree, repository, path);
  addReference(tree, path);
  return { ...names, path, repository };
}

/** Of two modules or packages with one name, or two things in one place, either might be found. */
function refuseTaken(tree: FileTree, names: ModuleNames, path: string, modulesDir: string): void {
  if (tree.exists(path)) throw new GeneratorError(`${path} exists already; choose another name`);
  const twin = tree.children(modulesDir).find((dir) => isTwin(tree, join(modulesDir, dir), names));
  if (twin !== undefined) {
    throw new GeneratorError(
      `${join(modulesDir, twin)} is the module ${names.moduleName} already; choose another name`,
    );
  }
  const lock = readJson<{ packages: object }>(tree, 'package-lock.json');
  if (Object.hasOwn(lock.packages ?? {}, `node_modules/${names.packageName}`)) {
    throw new GeneratorError(
      `${names.packageName} is a package of this workspace already; choose another name`,
    );
  }
}

function isTwin(tree: FileTree, dir: string, { moduleName }: ModuleNames): boolean {
  const text = tree.read(join(dir, 'chimaera_mod.yaml'), 'utf-8');
  if (text === null) return false;
  const yaml = parseDocument(text);
  const name = String(yaml.get('module_name') ?? yaml.get('name'));
  return name.toLowerCase() === moduleName;
}

/** A repository without a list searches for its modules. */
function addToList(tree: FileTree, { dir, document }: Repository, path: string): void {
  const listed = document.get('modules');
  if (!(listed instanceof YAMLSeq)) return;
  listed.add(document.createNode(relative(dir, path)));
  tree.write(join(dir, REPO_FILE), document.toString());
}

/** The compiler's list of projects at the root of the workspace. */
function addReference(tree: FileTree, path: string): void {
  if (!tree.exists('tsconfig.json')) return;
  const config = readJson<{ references: { path: string }[] }>(tree, 'tsconfig.json');
  config.references = [...(config.references ?? []), { path: `./${path}` }];
  tree.write('tsconfig.json', `${JSON.stringify(config, null, 2)}\n`);
}

function versionOf(tree: FileTree, path: string): string | undefined {
  return readJson<{ version: string }>(tree, path).version;
}
