import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const queueName: LintRule = {
  name: 'queue-name',
  reason:
    'Constants begin with k, and those of queues end in Queue, so that a lane number is not taken for one.',
  *check(module) {
    for (const { id, makes } of queueCalls(module)) {
      if (!makes || !Node.isIdentifier(id) || /^k([A-Z]\w*)?Queue$/.test(id.getText())) continue;
      const words = id
        .getText()
        .replace(/^k(?=[A-Z])|_?queue$/gi, '')
        .split('_')
        .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
      const proposal = `k${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Queue`;
      yield {
        at: place(id),
        message: `queue constant ${id.getText()} is not called kSomethingQueue`,
        hint: `call it ${proposal}`,
      };
    }
  },
};
