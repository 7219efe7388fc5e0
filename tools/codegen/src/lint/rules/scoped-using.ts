import { Node, SyntaxKind } from '../../input/ts-morph.js';
import { lockCalls } from '../locks.js';
import type { LintRule } from '../rule.js';
import { place, replace } from '../syntax.js';

export const scopedUsing: LintRule = {
  name: 'scoped-using',
  reason: 'scoped() gives a hold that ends with its block only where `using` declares it.',
  *check({ sources }) {
    for (const source of sources) {
      for (const { call, action, lock } of lockCalls(source)) {
        if (!action.startsWith('scoped')) continue;
        const list = call.getFirstAncestorByKind(SyntaxKind.VariableDeclarationList);
        const keyword = list?.getFirstChild();
        const awaited = call.getParent();
        const declares = list?.getDeclarations().some((it) => it.getInitializer() === awaited);
        if (declares === true && /using/.test(list!.getText().slice(0, 12))) continue;
        // A hold that is passed on is somebody else's to release.
        if (
          Node.isReturnStatement(call.getParentOrThrow()) ||
          Node.isConditionalExpression(awaited?.getParent())
        )
          continue;
        const isConst =
          declares === true && keyword?.getText() === 'const' && list!.getDeclarations().length === 1;
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
