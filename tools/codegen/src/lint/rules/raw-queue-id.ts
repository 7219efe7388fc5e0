import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { bare, place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const rawQueueId: LintRule = {
  name: 'raw-queue-id',
  reason:
    'A queue is named by a constant: a bare number says nothing, and two places that mean one queue drift apart.',
  *check(module) {
    for (const { id } of queueCalls(module)) {
      const number = plainNumber(id);
      if (number === undefined) continue;
      yield {
        at: place(id),
        message: `queue ${id.getText()} is a bare number`,
        hint: `const kProcessingQueue = ${number};`,
      };
    }
  },
};

/** A literal number, whatever is around it. */
function plainNumber(id: Node): string | undefined {
  const node = bare(id);
  if (Node.isNumericLiteral(node)) return node.getText();
  return Node.isPrefixUnaryExpression(node) ? plainNumber(node.getOperand()) : undefined;
}
