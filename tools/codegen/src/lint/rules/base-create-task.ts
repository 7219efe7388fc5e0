import { SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

const ADMIN = 'admin';

export const baseCreateTask: LintRule = {
  name: 'base-create-task',
  reason:
    'BaseCreateTask is the admin module’s own: the pools of all others are created through GetOrCreatePoolTask.',
  *check({ sources, moduleName }) {
    if (moduleName === ADMIN) return;
    for (const name of sources.flatMap((it) => it.getDescendantsOfKind(SyntaxKind.Identifier))) {
      if (name.getText() !== 'BaseCreateTask') continue;
      yield {
        at: place(name),
        message: 'BaseCreateTask in a module that is not admin',
        hint: 'export type CreateTask = GetOrCreatePoolTask<CreateParams>;',
      };
    }
  },
};
