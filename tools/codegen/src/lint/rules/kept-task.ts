import { SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const keptTask: LintRule = {
  name: 'kept-task',
  reason:
    'Tasks and run contexts are used again as soon as the method has ended: one that was kept is somebody else’s.',
  *check(module) {
    for (const { member } of [...module.handlers, ...module.monitors]) {
      const names = member.parameters
        .filter(({ type }) => type !== undefined && /Task\b|RunContext/.test(type))
        .map(({ name }) => name);
      for (const assignment of member.body.getDescendantsOfKind(SyntaxKind.BinaryExpression)) {
        const isKept =
          assignment.getOperatorToken().getText() === '=' &&
          assignment.getLeft().getText().startsWith('this.') &&
          names.includes(assignment.getRight().getText());
        if (!isKept) continue;
        yield {
          at: place(assignment),
          message: `${member.name} keeps ${assignment.getRight().getText()} in ${assignment.getLeft().getText()}`,
          hint: 'keep copies of the fields that you need',
        };
      }
    }
  },
};
