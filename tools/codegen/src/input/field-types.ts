/** Turns type nodes of tasks.ts into field types, by their names alone. */
import type { EntityName, TypeNode, TypeReferenceNode } from 'ts-morph';
import type { FieldType, InvalidType, ScalarName } from '../model/field-type.js';
import { didYouMean } from '../model/nearest.js';
import { extentOf } from '../model/extent.js';
import { isFixed, SCALAR_BYTES } from '../model/sizes.js';
import { readEnum } from './enum-types.js';
import { readStruct } from './struct-types.js';
import { numberIn, positionOf } from './syntax-tree.js';
import { coreNameOf, type TypeDeclarations } from './type-declarations.js';
import { Node } from './ts-morph.js';

const GENERICS: Readonly<Record<string, number>> = { FixedArray: 2, Vector: 1, HashMap: 2, Optional: 1 };
const DIRECTIONS = ['In', 'Out', 'InOut'];
const PLAIN: Readonly<Record<string, FieldType>> = {
  bytes: { kind: 'bytes' },
  PoolId: { kind: 'poolId' },
  BufferRef: { kind: 'bufferRef' },
};
const MOST_ELEMENTS = 65_536;
/** A limit, because layouts and serializers are written out in full, and people read them. */
const MOST_PARTS = 10_000;
const MOST_DEPTH = 100;

/** What to write instead of a TypeScript or JavaScript type that is too vague or cannot be shared. */
const INSTEAD: Readonly<Record<string, string>> = {
  number: 'say how wide it is: u8, u16, u32, i8, i16, i32, f32, f64, or size for a count up to 2^53 - 1',
  bigint: 'write u64 or i64',
  boolean: 'write bool',
  Boolean: 'write bool',
  Number: 'say how wide it is: u32, i32, f64, size, ...',
  BigInt: 'write u64 or i64',
  String: 'write string',
  Uint8Array: 'write bytes',
  Buffer: 'write bytes',
  ArrayBuffer: 'write bytes, or BufferRef for shared memory that is not copied',
  SharedArrayBuffer: 'write BufferRef: a buffer of the data segments, not copied',
  Array: 'write Vector<T>, or FixedArray<T, N> if the length never changes',
  ReadonlyArray: 'write Vector<T>, or FixedArray<T, N> if the length never changes',
  Map: 'write HashMap<K, V>',
  Set: 'write Vector<T>',
  Date: 'write f64 and pass the milliseconds',
  ChiBuffer: 'write BufferRef: a ChiBuffer can be passed for it',
};

export const SHAREABLE_TYPES =
  'fields can be bool, u8..u64, i8..i64, f32, f64, size, string, bytes, FixedArray<T, N>, Vector<T>, HashMap<K, V>, ' +
  'Optional<T>, PoolId, BufferRef, and enums and structs declared in tasks.ts';

export class FieldTypeReader {
  /** Names of the types being read, to notice a type that contains itself. */
  private readonly open: string[] = [];
  private readonly named = new Map<string, FieldType>();

  constructor(private readonly declarations: TypeDeclarations) {}

  read(node: TypeNode): FieldType {
    const type = this.readNode(node);
    const { parts, depth } = extentOf(type);
    if (parts > MOST_PARTS)
      return invalid(
        node,
        `${shortened(node.getText())} has ${parts} parts, with those of its structs`,
        `a type has at most ${MOST_PARTS}: pass it as bytes, or in several tasks`,
      );
    if (depth > MOST_DEPTH)
      return invalid(
        node,
        `${shortened(node.getText())} is ${depth} types deep`,
        `a type has at most ${MOST_DEPTH} levels`,
      );
    return type;
  }

