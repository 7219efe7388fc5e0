import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const queueOutsideCreate: LintRule = {
  name: 'queue-outside-create',
  reason:
    'Queues exist before the first task comes: they are made in create, or the first monitors find none.',
  *check(module) {
    const create = module.member('create');
    const reached = create === undefined ? [] : module.reach(create);
    for (const { call, id, makes } of queueCalls(module)) {
      const member = call.getFirstAncestor((it) => it.getParent() === module.runtimeClass);
      // What a free function creates is attributed to its callers.
      if (!makes || member === undefined) continue;
      if (reached.some(({ declaration }) => declaration === member)) continue;
      const name = Node.hasName(member) ? member.getName() : 'the constructor';
      yield {
        at: place(id),
        message: `${name} makes queue ${id.getText()}`,
        hint: 'make it in create',
      };
    }
  },
};
