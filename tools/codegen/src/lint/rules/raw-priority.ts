import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { bare, place } from '../syntax.js';
import { queueCalls } from '../queues.js';

/** In core's numbering. */
const PRIORITIES = ['kLowLatency', 'kHighLatency'];

export const rawPriority: LintRule = {
  name: 'raw-priority',
  reason: 'A priority is named: nobody sees in a number which of two queues is served first.',
  *check(module) {
    for (const { call, makes } of queueCalls(module)) {
      const priority = call.getArguments()[2];
      if (!makes || priority === undefined || !Node.isNumericLiteral(bare(priority))) continue;
      const name = PRIORITIES[Number(bare(priority).getText())];
      yield {
        at: place(priority),
        message: `priority ${priority.getText()} is a bare number`,
        hint: name === undefined ? `there are ${PRIORITIES.join(' and ')}` : `QueuePriority.${name}`,
      };
    }
  },
};
