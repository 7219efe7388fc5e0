/** Small questions about syntax that several rules ask. */
import type { CallExpression, ClassDeclaration, FunctionDeclaration, SourceFile } from 'ts-morph';
import { positionOf } from '../input/syntax-tree.js';
import { Node, SyntaxKind } from '../input/ts-morph.js';
import type { Edit } from './rule.js';
import { fileOf } from '../input/syntax-tree.js';

/** A method of a class, a property that holds a function, or a function. */
export interface Member {
  readonly name: string;
  /** Where its name is written. */
  readonly nameNode: Node;
  /** All of it, including modifiers and comments. */
  readonly declaration: Node;
  readonly body: Node;
  readonly isAsync: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string | undefined;
    readonly node: Node;
  }[];
}

export function membersOf(declaration: ClassDeclaration): Member[] {
  return declaration.getMembers().flatMap((member) => {
    if (Node.isMethodDeclaration(member))
      return [memberOf(member.getName(), member.getNameNode(), member, member)];
    if (!Node.isPropertyDeclaration(member)) return [];
    const value = member.getInitializer();
    const isFunction = Node.isArrowFunction(value) || Node.isFunctionExpression(value);
    return isFunction ? [memberOf(member.getName(), member.getNameNode(), member, value)] : [];
  });
}

export function functionsOf(source: SourceFile): Member[] {
  return source
    .getFunctions()
    .map((it: FunctionDeclaration) => memberOf(it.getName() ?? '', it.getNameNode() ?? it, it, it));
}

type FunctionNode = Node & {
  isAsync(): boolean;
  getParameters(): { getName(): string; getTypeNode(): Node | undefined }[];
};

function memberOf(name: string, nameNode: Node, declaration: Node, node: Node): Member {
  const fn = node as FunctionNode;
  return {
    name,
    nameNode,
    declaration,
    body: node,
    isAsync: fn.isAsync(),
    parameters: fn.getParameters().map((parameter) => ({
      name: parameter.getName(),
      type: parameter.getTypeNode()?.getText(),
      node: parameter as unknown as Node,
    })),
  };
}

export function callsIn(node: Node): CallExpression[] {
  return node.getDescendantsOfKind(SyntaxKind.CallExpression);
}

/** `this.getLane`, for a call of it. */
export function calleeOf(call: CallExpression): string {
  return call.getExpression().getText().replace(/\s+/g, '');
}

/** An expression without the parentheses, casts and assertions around it. */
export function bare(node: Node): Node {
  const isWrapped =
    Node.isParenthesizedExpression(node) ||
    Node.isAsExpression(node) ||
    Node.isSatisfiesExpression(node) ||
    Node.isTypeAssertion(node) ||
    Node.isNonNullExpression(node);
  return isWrapped ? bare(node.getExpression()) : node;
}

/** Everything that is assigned to properties with this name inside the node. */
export function assignedTo(node: Node, property: string): Node[] {
  return node
    .getDescendantsOfKind(SyntaxKind.BinaryExpression)
    .filter(
      (it) => it.getOperatorToken().getText() === '=' && it.getLeft().getText().endsWith(`.${property}`),
    )
    .map((it) => it.getRight());
}

export function hasName(node: Node, name: string): boolean {
  return node.getDescendantsOfKind(SyntaxKind.Identifier).some((it) => it.getText() === name);
}

export const place = positionOf;

/** Replaces a node by a text; with '' the node goes, and so do the lines that it had to itself. */
export function replace(node: Node, text: string): Edit {
  const source = node.getSourceFile();
  const whole = source.getFullText();
  const start = text === '' ? node.getFullStart() : node.getStart();
  const end = node.getEnd();
  const file = fileOf(source);
  return { file, start, end: text === '' && whole[end] === '\n' && start === 0 ? end + 1 : end, text };
}
