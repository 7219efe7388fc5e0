import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place, replace } from '../syntax.js';

export const initOverride: LintRule = {
  name: 'init-override',
  reason:
    'The method init is the framework’s and has run before create: a container that has its own does not know its pool.',
  *check(module) {
    const init = module.member('init');
    if (init !== undefined)
      yield {
        at: place(init.nameNode),
        message: 'class Runtime overrides init',
        hint: 'do it in create, which runs when the container knows who it is',
      };
    for (const call of module.members.flatMap(({ body }) => callsIn(body))) {
      if (!/^(this|super)\.init$/.test(calleeOf(call))) continue;
      const statement = call.getParent();
      const isAlone = Node.isExpressionStatement(statement) && call.getArguments().length === 0;
      yield {
        at: place(call),
        message: `${calleeOf(call)}() does nothing: the container is initialised before create`,
        hint: 'leave it out',
        ...(isAlone && { fix: replace(statement, '') }),
      };
    }
  },
};
