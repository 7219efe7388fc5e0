/** The names of a new module, all derived from the one that was given. */
import { packageNameOf } from '../model/package-names.js';
import { GeneratorError } from './generator-error.js';

export interface ModuleNames {
  /** Directory and Nx project: `my-cache` */
  readonly dir: string;
  /** In YAML: `my_cache` */
  readonly moduleName: string;
  /** `chimaera_my_cache` */
  readonly key: string;
  /** `@chimaera/my-cache` */
  readonly packageName: string;
  readonly namespace: string;
}

const PLAIN_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** npm allows 214 characters for scope and name together. */
const MAX_LENGTH = 100;
/** Directories that the search for modules skips. */
const PASSED_OVER = ['dist', 'src', 'test', 'build', 'coverage', 'node-modules'];
/** Nx keeps projects by name in plain objects, which have this property already: no project could be built any more. */
const NO_PROJECT = 'constructor';

/** @throws GeneratorError with a proposal if a module cannot have this name */
export function moduleNames(name: string, namespace: string): ModuleNames {
  const dir = name.replace(/_/g, '-');
  const flaw = flawOf(name, dir);
  if (flaw !== undefined) throw new GeneratorError(`'${name}' cannot be the name of a module: ${flaw}`);
  const moduleName = dir.replace(/-/g, '_');
  const packageName = packageNameOf(namespace, moduleName);
  return { dir, moduleName, key: `${namespace}_${moduleName}`, packageName, namespace };
}

function flawOf(name: string, dir: string): string | undefined {
  if (PASSED_OVER.includes(dir))
    return 'directories of that name are passed over where modules are looked for';
  if (dir === NO_PROJECT) return 'Nx fails on a project of that name';
  if (dir.length > MAX_LENGTH) return `it has at most ${MAX_LENGTH} characters`;
  if (PLAIN_NAME.test(dir)) return undefined;
  const proposal = propose(name);
  const hint = PLAIN_NAME.test(proposal) ? `; how about ${proposal}?` : '';
  return `it is small letters, digits and -, and begins with a letter${hint}`;
}

/** A name that npm accepts, as close as possible to that of a directory, which may be anything. */
export function packageNameFor(dir: string): string {
  const proposal = propose(dir);
  return PLAIN_NAME.test(proposal) ? proposal.slice(0, MAX_LENGTH).replace(/-$/, '') : 'my-modules';
}

function propose(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
}
