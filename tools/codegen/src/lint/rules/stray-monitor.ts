import { nearest } from '../../model/nearest.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const strayMonitor: LintRule = {
  name: 'stray-monitor',
  reason: 'A monitor is found by its name: one that is named after no method is never asked.',
  *check(module) {
    const known = module.methods.map(({ name }) => `monitor${name}`);
    for (const { name, nameNode } of module.members) {
      if (!/^monitor[A-Z]/.test(name) || known.includes(name)) continue;
      const meant = nearest(name, known);
      yield {
        at: place(nameNode),
        message: `${name} is the monitor of no method`,
        hint:
          meant === undefined
            ? 'remove it, or add its method to chimaera_mod.yaml'
            : `did you mean \`${meant}\`?`,
      };
    }
  },
};
