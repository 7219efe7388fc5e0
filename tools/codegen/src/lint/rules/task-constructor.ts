import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const taskConstructor: LintRule = {
  name: 'task-constructor',
  reason: 'Both constructors of a task are generated from its fields: one of one’s own never runs.',
  *check({ tasks }) {
    for (const declaration of tasks?.getClasses() ?? []) {
      if (!/.Task$/.test(declaration.getName() ?? '')) continue;
      for (const it of [...declaration.getConstructors(), ...declaration.getMethods()]) {
        yield {
          at: place(it),
          message: `task class ${declaration.getName()} has more than fields`,
          hint: 'a task is its fields; put functions beside the class',
        };
      }
    }
  },
};
