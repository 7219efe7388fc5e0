import type { PropertyAccessExpression } from 'ts-morph';
import { Node, SyntaxKind } from '../../input/ts-morph.js';
import { isClient } from '../clients.js';
import type { LintModule } from '../lint-module.js';
import type { LintRule } from '../rule.js';
import { callsIn, place } from '../syntax.js';

const ASYNC = /^async[A-Z]/;

export const leakedHandle: LintRule = {
  name: 'leaked-handle',
  reason:
    'A handle holds a block of shared memory until it is disposed of: of those that nobody disposes of, the sender runs out.',
  *check(module) {
    for (const call of module.sources.flatMap((source) => callsIn(source))) {
      const callee = call.getExpression();
      if (!Node.isPropertyAccessExpression(callee) || !ASYNC.test(callee.getName())) continue;
      if (!isHandle(module, callee)) continue;
      const parent = call.getParent();
      const isDropped = Node.isExpressionStatement(parent) || Node.isVoidExpression(parent);
      if (!isDropped && !(Node.isVariableDeclaration(parent) && isLeaked(parent))) continue;
      yield {
        at: place(call),
        message: `the handle of ${callee.getText()} is not disposed of`,
        hint: `using task = ${callee.getText()}(…), or await the form that returns a promise`,
      };
    }
  },
};

/** In class Client, `this` is a client, which has other methods besides the generated ones. */
function isHandle(module: LintModule, callee: PropertyAccessExpression): boolean {
  const sender = callee.getExpression();
  const isOwn =
    sender.getText() === 'this.client' ||
    (Node.isThisExpression(sender) &&
      sender.getFirstAncestorByKind(SyntaxKind.ClassDeclaration) === module.client?.getClass('Client'));
  return isOwn
    ? module.methods.some(({ name }) => callee.getName() === `async${name}`)
    : isClient(module, sender);
}

/** Declared without `using`, and then only read. A handle that is passed on is disposed of by somebody else. */
function isLeaked(declaration: Node): boolean {
  if (!Node.isVariableDeclaration(declaration)) return false;
  const name = declaration.getName();
  const list = declaration.getParent();
  if (/^(await\s+)?using\b/.test(list.getText())) return false;
  const scope = declaration.getFirstAncestorByKind(SyntaxKind.Block) ?? declaration.getSourceFile();
  const uses = scope
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((it) => it.getText() === name && it !== declaration.getNameNode());
  return uses.every((use) => {
    const access = use.getParent();
    const isRead = Node.isPropertyAccessExpression(access) && access.getExpression() === use;
    return isRead && access.getName() !== 'dispose';
  });
}
