import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place, replace } from '../syntax.js';

/** Its namespace is fixed, whatever that of the module is. */
const ADMIN = 'chimaera_admin';

export const hardCodedName: LintRule = {
  name: 'hard-coded-name',
  reason:
    'A module is found as <namespace>_<module_name>: a name of another namespace, or of a library, finds nothing.',
  *check({ sources, moduleName, namespace, key, keys }) {
    const ownAdmin = `${namespace}_admin`;
    const wrong = new RegExp(
      `^([A-Za-z][A-Za-z0-9_]*_${moduleName}|(lib)?${key}(_runtime|_client)?(\\.so|\\.js)?)$`,
    );
    const literals = sources.flatMap((it) => [
      ...it.getDescendantsOfKind(SyntaxKind.StringLiteral),
      ...it.getDescendantsOfKind(SyntaxKind.NoSubstitutionTemplateLiteral),
    ]);
    for (const literal of literals) {
      const value = literal.getLiteralValue();
      if (value === ownAdmin && value !== ADMIN && !keys.has(value)) {
        yield {
          at: place(literal),
          message: `'${value}' is the name of no module: admin is ${ADMIN} in every namespace`,
          hint: 'its client is this.chi.admin',
        };
        continue;
      }
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
