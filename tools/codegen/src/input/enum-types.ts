/** Recognises `export const E = { kA: 0 } as const; export type E = (typeof E)[keyof typeof E];`. */
import type { TypeAliasDeclaration, VariableDeclaration } from 'ts-morph';
import type { EnumType, InvalidType } from '../model/field-type.js';
import { isExported, numberIn, positionOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

type EnumMember = EnumType['members'][number];

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
  const members: EnumMember[] = [];
  for (const property of object.getProperties()) {
    const member = memberOf(property);
    if (member === undefined) {
      return flawed(
        `enum ${name} has a member that is no whole number from 0 to 2^32 - 1`,
        'write kName: 0',
        property,
      );
    }
    const flaw = flawOf(member, members, name);
    if (flaw !== undefined) return flawed(...flaw, property);
    members.push(member);
  }
  if (members.length === 0) return flawed(`enum ${name} has no members`, 'give it at least one');
  return { kind: 'enum', name, members, at };
}

function memberOf(property: Node): EnumMember | undefined {
  if (!Node.isPropertyAssignment(property)) return undefined;
  const value = numberIn(property.getInitializer());
  const isU32 = Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
  return isU32 ? { name: property.getName(), value } : undefined;
}

/** Why a member cannot stand beside the previous ones, if there is a reason. */
function flawOf(
  { name, value }: EnumMember,
  earlier: readonly EnumMember[],
  enumName: string,
): [message: string, hint: string] | undefined {
  if (earlier.some((other) => other.name === name))
    return [`enum ${enumName} has two members ${name}`, 'rename one of them'];
  if (/^(['"]?)__proto__\1$/.test(name)) {
    const hint = 'choose another name: this one is no member but what the object inherits from';
    return [`enum ${enumName} has a member __proto__`, hint];
  }
  const twin = earlier.find((other) => other.value === value);
  return (
    twin && [`${enumName}.${name} has the value of ${enumName}.${twin.name}`, 'give each member its own']
  );
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
