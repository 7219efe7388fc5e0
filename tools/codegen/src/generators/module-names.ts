/** The names of a new module, all derived from the one that was asked for. */
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
/** npm takes 214 letters for scope and name together. */
const MAX_LENGTH = 100;
/** Directories that are passed over where modules are looked for. */
const PASSED_OVER = ['dist', 'src', 'test', 'build', 'coverage', 'node-modules'];

/** @throws GeneratorError with a proposal when the name cannot be a module's */
export function moduleNames(name: string, namespace: string): ModuleNames {
  const dir = plainName(name, 'a module');
  if (PASSED_OVER.includes(dir)) {
    throw new GeneratorError(
      `'${name}' cannot be the name of a module: directories of that name are passed over where modules are looked for`,
    );
  }
  const moduleName = dir.replace(/-/g, '_');
  return {
    dir,
    moduleName,
    key: `${namespace}_${moduleName}`,
    packageName: `${scopeOf(namespace)}/${dir}`,
    namespace,
  };
}

/**
 * The name of a directory and a package: small letters, digits and `-`.
 * @throws GeneratorError with a proposal
 */
export function plainName(name: string, what: string): string {
  const plain = name.replace(/_/g, '-');
  if (!PLAIN_NAME.test(plain)) {
    const proposal = propose(name);
    const hint = PLAIN_NAME.test(proposal) ? `; how about ${proposal}?` : '';
    throw new GeneratorError(
      `'${name}' cannot be the name of ${what}: it takes small letters, digits and -${hint}`,
    );
  }
  if (plain.length > MAX_LENGTH) {
    throw new GeneratorError(
      `the name of ${what} has at most ${MAX_LENGTH} characters; '${name.slice(0, 20)}…' has ${name.length}`,
    );
  }
  return plain;
}

/** `my_project` has packages in `@my-project`. */
export function scopeOf(namespace: string): string {
  return `@${namespace.toLowerCase().replace(/_/g, '-')}`;
}

function propose(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
}
