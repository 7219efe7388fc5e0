import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place, replace } from '../syntax.js';

const METHOD = /^\(?Method\.k\w+\)?$/;

export const methodCast: LintRule = {
  name: 'method-cast',
  reason: 'Method numbers are plain numbers: a cast around one hides that it is not what is asked for.',
  *check({ sources }) {
    for (const node of sources.flatMap((it) => it.getDescendants())) {
      const inner = innerOf(node);
      if (inner === undefined || !METHOD.test(inner.getText())) continue;
      const text = inner.getText().replace(/[()]/g, '');
      yield {
        at: place(node),
        message: `${text} is cast`,
        hint: `write ${text}`,
        fix: replace(node, text),
      };
    }
  },
};

function innerOf(node: Node): Node | undefined {
  if (Node.isAsExpression(node) || Node.isTypeAssertion(node)) return node.getExpression();
  const isIdle =
    Node.isBinaryExpression(node) &&
    /^(\||>>>?|<<|\^) 0$/.test(`${node.getOperatorToken().getText()} ${node.getRight().getText()}`);
  if (isIdle) return node.getLeft();
  const isNumber = Node.isCallExpression(node) && node.getExpression().getText() === 'Number';
  if (isNumber) return node.getArguments()[0];
  return Node.isPrefixUnaryExpression(node) && node.getOperatorToken() === SyntaxKind.PlusToken
    ? node.getOperand()
    : undefined;
}
