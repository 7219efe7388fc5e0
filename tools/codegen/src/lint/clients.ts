/** Finds out which expressions of a module are clients: of its own pool, or of others. */
import type { LintModule } from './lint-module.js';
import { Node, SyntaxKind } from '../input/ts-morph.js';
import { bare } from './syntax.js';

const OWN = /^this\.(client|chi\.admin)$/;

export function isClient(module: LintModule, expression: Node): boolean {
  const node = bare(expression);
  const text = node.getText().replace(/[\s?!]/g, '');
  if (OWN.test(text)) return true;
  if (Node.isNewExpression(node)) return isClientClass(node.getExpression());
  if (Node.isIdentifier(node)) return isDeclaredClient(module, localOf(node));
  const [, field] = /^this\.(\w+)$/.exec(text) ?? [];
  return field !== undefined && isDeclaredClient(module, module.runtimeClass?.getProperty(field));
}

/** The variable of the same function to which an identifier refers. */
function localOf(identifier: Node): Node | undefined {
  const scope = identifier.getFirstAncestor(
    (it) => Node.isMethodDeclaration(it) || Node.isFunctionDeclaration(it) || Node.isPropertyDeclaration(it),
  );
  const variables = scope?.getDescendantsOfKind(SyntaxKind.VariableDeclaration) ?? [];
  return variables.find((it) => it.getName() === identifier.getText());
}

function isDeclaredClient(module: LintModule, declaration: Node | undefined): boolean {
  if (!Node.isPropertyDeclaration(declaration) && !Node.isVariableDeclaration(declaration)) return false;
  const type = declaration.getTypeNode();
  if (type !== undefined && isClientClass(type)) return true;
  const value = declaration.getInitializer();
  return value !== undefined && value.getText() !== declaration.getName() && isClient(module, value);
}

/** `Client`, `bdev.Client`, or the name that an import gives it. */
function isClientClass(node: Node): boolean {
  const name = node.getText().replace(/( \| (undefined|null))+$/, '');
  if (/^(\w+\.)?Client$/.test(name)) return true;
  const imported = node
    .getSourceFile()
    .getImportDeclarations()
    .flatMap((it) => it.getNamedImports());
  return imported.some((it) => it.getName() === 'Client' && it.getAliasNode()?.getText() === name);
}
