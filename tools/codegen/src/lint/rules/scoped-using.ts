import type { CallExpression, VariableDeclarationList } from 'ts-morph';
import { Node, SyntaxKind } from '../../input/ts-morph.js';
import { lockCalls } from '../locks.js';
import type { LintRule } from '../rule.js';
import { place, replace } from '../syntax.js';

const USING = /^(await )?using\b/;

export const scopedUsing: LintRule = {
  name: 'scoped-using',
  reason: 'scoped() gives a hold that ends with its block only where `using` declares it.',
  *check({ sources }) {
    for (const source of sources) {
      for (const { call, action, lock } of lockCalls(source)) {
        if (!action.startsWith('scoped') || isPassedOn(call)) continue;
        const list = declarationOf(call);
        if (list !== undefined && USING.test(list.getText())) continue;
        const keyword = list?.getFirstChild();
        const isConst = keyword?.getText() === 'const' && list?.getDeclarations().length === 1;
        yield {
          at: place(call),
          message: `${lock}.${action}() is not declared with using`,
          hint: `using _held = await ${lock}.${action}();`,
          ...(isConst && { fix: replace(keyword, 'using') }),
        };
      }
    }
  },
};

/** Whether somebody else releases the hold. */
function isPassedOn(call: CallExpression): boolean {
  return (
    Node.isReturnStatement(call.getParent()) || Node.isConditionalExpression(call.getParent()?.getParent())
  );
}

/** The variable declarations, one of which is the awaited hold itself. */
function declarationOf(call: CallExpression): VariableDeclarationList | undefined {
  const list = call.getFirstAncestorByKind(SyntaxKind.VariableDeclarationList);
  const awaited = call.getParent();
  return list?.getDeclarations().some((it) => it.getInitializer() === awaited) ? list : undefined;
}
