import { builtinModules } from 'node:module';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const undeclaredDependency: LintRule = {
  name: 'undeclared-dependency',
  reason:
    'What a module imports is a dependency of its package: elsewhere it is found by chance, or not at all.',
  *check({ sources, packageJson }) {
    if (packageJson === undefined) return;
    const declared = declaredIn(packageJson.text);
    for (const declaration of sources.flatMap((it) => it.getImportDeclarations())) {
      const from = declaration.getModuleSpecifierValue();
      if (/^(\.|node:|#)/.test(from) || builtinModules.includes(from) || declaration.isTypeOnly()) continue;
      const name = from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/');
      if (declared.has(name)) continue;
      yield {
        at: place(declaration),
        message: `'${name}' is imported, but package.json does not list it`,
        hint: `npm install ${name}`,
      };
    }
  },
};

function declaredIn(text: string): Set<string> {
  const { name, dependencies, peerDependencies, optionalDependencies } = JSON.parse(text) as Record<
    string,
    object
  >;
  return new Set([
    String(name),
    ...[dependencies, peerDependencies, optionalDependencies].flatMap((it) => Object.keys(it ?? {})),
  ]);
}
