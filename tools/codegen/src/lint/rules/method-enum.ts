import type { EnumDeclaration, ObjectLiteralExpression, SourceFile, VariableDeclaration } from 'ts-morph';
import { Node, SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { bare, place } from '../syntax.js';

/** Something that gives numbers to names. */
interface Listing {
  readonly at: Node;
  readonly what: string;
  readonly numbers: readonly (readonly [name: string, number: number])[];
}

export const methodEnum: LintRule = {
  name: 'method-enum',
  reason:
    'Method numbers are generated from chimaera_mod.yaml: an enum or a table beside them is a second truth.',
  *check({ sources, methods }) {
    // Other things may have such names, too: the numbers decide.
    const ids = new Map(methods.map(({ key, id }) => [key, id]));
    for (const { at, what, numbers } of sources.flatMap(listingsIn)) {
      const [shared] = numbers.find(([name, number]) => ids.get(name) === number) ?? [];
      if (shared === undefined) continue;
      yield {
        at: place(at),
        message: `${what} lists methods`,
        hint: `import { Method } from './autogen/methods.js' and write Method.${shared}`,
      };
    }
  },
};

function listingsIn(source: SourceFile): Listing[] {
  return [
    ...source.getEnums().map(ofEnum),
    ...source.getVariableDeclarations().map(ofConstant),
    ...source.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression).map(ofTable),
  ];
}

function ofEnum(declaration: EnumDeclaration): Listing {
  let next = 0;
  const numbers = declaration.getMembers().map((member) => {
    const number = numberIn(member.getInitializer()) ?? next;
    next = number + 1;
    return [member.getName(), number] as const;
  });
  return { at: declaration.getNameNode(), what: `enum ${declaration.getName()}`, numbers };
}

function ofConstant(declaration: VariableDeclaration): Listing {
  const [name, number] = [declaration.getName(), numberIn(declaration.getInitializer())];
  return { at: declaration.getNameNode(), what: name, numbers: number === undefined ? [] : [[name, number]] };
}

function ofTable(table: ObjectLiteralExpression): Listing {
  const numbers = table.getProperties().flatMap((it): Listing['numbers'] => {
    if (!Node.isPropertyAssignment(it)) return [];
    const number = numberIn(it.getInitializer());
    return number === undefined ? [] : [[it.getName(), number]];
  });
  return { at: table, what: 'a table', numbers };
}

function numberIn(value: Node | undefined): number | undefined {
  const node = value && bare(value);
  return Node.isNumericLiteral(node) ? node.getLiteralValue() : undefined;
}
