import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { bare, place } from '../syntax.js';

/** The modes for which a piece of code runs: only these, or all but these. */
type Modes = { readonly only: readonly string[] } | { readonly except: readonly string[] };

const ASKS_FOR_A_LANE = 'kLocalSchedule';

export const monitorLaneMode: LintRule = {
  name: 'monitor-lane-mode',
  reason: 'Only kLocalSchedule asks for a lane: one that is set in another mode is forgotten.',
  *check(module) {
    for (const { member } of module.monitors) {
      for (const { body } of module.reach(member)) {
        for (const assignment of lanesSetIn(body)) {
          const modes = modesAt(assignment, body);
          if (modes === undefined || asksForALane(modes)) continue;
          const when =
            'only' in modes ? `for ${modes.only.join(', ')}` : `for all modes but ${ASKS_FOR_A_LANE}`;
          yield {
            at: place(assignment),
            message: `rctx.routeLane is set ${when}, and asked for in ${ASKS_FOR_A_LANE}`,
            hint: `if (mode === MonitorMode.${ASKS_FOR_A_LANE}) ${assignment.getText()};`,
          };
        }
      }
    }
  },
};

/** Assignments of a lane. Clearing the lane is allowed in any mode. */
function lanesSetIn(body: Node): Node[] {
  return body
    .getDescendantsOfKind(SyntaxKind.BinaryExpression)
    .filter(
      (it) =>
        it.getOperatorToken().getText() === '=' &&
        it.getLeft().getText().endsWith('.routeLane') &&
        !/^(null|undefined)$/.test(it.getRight().getText()),
    );
}

function asksForALane(modes: Modes): boolean {
  return 'only' in modes ? modes.only.includes(ASKS_FOR_A_LANE) : !modes.except.includes(ASKS_FOR_A_LANE);
}

/** What the nearest condition on the mode around a node says; undefined if there is no simple one. */
function modesAt(node: Node, within: Node): Modes | undefined {
  for (
    let at = node, parent = node.getParent();
    parent !== undefined && at !== within;
    parent = at.getParent()
  ) {
    const modes = modesOfBranch(parent, at);
    if (modes !== undefined) return modes;
    at = parent;
  }
  return undefined;
}

function modesOfBranch(parent: Node, branch: Node): Modes | undefined {
  if (Node.isIfStatement(parent) && branch !== parent.getExpression())
    return modesWhen(parent.getExpression(), branch === parent.getThenStatement());
  if (Node.isBinaryExpression(parent) && branch === parent.getRight()) {
    const operator = parent.getOperatorToken().getText();
    if (operator === '&&' || operator === '||') return modesWhen(parent.getLeft(), operator === '&&');
  }
  if (!Node.isCaseClause(parent) || branch === parent.getExpression()) return undefined;
  // The labels that end in this clause, too. Those with statements may or may not fall through, so nothing is
  // concluded.
  const clauses = parent.getParentOrThrow().getChildrenOfKind(SyntaxKind.CaseClause);
  const before = clauses.slice(0, clauses.indexOf(parent)).reverse();
  const last = before.findIndex((clause) => clause.getStatements().length > 0);
  const falling = last < 0 ? before : before.slice(0, last);
  if (last >= 0 && !endsApart(before[last]!.getStatements().at(-1))) return undefined;
  const names = [parent, ...falling].map((clause) => modeName(clause.getExpression()));
  return names.includes(undefined) ? undefined : { only: names.reverse() as string[] };
}

function endsApart(statement: Node | undefined): boolean {
  if (Node.isBlock(statement)) return endsApart(statement.getStatements().at(-1));
  return (
    Node.isBreakStatement(statement) || Node.isReturnStatement(statement) || Node.isThrowStatement(statement)
  );
}

/** What follows for the mode if a condition is true, or if it is false. */
function modesWhen(condition: Node, isTrue: boolean): Modes | undefined {
  const node = bare(condition);
  if (Node.isPrefixUnaryExpression(node) && node.getOperatorToken() === SyntaxKind.ExclamationToken)
    return modesWhen(node.getOperand(), !isTrue);
  if (!Node.isBinaryExpression(node)) return undefined;
  const [left, operator, right] = [node.getLeft(), node.getOperatorToken().getText(), node.getRight()];
  if (/^[!=]==?$/.test(operator)) {
    const name = modeName(left) ?? modeName(right);
    if (name === undefined) return undefined;
    return operator.startsWith('=') === isTrue ? { only: [name] } : { except: [name] };
  }
  if (operator === '&&' && isTrue) return modesWhen(left, true) ?? modesWhen(right, true);
  if (operator === '||' && !isTrue) return modesWhen(left, false) ?? modesWhen(right, false);
  if (operator !== '||' || !isTrue) return undefined;
  const either = [modesWhen(left, true), modesWhen(right, true)];
  const only = either.flatMap((modes) => (modes !== undefined && 'only' in modes ? [modes.only] : []));
  return only.length === 2 ? { only: only.flat() } : undefined;
}

/** `kEstLoad`, for `MonitorMode.kEstLoad` or a constant with that name. */
function modeName(node: Node): string | undefined {
  const inner = bare(node);
  const name = Node.isPropertyAccessExpression(inner) ? inner.getName() : inner.getText();
  return /^k[A-Z]\w*$/.test(name) ? name : undefined;
}
