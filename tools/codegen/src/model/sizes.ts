/** How many bytes a type takes: in a task's fixed area, and in an archive. */
import type { FieldType, ScalarName } from './field-type.js';

/** Size of a scalar in place; this is also its alignment. */
export const SCALAR_BYTES: Readonly<Record<ScalarName, 1 | 2 | 4 | 8>> = {
  bool: 1,
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
  size: 8,
};

/** A variable-sized value leaves `{ ref, byteLength }` in the fixed area. */
export const REGION_BYTES = 8;
const REGION_ALIGNMENT = 4;
const POOL_ID_BYTES = 8;
const BUFFER_REF_BYTES = 16;

/** Whether every value of the type has the same size, so that it lies in the fixed area itself. */
export function isFixed(type: FieldType): boolean {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'poolId':
    case 'bufferRef':
      return true;
    case 'fixedArray':
      return isFixed(type.element);
    case 'struct':
      return type.members.every((member) => isFixed(member.type));
    default:
      return false;
  }
}

/** Bytes that a field of the type takes in the fixed area. */
export function fixedBytesOf(type: FieldType): number {
  if (!isFixed(type)) return REGION_BYTES;
  switch (type.kind) {
    case 'scalar':
      return SCALAR_BYTES[type.name];
    case 'poolId':
      return POOL_ID_BYTES;
    case 'bufferRef':
      return BUFFER_REF_BYTES;
    case 'fixedArray':
      return type.length * fixedBytesOf(type.element);
    case 'struct':
      return structLayout(type.members.map((member) => member.type)).bytes;
    default:
      return 4;
  }
}

/** Alignment of a field of the type in the fixed area. */
export function alignmentOf(type: FieldType): number {
  if (!isFixed(type)) return REGION_ALIGNMENT;
  switch (type.kind) {
    case 'scalar':
      return SCALAR_BYTES[type.name];
    case 'fixedArray':
      return alignmentOf(type.element);
    case 'struct':
      return Math.max(1, ...type.members.map((member) => alignmentOf(member.type)));
    default:
      return 4;
  }
}

/** Offsets of the members of a fixed-size struct, and its size, rounded up so that arrays of it stay aligned. */
export function structLayout(types: readonly FieldType[]): { offsets: number[]; bytes: number } {
  const offsets: number[] = [];
  let end = 0;
  let alignment = 1;
  for (const type of types) {
    const offset = alignUp(end, alignmentOf(type));
    offsets.push(offset);
    end = offset + fixedBytesOf(type);
    alignment = Math.max(alignment, alignmentOf(type));
  }
  return { offsets, bytes: alignUp(end, alignment) };
}

/** Fewest bytes that a value takes in an archive; limits a count from outside. */
export function leastArchiveBytes(type: FieldType): number {
  switch (type.kind) {
    case 'scalar':
      return Math.max(4, SCALAR_BYTES[type.name]);
    case 'poolId':
      return POOL_ID_BYTES;
    case 'fixedArray':
      return type.length * leastArchiveBytes(type.element);
    case 'struct':
      return type.members.reduce((sum, member) => sum + leastArchiveBytes(member.type), 0);
    default:
      return 4;
  }
}

/** Most bytes that any value takes in an archive, wherever it begins, or undefined if there is no such bound. */
export function mostArchiveBytes(type: FieldType): number | undefined {
  switch (type.kind) {
    case 'scalar':
      return SCALAR_BYTES[type.name] === 8 ? 12 : 4;
    case 'enum':
      return 4;
    case 'poolId':
      return POOL_ID_BYTES;
    case 'fixedArray': {
      const most = mostArchiveBytes(type.element);
      return most === undefined ? undefined : type.length * most;
    }
    case 'struct':
      return type.members.reduce<number | undefined>((sum, member) => {
        const most = mostArchiveBytes(member.type);
        return sum === undefined || most === undefined ? undefined : sum + most;
      }, 0);
    case 'optional': {
      const most = mostArchiveBytes(type.value);
      return most === undefined ? undefined : 4 + most;
    }
    default:
      return undefined;
  }
}

export function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
