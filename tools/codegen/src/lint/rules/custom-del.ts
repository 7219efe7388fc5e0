import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place, replace } from '../syntax.js';

export const customDel: LintRule = {
  name: 'custom-del',
  reason: 'Tasks are freed by the framework: a del method of one’s own is never called.',
  *check(module) {
    const names = new Set([
      'del',
      'delTask',
      ...module.methods.flatMap(({ name }) => [`del${name}`, `del${name}Task`]),
    ]);
    const called = new Set(module.sources.flatMap((it) => callsIn(it)).map((call) => calleeOf(call)));
    for (const { name, nameNode, declaration } of module.members) {
      if (!names.has(name)) continue;
      yield {
        at: place(nameNode),
        message: `class Runtime has a method ${name}`,
        hint: 'remove it; what the module itself keeps for a task is released in mode kCleanup of its monitor',
        ...(!called.has(`this.${name}`) && { fix: replace(declaration, '') }),
      };
    }
  },
};
