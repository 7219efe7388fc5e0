import { lowerFirst } from '../../model/names.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const disabledHandler: LintRule = {
  name: 'disabled-handler',
  reason: 'An inherited method that chimaera_mod.yaml turns off with -1 is never called.',
  *check(module) {
    for (const name of module.disabled) {
      const member = module.member(lowerFirst(name));
      if (member === undefined) continue;
      yield {
        at: place(member.nameNode),
        message: `${member.name} is never called: k${name} is turned off in chimaera_mod.yaml`,
        hint: `give k${name} its id there, or remove the method`,
      };
    }
  },
};
