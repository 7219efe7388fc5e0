/** What a field of a task can be. Plain data: readers create it, verifiers and emitters use it. */
import type { Position } from './position.js';

export type ScalarName =
  'bool' | 'u8' | 'u16' | 'u32' | 'u64' | 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64' | 'size';

export interface ScalarType {
  readonly kind: 'scalar';
  readonly name: ScalarName;
}

/** `export const E = { kA: 0 } as const` with the type of the same name. */
export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly value: number }[];
  readonly at: Position;
}

export interface StructMember {
  readonly name: string;
  readonly type: FieldType;
  readonly doc: string;
  readonly at: Position;
}

/** An interface, a type literal or a class with fields alone. */
export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  readonly members: readonly StructMember[];
  readonly at: Position;
}

export interface FixedArrayType {
  readonly kind: 'fixedArray';
  readonly element: FieldType;
  readonly length: number;
}

export interface VectorType {
  readonly kind: 'vector';
  readonly element: FieldType;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: FieldType;
  readonly value: FieldType;
}

export interface OptionalType {
  readonly kind: 'optional';
  readonly value: FieldType;
}

/** A type that could not be understood; the verifiers report it at its place. */
export interface InvalidType {
  readonly kind: 'invalid';
  readonly at: Position;
  readonly message: string;
  readonly hint?: string;
}

export type CompositeType = StructType | FixedArrayType | VectorType | MapType | OptionalType;

export type FieldType =
  | ScalarType
  | EnumType
  | { readonly kind: 'string' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'poolId' }
  | { readonly kind: 'bufferRef' }
  | CompositeType
  | InvalidType;

/** The parts that a type is made of, for walks over it. */
export function partsOf(type: FieldType): readonly FieldType[] {
  switch (type.kind) {
    case 'struct':
      return type.members.map((member) => member.type);
    case 'fixedArray':
    case 'vector':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'optional':
      return [type.value];
    default:
      return [];
  }
}

/** The type as it is written in tasks.ts, structs and enums by name. */
export function typeText(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'struct':
      return type.name;
    case 'string':
    case 'bytes':
      return type.kind;
    case 'poolId':
      return 'PoolId';
    case 'bufferRef':
      return 'BufferRef';
    case 'fixedArray':
      return `FixedArray<${typeText(type.element)}, ${type.length}>`;
    case 'vector':
      return `Vector<${typeText(type.element)}>`;
    case 'map':
      return `HashMap<${typeText(type.key)}, ${typeText(type.value)}>`;
    case 'optional':
      return `Optional<${typeText(type.value)}>`;
    case 'invalid':
      return '?';
  }
}
