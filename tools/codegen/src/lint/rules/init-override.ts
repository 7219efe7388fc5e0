import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const initOverride: LintRule = {
  name: 'init-override',
  reason: 'The method init is the framework’s: a container that has its own does not know its pool.',
  *check(module) {
    const init = module.member('init');
    if (init === undefined) return;
    yield {
      at: place(init.nameNode),
      message: 'class Runtime overrides init',
      hint: 'do it in create, which runs when the container knows who it is',
    };
  },
};
