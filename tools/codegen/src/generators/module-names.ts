/** The names of a new module, all derived from the one that was asked for. */
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

/** @throws Error with a proposal when the name cannot be a module's */
export function moduleNames(name: string, namespace: string): ModuleNames {
  const dir = name.replace(/_/g, '-');
  if (!PLAIN_NAME.test(dir)) {
    const proposal = propose(name);
    const hint = PLAIN_NAME.test(proposal) ? `; how about ${proposal}?` : '';
    throw new Error(`'${name}' cannot be the name of a module: it takes small letters, digits and -${hint}`);
  }
  const moduleName = dir.replace(/-/g, '_');
  const scope = namespace.toLowerCase().replace(/_/g, '-');
  return { dir, moduleName, key: `${namespace}_${moduleName}`, packageName: `@${scope}/${dir}`, namespace };
}

function propose(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
}
