import { Node } from '../../input/ts-morph.js';
import { nearest } from '../../model/nearest.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const unknownQueue: LintRule = {
  name: 'unknown-queue',
  reason: 'getLane gives null for a queue that create has not made, and the task goes to the default lane.',
  *check(module) {
    const calls = queueCalls(module);
    const made = calls.filter(({ makes }) => makes).map(({ id }) => id.getText());
    if (made.length === 0) return;
    // A parameter is checked where its argument is passed.
    const constants = new Map(
      module.runtime!.getVariableDeclarations().map((it) => [it.getName(), it.getInitializer()?.getText()]),
    );
    // By number: a queue created with its constant may be requested with the bare number, which is another rule's
    // business.
    const numberOf = (name: string): string => constants.get(name) ?? name;
    const numbers = made.map(numberOf);
    for (const { id, makes } of calls) {
      const name = id.getText();
      if (makes || !(Node.isNumericLiteral(id) || constants.has(name))) continue;
      if (numbers.includes(numberOf(name))) continue;
      const meant = nearest(name, made);
      yield {
        at: place(id),
        message: `nothing makes queue ${name}`,
        hint:
          meant === undefined ? `made are ${[...new Set(made)].join(', ')}` : `did you mean \`${meant}\`?`,
      };
    }
  },
};
