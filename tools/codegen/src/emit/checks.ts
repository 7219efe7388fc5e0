/** Emits the conditions under which a value is refused. */
import { typeText, type EnumType, type FieldType } from '../model/field-type.js';
import type { Imports } from './imports.js';
import { guard } from './text.js';

/** The condition for `v` not being a value of the type; undefined where other code finds out. */
function refusal(type: FieldType, v: string, imports: Imports): string | undefined {
  switch (type.kind) {
    case 'string':
      return `typeof ${v} !== 'string'`;
    case 'bytes':
      return `!(${v} instanceof Uint8Array)`;
    case 'poolId':
      return `!(${v} instanceof ${imports.value('PoolId')})`;
    case 'bufferRef':
    case 'struct':
      return `typeof ${v} !== 'object' || ${v} === null`;
    case 'enum':
      return enumRefusal(type, v);
    case 'fixedArray':
      return `!Array.isArray(${v}) || ${v}.length !== ${type.length}`;
    case 'vector':
      return `!Array.isArray(${v})`;
    case 'map':
      return `!(${v} instanceof Map)`;
    case 'scalar':
      break;
    default:
      return undefined;
  }
  switch (type.name) {
    case 'bool':
      return `typeof ${v} !== 'boolean'`;
    case 'f32':
    case 'f64':
      return `typeof ${v} !== 'number'`;
    case 'u8':
      return `(${v} & 0xff) !== ${v}`;
    case 'u16':
      return `(${v} & 0xffff) !== ${v}`;
    case 'u32':
      return `${v} >>> 0 !== ${v}`;
    case 'i8':
      return `(${v} << 24) >> 24 !== ${v}`;
    case 'i16':
      return `(${v} << 16) >> 16 !== ${v}`;
    case 'i32':
      return `(${v} | 0) !== ${v}`;
    case 'u64':
      return `typeof ${v} !== 'bigint' || BigInt.asUintN(64, ${v}) !== ${v}`;
    case 'i64':
      return `typeof ${v} !== 'bigint' || BigInt.asIntN(64, ${v}) !== ${v}`;
    case 'size':
      return `!Number.isSafeInteger(${v}) || ${v} < 0`;
  }
}

/** Refuses a bad value, naming its field. `name` is an expression. */
export function check(type: FieldType, v: string, name: string, imports: Imports, depth: number): string[] {
  const condition = refusal(type, v, imports);
  if (condition === undefined) return [];
  return guard(condition, `${imports.value('badValue')}(${name}, '${typeText(type)}', ${v});`, depth);
}

/** Members without gaps form a range; others are compared one by one. */
function enumRefusal(type: EnumType, v: string): string {
  const values = type.members.map((member) => member.value).sort((a, b) => a - b);
  const last = values.at(-1)!;
  if (values[0] === 0 && last === values.length - 1) return `${v} >>> 0 !== ${v} || ${v} > ${last}`;
  return values.map((value) => `${v} !== ${value}`).join(' && ');
}
