import { SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const monitorAsync: LintRule = {
  name: 'monitor-async',
  reason: 'The worker does not wait for a monitor: what it sets after an await is set too late.',
  *check(module) {
    for (const { member } of module.monitors) {
      const hasAwait = member.body.getFirstDescendantByKind(SyntaxKind.AwaitExpression) !== undefined;
      if (!member.isAsync && !hasAwait) continue;
      yield {
        at: place(member.nameNode),
        message: `${member.name} is asynchronous`,
        hint: 'decide from what the container knows already',
      };
    }
  },
};
