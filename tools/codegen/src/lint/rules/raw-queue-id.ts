import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const rawQueueId: LintRule = {
  name: 'raw-queue-id',
  reason:
    'A queue is named by a constant: a bare number says nothing, and two places that mean one queue drift apart.',
  *check(module) {
    for (const { id } of queueCalls(module)) {
      if (!Node.isNumericLiteral(id)) continue;
      yield {
        at: place(id),
        message: `queue ${id.getText()} is a bare number`,
        hint: `const kProcessingQueue = ${id.getText()};`,
      };
    }
  },
};
