/** Reads a struct: an interface, a type literal or a class, with fields only. */
import type { ClassDeclaration, InterfaceDeclaration, TypeAliasDeclaration, TypeNode } from 'ts-morph';
import type { FieldType, InvalidType, StructMember, StructType } from '../model/field-type.js';
import { docOf, isExported, positionOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

type StructNode = InterfaceDeclaration | ClassDeclaration | TypeAliasDeclaration;

export function readStruct(node: StructNode, read: (type: TypeNode) => FieldType): StructType | InvalidType {
  const name = node.getName() ?? '';
  const flawed = (message: string, hint: string, at: Node = node): InvalidType => ({
    kind: 'invalid',
    at: positionOf(at),
    message: `struct ${name} ${message}`,
    hint,
  });
  if (!isExported(node))
    return flawed('is not exported', `write \`export\` before it: generated code imports it`);
  if (node.getTypeParameters().length > 0)
    return flawed('has type parameters', 'write the types of its members out');
  if (!Node.isTypeAliasDeclaration(node) && hasBase(node))
    return flawed('extends another type', 'write all of its members out');
  const namesakes = node
    .getSourceFile()
    .getInterfaces()
    .filter((other) => other.getName() === name);
  if (namesakes.length > (Node.isInterfaceDeclaration(node) ? 1 : 0))
    return flawed('is declared twice', 'write all of its members in one place');
  const members: StructMember[] = [];
  for (const member of membersOf(node)) {
    if (!Node.isPropertySignature(member) && !Node.isPropertyDeclaration(member)) {
      return flawed(
        'has something other than fields',
        'a struct is plain data; put functions beside it',
        member,
      );
    }
    const type = readMember(member.getTypeNode(), member, read);
    if (type.kind === 'invalid') return type;
    if (!/^[A-Za-z_$][\w$]*$/.test(member.getName()) || member.getName() === '__proto__') {
      return flawed(`has a field ${member.getName()}`, 'use letters of English, digits and _', member);
    }
    if (members.some((earlier) => earlier.name === member.getName())) {
      return flawed(`has two fields ${member.getName()}`, 'rename one of them', member);
    }
    members.push({ name: member.getName(), type, doc: docOf(member), at: positionOf(member) });
  }
  if (members.length === 0) return flawed('has no fields', 'give it at least one');
  return { kind: 'struct', name, members, at: positionOf(node) };
}

function readMember(
  node: TypeNode | undefined,
  member: Node & { hasQuestionToken(): boolean },
  read: (type: TypeNode) => FieldType,
): FieldType {
  if (node === undefined) {
    return {
      kind: 'invalid',
      at: positionOf(member),
      message: 'a field needs a type',
      hint: 'write `name: u32`',
    };
  }
  const type = read(node);
  if (type.kind === 'bufferRef') {
    const hint = 'make the buffer a field of the task itself';
    return {
      kind: 'invalid',
      at: positionOf(node),
      message: 'a BufferRef cannot stand inside a struct',
      hint,
    };
  }
  if (member.hasQuestionToken() && type.kind !== 'optional' && type.kind !== 'invalid') {
    const hint = `write Optional<${node.getText()}>`;
    return {
      kind: 'invalid',
      at: positionOf(member),
      message: 'a field that may be absent is an Optional',
      hint,
    };
  }
  return type;
}

function membersOf(node: StructNode): Node[] {
  if (!Node.isTypeAliasDeclaration(node)) return node.getMembers();
  const literal = node.getTypeNode();
  return Node.isTypeLiteral(literal) ? literal.getMembers() : [];
}

function hasBase(node: InterfaceDeclaration | ClassDeclaration): boolean {
  return Node.isClassDeclaration(node) ? node.getExtends() !== undefined : node.getExtends().length > 0;
}
