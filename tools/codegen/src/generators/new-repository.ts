/** A user's own repository: a workspace of npm, pnpm or Yarn that installs Chimaera's packages. */
import { basename } from 'node:path';
import type { FileTree } from './file-tree.js';
import { GeneratorError } from './generator-error.js';
import { packageNameFor } from './module-names.js';
import { EXEC, TEST_SCRIPT, type PackageManager } from './package-manager.js';
import { ownVersion, renderTemplates } from './templates.js';

const NAMESPACE = /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/;
/** Modules of this namespace are this project's, and so are the packages of this scope. */
const OWN_NAMESPACE = 'chimaera';

/**
 * Writes the files of a repository that has no modules yet.
 * @param root the directory that the tree stands for; the repository gets the closest name that npm allows
 * @throws GeneratorError if the namespace is invalid, or the directory is not empty
 */
export function newRepository(
  tree: FileTree,
  root: string,
  namespace: string,
  manager: PackageManager = 'npm',
): void {
  checkNamespace(namespace);
  if (tree.children('.').some((file) => file !== '.git')) {
    throw new GeneratorError(`${root} exists already and is not empty; choose another name`);
  }
  const values = {
    name: packageNameFor(basename(root)),
    namespace,
    coreVersion: ownVersion(),
    manager,
    exec: EXEC[manager],
    testScript: TEST_SCRIPT[manager],
    hasWorkspacesField: manager !== 'pnpm',
    isYarn: manager === 'yarn',
  };
  const sets = ['repository', ...(manager === 'npm' ? [] : [`repository-${manager}`])];
  for (const [path, text] of sets.flatMap((set) => renderTemplates(set, values))) tree.write(path, text);
}

function checkNamespace(namespace: string): void {
  if (!NAMESPACE.test(namespace)) {
    const proposal = namespace.replace(/[^A-Za-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '');
    const hint = NAMESPACE.test(proposal) ? `; how about ${proposal}?` : '';
    throw new GeneratorError(
      `'${namespace}' cannot be a namespace: it takes letters, digits and _ between them${hint}`,
    );
  }
  if (namespace.toLowerCase() === OWN_NAMESPACE) {
    throw new GeneratorError(`the namespace ${OWN_NAMESPACE} is taken; choose one of your own`);
  }
}
