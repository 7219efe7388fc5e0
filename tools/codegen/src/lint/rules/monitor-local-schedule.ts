import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { assignedTo, bare, hasName, place, type Member } from '../syntax.js';

export const monitorLocalSchedule: LintRule = {
  name: 'monitor-local-schedule',
  reason: 'kLocalSchedule is the one question that every monitor has to answer: which lane the task goes to.',
  *check(module) {
    for (const { member } of module.monitors) {
      const reached = module.reach(member);
      const answers = reached.some(({ body }) => hasName(body, 'kLocalSchedule'));
      // A monitor that does not check the mode does the same in every mode.
      const isUnconditional =
        reached.some(({ body }) => assignedTo(body, 'routeLane').length > 0) &&
        !reached.some((it) => /\bMonitorMode\.k/.test(it.body.getText()) || numbersModes(it));
      if (answers || isUnconditional) continue;
      yield {
        at: place(member.nameNode),
        message: `${member.name} has no case for kLocalSchedule`,
        hint: 'if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kMyQueue, 0);',
      };
    }
  },
};

/** Whether it compares its mode with a bare number. */
function numbersModes({ body, parameters }: Member): boolean {
  const name = parameters[0]?.name;
  const isMode = (node: Node): boolean => bare(node).getText() === name;
  return body.getDescendantsOfKind(SyntaxKind.NumericLiteral).some((number) => {
    const parent = number.getParent();
    if (Node.isBinaryExpression(parent)) return isMode(parent.getLeft()) || isMode(parent.getRight());
    const cases = Node.isCaseClause(parent)
      ? parent.getFirstAncestorByKind(SyntaxKind.SwitchStatement)
      : undefined;
    return cases !== undefined && isMode(cases.getExpression());
  });
}
