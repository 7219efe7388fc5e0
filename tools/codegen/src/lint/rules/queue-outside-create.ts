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
    for (const { id, makes, member } of queueCalls(module)) {
      if (!makes || reached.includes(member)) continue;
      yield {
        at: place(id),
        message: `${member.name} makes queue ${id.getText()}`,
        hint: 'make it in create',
      };
    }
  },
};