  private readNode(node: TypeNode): FieldType {
    if (Node.isParenthesizedTypeNode(node)) return this.readNode(node.getTypeNode());
    if (Node.isStringKeyword(node)) return { kind: 'string' };
    if (Node.isTypeReference(node)) return this.readReference(node);
    const text = node.getText();
    if (INSTEAD[text] !== undefined) return notShareable(node, text, INSTEAD[text]);
    if (Node.isArrayTypeNode(node) || Node.isTupleTypeNode(node))
      return notShareable(node, text, INSTEAD['Array']!);
    if (Node.isTypeLiteral(node))
      return invalid(
        node,
        'an object type without a name cannot be shared between processes',
        'give it one: export interface ...',
      );
    if (Node.isUnionTypeNode(node)) return notShareable(node, text, unionHint(node.getTypeNodes()));
    return notShareable(node, text, SHAREABLE_TYPES);
  }

  /** The direction marker around a type, or core's name of any other generic type; for the readers of classes. */
  directionOf(node: TypeNode | undefined): { name: 'In' | 'Out' | 'InOut'; inner: TypeNode } | undefined {
    if (node === undefined || !Node.isTypeReference(node)) return undefined;
    const name = this.coreName(node.getTypeName());
    const inner = node.getTypeArguments()[0];
    const isMarker = name === 'In' || name === 'Out' || name === 'InOut';
    return isMarker && inner !== undefined ? { name, inner } : undefined;
  }

  private readReference(node: TypeReferenceNode): FieldType {
    const written = node.getTypeName().getText();
    const own = this.readOwn(node, written);
    if (own !== undefined) return own;
    const name = this.coreName(node.getTypeName());
    if (name === undefined) return this.unknownName(node, written);
    if (name in SCALAR_BYTES) return { kind: 'scalar', name: name as ScalarName };
    const plain = PLAIN[name];
    if (plain !== undefined) return plain;
    if (name in GENERICS) return this.readGeneric(node, name);
    if (DIRECTIONS.includes(name)) {
      return invalid(
        node,
        `${name}<...> cannot stand inside another type`,
        'write it once, around the whole type of the field',
      );
    }
    return notShareable(node, written, INSTEAD[name] ?? SHAREABLE_TYPES);
  }

  /** A type that tasks.ts declares: it hides an imported one of the same name. */
  private readOwn(node: TypeReferenceNode, name: string): FieldType | undefined {
    const { aliases, interfaces, classes, constants, enums } = this.declarations;
    if (enums.has(name)) return invalid(node, `enum ${name} cannot be shared`, constEnumHint(name));
    const constant = constants.get(name);
    const alias = aliases.get(name);
    if (constant !== undefined) return readEnum(constant, alias);
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const shape = interfaces.get(name) ?? classes.get(name);
    if (shape === undefined && alias === undefined) return undefined;
    if (this.open.includes(name)) {
      const circle = [...this.open.slice(this.open.indexOf(name)), name].join(' -> ');
      return invalid(
        node,
        `${name} contains itself: ${circle}`,
        'a shared struct has a fixed depth; use a Vector of ids instead',
      );
    }
    this.open.push(name);
    const type = shape !== undefined || alias === undefined ? this.struct(shape!) : this.alias(alias);
    this.open.pop();
    if (type.kind !== 'invalid') this.named.set(name, type);
    return type;
  }

  private struct(node: Parameters<typeof readStruct>[0]): FieldType {
    return readStruct(node, (type) => this.read(type));
  }

  private alias(alias: NonNullable<ReturnType<TypeDeclarations['aliases']['get']>>): FieldType {
    const target = alias.getTypeNodeOrThrow();
    if (alias.getTypeParameters().length > 0) {
      return invalid(
        alias.getNameNode(),
        `${alias.getName()} has type parameters`,
        'write the type out where it is used',
      );
    }
    return Node.isTypeLiteral(target) ? this.struct(alias) : this.read(target);
  }

  private readGeneric(node: TypeReferenceNode, name: string): FieldType {
    const parts = node.getTypeArguments();
    if (parts.length !== GENERICS[name]) {
      return invalid(
        node,
        `${name} takes ${GENERICS[name]} type argument${GENERICS[name] === 1 ? '' : 's'}, not ${parts.length}`,
      );
    }
    const first = this.part(parts[0]!);
    if (first.kind === 'invalid') return first;
    if (name === 'Vector') return { kind: 'vector', element: first };
    if (name === 'FixedArray') return fixedArray(first, parts[1]!);
    if (name === 'Optional') {
      if (first.kind === 'optional')
        return invalid(node, 'Optional<Optional<T>> says nothing more than Optional<T>');
      return { kind: 'optional', value: first };
    }
    const value = this.part(parts[1]!);
    if (value.kind === 'invalid') return value;
    return isMapKey(first) ? { kind: 'map', key: first, value } : badMapKey(parts[0]!);
  }

