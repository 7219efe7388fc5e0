import type { BinaryExpression } from 'ts-morph';
import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { bare, place } from '../syntax.js';

export const promiseChainLock: LintRule = {
  name: 'promise-chain-lock',
  reason:
    'A chain of promises is a lock that nobody can see: it is one for each thread, jams where a task waits for a subtask behind it, and one rejection ends it.',
  *check({ sources }) {
    for (const assignment of sources.flatMap((it) => it.getDescendantsOfKind(SyntaxKind.BinaryExpression))) {
      if (assignment.getOperatorToken().getText() !== '=' || !isLink(assignment)) continue;
      yield {
        at: place(assignment),
        message: `${assignment.getLeft().getText()} is a chain of promises used as a lock`,
        hint: 'private readonly mutex = new CoMutex(); using _held = await this.mutex.scoped();',
      };
    }
  },
};

/**
 * `tail = tail.then(…)`; or the last link, taken into a variable, is awaited, and the next one put in its place.
 */
function isLink(assignment: BinaryExpression): boolean {
  const target = assignment.getLeft().getText();
  const value = assignment.getRight();
  const taken = namesTakenFrom(target, assignment);
  const root = rootOf(value);
  if (root !== value && (root.getText() === target || taken.includes(root.getText()))) return true;
  return awaitedIn(scopeOf(assignment)).some((name) => taken.includes(name)) && isNewPromise(value);
}

/** The object on which `.then`, `.catch` and `.finally` are ultimately called. */
function rootOf(node: Node): Node {
  if (!Node.isCallExpression(node)) return node;
  const callee = node.getExpression();
  const isLink = Node.isPropertyAccessExpression(callee) && /^(then|catch|finally)$/.test(callee.getName());
  return isLink ? rootOf(callee.getExpression()) : node;
}

/** Variables of the function that hold the target's value. */
function namesTakenFrom(target: string, assignment: BinaryExpression): string[] {
  return scopeOf(assignment)
    .getDescendantsOfKind(SyntaxKind.VariableDeclaration)
    .filter((it) => it.getInitializer()?.getText() === target)
    .map((it) => it.getName());
}

function awaitedIn(scope: Node): string[] {
  return scope.getDescendantsOfKind(SyntaxKind.AwaitExpression).map((it) => it.getExpression().getText());
}

/** A promise that is created here, to be settled later. */
function isNewPromise(value: Node): boolean {
  const node = bare(value);
  if (Node.isNewExpression(node)) return node.getExpression().getText() === 'Promise';
  if (Node.isPropertyAccessExpression(node)) return node.getName() === 'promise';
  return Node.isCallExpression(node) && Node.isArrowFunction(bare(node.getExpression()));
}

function scopeOf(node: Node): Node {
  return (
    node.getFirstAncestor((it) => Node.isMethodDeclaration(it) || Node.isFunctionDeclaration(it)) ??
    node.getSourceFile()
  );
}
