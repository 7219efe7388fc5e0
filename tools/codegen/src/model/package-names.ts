/** Names of npm packages, derived from those of modules. */

/** `my_project` has packages in `@my-project`. */
export function scopeOf(namespace: string): string {
  return `@${kebabCase(namespace)}`;
}

/** The package in which an installed runtime looks for a module: `@acme/key-store` for `key_store` of `acme`. */
export function packageNameOf(namespace: string, moduleName: string): string {
  return `${scopeOf(namespace)}/${kebabCase(moduleName)}`;
}

function kebabCase(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
