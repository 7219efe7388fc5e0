import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const createTaskClass: LintRule = {
  name: 'create-task-class',
  reason:
    'A pool is created by one task, that of the admin module; a class of one’s own would never be sent.',
  *check({ sources }) {
    for (const declaration of sources.flatMap((it) => it.getClasses())) {
      const base = declaration.getExtends()?.getExpression().getText() ?? '';
      const isOwn = declaration.getName() === 'CreateTask' || /(GetOrCreatePool|BaseCreate)Task$/.test(base);
      if (!isOwn) continue;
      yield {
        at: place(declaration.getNameNode() ?? declaration),
        message: `class ${declaration.getName() ?? ''} is a create task written by hand`,
        hint: 'export type CreateTask = GetOrCreatePoolTask<CreateParams>;',
      };
    }
  },
};
