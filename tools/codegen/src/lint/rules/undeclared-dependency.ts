import { builtinModules } from 'node:module';
import type { SourceFile } from 'ts-morph';
import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { Manifest } from '../lint-module.js';
import type { LintRule } from '../rule.js';
import { callsIn, place } from '../syntax.js';

export const undeclaredDependency: LintRule = {
  name: 'undeclared-dependency',
  reason:
    'What a module imports is a dependency of its package: elsewhere it is found by chance, or not at all.',
  *check({ sources, manifest }) {
    if (manifest === undefined) return;
    const declared = declaredIn(manifest);
    const forTypes = new Set([...declared, ...Object.keys(manifest.devDependencies ?? {})]);
    for (const { node, from, isOfTypes } of sources.flatMap(importsOf)) {
      if (/^(\.|node:|#)/.test(from) || builtinModules.includes(from)) continue;
      const name = from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/');
      if ((isOfTypes ? forTypes : declared).has(name)) continue;
      yield {
        at: place(node),
        message: `'${name}' is imported, but package.json does not list it`,
        hint: `npm install ${name}`,
      };
    }
  },
};

interface Import {
  readonly node: Node;
  readonly from: string;
  /** What only the compiler needs may be a development dependency. */
  readonly isOfTypes: boolean;
}

function importsOf(source: SourceFile): Import[] {
  const statements = [...source.getImportDeclarations(), ...source.getExportDeclarations()].flatMap(
    (node): Import[] => {
      const from = node.getModuleSpecifierValue();
      return from === undefined ? [] : [{ node, from, isOfTypes: node.isTypeOnly() }];
    },
  );
  const calls = callsIn(source).flatMap((node): Import[] => {
    const [from] = node.getArguments();
    const isImport = node.getExpression().getKind() === SyntaxKind.ImportKeyword;
    return isImport && Node.isStringLiteral(from)
      ? [{ node, from: from.getLiteralValue(), isOfTypes: false }]
      : [];
  });
  return [...statements, ...calls];
}

function declaredIn({ name, dependencies, peerDependencies, optionalDependencies }: Manifest): Set<string> {
  return new Set([
    String(name),
    ...[dependencies, peerDependencies, optionalDependencies].flatMap((it) => Object.keys(it ?? {})),
  ]);
}
