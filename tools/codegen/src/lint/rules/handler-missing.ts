import { nearest } from '../../model/nearest.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const handlerMissing: LintRule = {
  name: 'handler-missing',
  reason: 'A method is found by its name: kGetStats calls getStats.',
  *check(module) {
    if (module.runtimeClass === undefined) return;
    const names = module.members.map(({ name }) => name);
    const handlers = module.methods.map(({ handler }) => handler);
    for (const { key, handler, name } of module.ownMethods) {
      if (names.includes(handler)) continue;
      const spare = nearest(
        handler,
        names.filter((it) => !handlers.includes(it) && !it.startsWith('monitor')),
      );
      yield {
        at: place(module.runtimeClass.getNameNode() ?? module.runtimeClass),
        message: `class Runtime has no method ${handler} for ${key}`,
        hint:
          spare === undefined
            ? `add ${handler}(task: ${name}Task, rctx: RunContext): void {}`
            : `is \`${spare}\` meant to be it?`,
      };
    }
  },
};
