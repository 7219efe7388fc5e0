/**
 * The names that can be used in types of tasks.ts: those that the file declares itself, and those it imports from core.
 */
import type {
  ClassDeclaration,
  ImportDeclaration,
  InterfaceDeclaration,
  SourceFile,
  TypeAliasDeclaration,
  VariableDeclaration,
} from 'ts-morph';

export interface TypeDeclarations {
  readonly interfaces: ReadonlyMap<string, InterfaceDeclaration>;
  readonly aliases: ReadonlyMap<string, TypeAliasDeclaration>;
  readonly classes: ReadonlyMap<string, ClassDeclaration>;
  readonly constants: ReadonlyMap<string, VariableDeclaration>;
  readonly enums: ReadonlySet<string>;
  /** Local name to the name in core. */
  readonly coreNames: ReadonlyMap<string, string>;
  /** `import * as chi from '@chimaera/core'` */
  readonly coreNamespaces: ReadonlySet<string>;
  /** Local name to the module it comes from, for everything else that is imported. */
  readonly foreignNames: ReadonlyMap<string, string>;
}

const CORE_MODULES = ['@chimaera/core', '@chimaera/core/module'];

export function declarationsOf(source: SourceFile): TypeDeclarations {
  const coreNames = new Map<string, string>();
  const coreNamespaces = new Set<string>();
  const foreignNames = new Map<string, string>();
  for (const declaration of source.getImportDeclarations()) {
    const from = declaration.getModuleSpecifierValue();
    const isCore = CORE_MODULES.includes(from);
    for (const [local, imported] of importedNames(declaration)) {
      if (!isCore) foreignNames.set(local, from);
      else if (imported === '*') coreNamespaces.add(local);
      else coreNames.set(local, imported);
    }
  }
  return {
    interfaces: byName(source.getInterfaces()),
    aliases: byName(source.getTypeAliases()),
    classes: byName(source.getClasses()),
    constants: byName(source.getVariableDeclarations()),
    enums: new Set(source.getEnums().map((declaration) => declaration.getName())),
    coreNames,
    coreNamespaces,
    foreignNames,
  };
}

/** What a name written in tasks.ts is called in core, or undefined if it does not come from there. */
export function coreNameOf(declarations: TypeDeclarations, written: string): string | undefined {
  const [first, second, ...rest] = written.split('.');
  if (second === undefined) return declarations.coreNames.get(written);
  return rest.length === 0 && declarations.coreNamespaces.has(first!) ? second : undefined;
}

function importedNames(declaration: ImportDeclaration): [local: string, imported: string][] {
  const names: [string, string][] = declaration
    .getNamedImports()
    .map((name) => [name.getAliasNode()?.getText() ?? name.getName(), name.getName()]);
  const namespace = declaration.getNamespaceImport()?.getText();
  if (namespace !== undefined) names.push([namespace, '*']);
  const byDefault = declaration.getDefaultImport()?.getText();
  if (byDefault !== undefined) names.push([byDefault, 'default']);
  return names;
}

function byName<T extends { getName(): string | undefined }>(nodes: readonly T[]): Map<string, T> {
  return new Map(nodes.map((node) => [node.getName() ?? '', node]));
}
