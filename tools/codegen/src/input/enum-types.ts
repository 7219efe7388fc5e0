/** Recognises `export const E = { kA: 0 } as const; export type E = (typeof E)[keyof typeof E];`. */
import type { TypeAliasDeclaration, VariableDeclaration } from 'ts-morph';
import type { EnumType, InvalidType } from '../model/field-type.js';
import { isExported, positionOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

export function readEnum(
  constant: VariableDeclaration,
  alias: TypeAliasDeclaration | undefined,
): EnumType | InvalidType {
  const name = constant.getName();
  const at = positionOf(constant);
  const flawed = (message: string, hint: string, node: Node = constant): InvalidType => ({
    kind: 'invalid',
    at: positionOf(node),
    message,
    hint,
  });
  const object = literalOf(constant);
  if (object === undefined) {
    return flawed(`${name} is not an enum`, `write \`export const ${name} = { kA: 0, kB: 1 } as const;\``);
  }
  if (alias === undefined || !isValueUnion(alias, name)) {
    return flawed(
      `enum ${name} has no type of its name`,
      `add \`export type ${name} = (typeof ${name})[keyof typeof ${name}];\``,
    );
  }
  if (!isExported(constant) || !isExported(alias))
    return flawed(`enum ${name} is not exported`, 'export the constant and the type');
  const members: { name: string; value: number }[] = [];
  for (const property of object.getProperties()) {
    const member = Node.isPropertyAssignment(property) ? property : undefined;
    const value = Number(member?.getInitializer()?.getText());
    if (member === undefined || !Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
      return flawed(
        `enum ${name} has a member that is no whole number from 0 to 2^32 - 1`,
        'write kName: 0',
        property,
      );
    }
    const isTaken = members.some((earlier) => earlier.name === member.getName());
    if (isTaken || /^(['"]?)__proto__\1$/.test(member.getName())) {
      return flawed(
        isTaken ? `enum ${name} has two members ${member.getName()}` : `enum ${name} has a member __proto__`,
        isTaken
          ? 'rename one of them'
          : 'choose another name: this one is no member but what the object inherits from',
        property,
      );
    }
    const twin = members.find((earlier) => earlier.value === value);
    if (twin !== undefined) {
      return flawed(
        `${name}.${member.getName()} has the value of ${name}.${twin.name}`,
        'give each member its own',
        property,
      );
    }
    members.push({ name: member.getName(), value });
  }
  if (members.length === 0) return flawed(`enum ${name} has no members`, 'give it at least one');
  return { kind: 'enum', name, members, at };
}

function literalOf(constant: VariableDeclaration) {
  const initializer = constant.getInitializer();
  if (initializer === undefined || !Node.isAsExpression(initializer)) return undefined;
  const object = initializer.getExpression();
  const isConst = initializer.getTypeNode()?.getText() === 'const';
  return isConst && Node.isObjectLiteralExpression(object) ? object : undefined;
}

function isValueUnion(alias: TypeAliasDeclaration, name: string): boolean {
  const text = alias.getTypeNode()?.getText().replace(/\s+/g, '');
  return text === `(typeof${name})[keyoftypeof${name}]`;
}