  private part(node: TypeNode): FieldType {
    const type = this.read(node);
    if (type.kind !== 'bufferRef') return type;
    const hint = 'make the buffer a field of the task itself';
    return invalid(node, 'a BufferRef cannot stand inside another type', hint);
  }

  private unknownName(node: TypeReferenceNode, written: string): InvalidType {
    const from = this.declarations.foreignNames.get(written);
    if (from !== undefined) {
      const hint =
        'declare it in tasks.ts: the generator reads this one file, and client and runtime share it';
      return invalid(node, `type ${written} comes from '${from}' and cannot be shared`, hint);
    }
    if (INSTEAD[written] !== undefined) return notShareable(node, written, INSTEAD[written]);
    const isCores = written in SCALAR_BYTES || written in PLAIN || written in GENERICS;
    if (isCores)
      return invalid(
        node,
        `type ${written} is not imported`,
        `import { type ${written} } from '@chimaera/core'`,
      );
    const { aliases, interfaces, classes, constants, coreNames } = this.declarations;
    const known = [aliases, interfaces, classes, constants, coreNames].flatMap((names) => [...names.keys()]);
    const notTypes = [...DIRECTIONS, 'Task'];
    const candidates = [
      ...known.filter((name) => !notTypes.includes(name)),
      ...Object.keys(SCALAR_BYTES),
      ...Object.keys(PLAIN),
      ...Object.keys(GENERICS),
      'string',
    ];
    return notShareable(node, written, didYouMean(written, candidates) ?? SHAREABLE_TYPES);
  }

  private coreName(name: EntityName): string | undefined {
    return coreNameOf(this.declarations, name.getText());
  }
}

function invalid(node: Node, message: string, hint?: string): InvalidType {
  return { kind: 'invalid', at: positionOf(node), message, ...(hint && { hint }) };
}

function notShareable(node: Node, what: string, hint: string): InvalidType {
  return invalid(node, `type ${shortened(what)} cannot be shared between processes`, hint);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function unionHint(parts: readonly TypeNode[]): string {
  const rest = parts.filter((part) => part.getText() !== 'undefined' && part.getText() !== 'null');
  if (rest.length === 1 && rest.length < parts.length) return `write Optional<${rest[0]!.getText()}>`;
  return 'for a choice of values declare an enum: export const E = { kA: 0, kB: 1 } as const';
}

function constEnumHint(name: string): string {
  return (
    `write \`export const ${name} = { kA: 0, kB: 1 } as const;\` and ` +
    `\`export type ${name} = (typeof ${name})[keyof typeof ${name}];\``
  );
}

function fixedArray(element: FieldType, lengthNode: TypeNode): FieldType {
  const length = numberIn(lengthNode);
  if (!Number.isInteger(length) || length < 1 || length > MOST_ELEMENTS) {
    const hint = 'write FixedArray<u8, 16>';
    return invalid(
      lengthNode,
      `the length of a FixedArray is a whole number from 1 to ${MOST_ELEMENTS}, not ${lengthNode.getText()}`,
      hint,
    );
  }
  if (!isFixed(element)) {
    return invalid(
      lengthNode.getParentOrThrow(),
      'the elements of a FixedArray have a fixed size',
      'write Vector<T>',
    );
  }
  return { kind: 'fixedArray', element, length };
}

function isMapKey(type: FieldType): boolean {
  if (type.kind === 'scalar') return !['bool', 'f32', 'f64'].includes(type.name);
  return type.kind === 'string' || type.kind === 'enum';
}

function badMapKey(node: TypeNode): InvalidType {
  return invalid(
    node,
    `${node.getText()} cannot be the key of a HashMap`,
    'keys are strings, whole numbers or enums',
  );
}
