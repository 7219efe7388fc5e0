import { Node } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const moduleState: LintRule = {
  name: 'module-state',
  reason:
    'A variable of the file is one for each worker thread: it is neither a container’s own nor common to the pool, but whatever happens to live there.',
  *check({ runtime }) {
    for (const statement of runtime?.getVariableStatements() ?? []) {
      const kind = String(statement.getDeclarationKind());
      if (kind !== 'let' && kind !== 'var') continue;
      for (const declaration of statement.getDeclarations()) {
        if (!Node.isVariableDeclaration(declaration)) continue;
        yield {
          at: place(declaration),
          message: `${declaration.getName()} is a variable of the file`,
          hint: 'make it a field of class Runtime: a container lives on one thread, so it needs no lock',
        };
      }
    }
  },
};
