import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place, replace } from '../syntax.js';

export const hardCodedName: LintRule = {
  name: 'hard-coded-name',
  reason:
    'A module is found as <namespace>_<module_name>: a name of another namespace, or of a library, finds nothing.',
  *check({ sources, moduleName, key }) {
    const wrong = new RegExp(
      `^([A-Za-z][A-Za-z0-9_]*_${moduleName}|(lib)?${key}(_runtime|_client)?(\\.so|\\.js)?)$`,
    );
    const literals = sources.flatMap((it) => [
      ...it.getDescendantsOfKind(SyntaxKind.StringLiteral),
      ...it.getDescendantsOfKind(SyntaxKind.NoSubstitutionTemplateLiteral),
    ]);
    for (const literal of literals) {
      const value = literal.getLiteralValue();
      if (value === key || !wrong.test(value) || Node.isImportDeclaration(literal.getParent())) continue;
      yield {
        at: place(literal),
        message: `'${value}' is not the name of this module`,
        hint: `its name is '${key}'`,
        ...(value.startsWith(`${key}_`) && { fix: replace(literal, `'${key}'`) }),
      };
    }
  },
};
