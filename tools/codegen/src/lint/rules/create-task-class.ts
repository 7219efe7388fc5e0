import type { InterfaceDeclaration, TypeAliasDeclaration } from 'ts-morph';
import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

const HINT = 'export type CreateTask = GetOrCreatePoolTask<CreateParams>;';

export const createTaskClass: LintRule = {
  name: 'create-task-class',
  reason:
    'A pool is created by one task, that of the admin module; a class of one’s own would never be sent.',
  *check({ sources, moduleName }) {
    for (const declaration of sources.flatMap((it) => it.getClasses())) {
      const base = declaration.getExtends()?.getExpression().getText() ?? '';
      const isOwn = declaration.getName() === 'CreateTask' || /(GetOrCreatePool|BaseCreate)Task$/.test(base);
      if (!isOwn) continue;
      yield {
        at: place(declaration.getNameNode() ?? declaration),
        message: `class ${declaration.getName() ?? ''} is a create task written by hand`,
        hint: HINT,
      };
    }
    if (moduleName === 'admin') return;
    for (const source of sources) {
      for (const it of [...source.getTypeAliases(), ...source.getInterfaces()]) {
        if (
          it.getName() !== 'CreateTask' ||
          /^(\w+\.)?(GetOrCreatePool|BaseCreate)Task</.test(typeTextOf(it))
        )
          continue;
        yield {
          at: place(it.getNameNode()),
          message: 'CreateTask is not the task that creates pools',
          hint: HINT,
        };
      }
    }
  },
};

/** The type that an alias stands for; nothing for an interface. */
function typeTextOf(declaration: TypeAliasDeclaration | InterfaceDeclaration): string {
  return Node.isTypeAliasDeclaration(declaration) ? (declaration.getTypeNode()?.getText() ?? '') : '';
}
