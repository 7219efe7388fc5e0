/** Field types by chance, and values of them. */
import fc from 'fast-check';
import type { FieldType, ScalarName, StructType } from '../../src/model/field-type.js';
import { typeText } from '../../src/model/field-type.js';

export interface Classes {
  readonly PoolId: new (major: number, minor: number) => object;
}

const AT = { file: '', line: 1, column: 1 };
const SCALARS: readonly ScalarName[] = [
  ...(['bool', 'u8', 'u16', 'u32', 'u64', 'i8', 'i16', 'i32', 'i64', 'f32', 'f64', 'size'] as const),
];
const scalar = fc.constantFrom(...SCALARS).map((name): FieldType => ({ kind: 'scalar', name }));
const MEMBERS = [
  [0, 1, 2],
  [10, 20],
  [0, 5, 0xffff_ffff],
];

/** Everything that a field can be but a buffer, `depth` levels deep. */
export function anyType(depth: number): fc.Arbitrary<FieldType> {
  const plain = fc.oneof(
    { weight: 4, arbitrary: scalar },
    fc.constant<FieldType>({ kind: 'string' }),
    fc.constant<FieldType>({ kind: 'bytes' }),
    fc.constant<FieldType>({ kind: 'poolId' }),
    fc.constantFrom(...MEMBERS).map(enumOf),
  );
  if (depth === 0) return plain;
  const inner = anyType(depth - 1);
  const key = fc.oneof(
    fc.constant<FieldType>({ kind: 'string' }),
    scalar.filter((type) => !['bool', 'f32', 'f64'].includes(typeText(type))),
  );
  return fc.oneof(
    { weight: 2, arbitrary: plain },
    inner.map((element): FieldType => ({ kind: 'vector', element })),
    fc
      .tuple(fixedType(depth - 1), fc.integer({ min: 1, max: 5 }))
      .map(([element, length]): FieldType => ({ kind: 'fixedArray', element, length })),
    fc.tuple(key, inner).map(([of, value]): FieldType => ({ kind: 'map', key: of, value })),
    inner.filter(({ kind }) => kind !== 'optional').map((value): FieldType => ({ kind: 'optional', value })),
    structOf(inner),
    // Lists of structs of single numbers have code of their own.
    structOf(scalar).map((element): FieldType => ({ kind: 'vector', element })),
  );
}

function fixedType(depth: number): fc.Arbitrary<FieldType> {
  return depth === 0 ? scalar : fc.oneof(scalar, structOf(scalar));
}

function structOf(member: fc.Arbitrary<FieldType>): fc.Arbitrary<FieldType> {
  return fc.array(member, { minLength: 1, maxLength: 5 }).map((types): FieldType => {
    const members = types.map((type, i) => ({ name: `m${i}`, type, doc: '', at: AT }));
    return { kind: 'struct', name: nameOf('S', types), members, at: AT };
  });
}

function enumOf(values: readonly number[]): FieldType {
  const members = values.map((value) => ({ name: `kV${value}`, value }));
  return { kind: 'enum', name: `E${values.join('_')}`, members, at: AT };
}

/** Equal for equal types, so that each is declared once. */
function nameOf(prefix: string, types: readonly FieldType[]): string {
  return prefix + types.map((type) => typeText(type).replace(/\W+/g, '_')).join('_');
}

/** The declarations that tasks.ts needs for these types. */
export function declarationsOf(types: readonly FieldType[]): string {
  const found = new Map<string, string>();
  const visit = (type: FieldType): void => {
    if (type.kind === 'struct') {
      type.members.forEach((member) => visit(member.type));
      found.set(type.name, structText(type));
    } else if (type.kind === 'enum') {
      const { name } = type;
      const members = type.members.map((member) => `${member.name}: ${member.value}`).join(', ');
      const text = `export const ${name} = { ${members} } as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];`;
      found.set(name, text);
    } else if (type.kind === 'map') {
      [type.key, type.value].forEach(visit);
    } else if (type.kind === 'optional') {
      visit(type.value);
    } else if (type.kind === 'vector' || type.kind === 'fixedArray') {
      visit(type.element);
    }
  };
  types.forEach(visit);
  return [...found.values()].join('\n');
}

function structText({ name, members }: StructType): string {
  return `export interface ${name} { ${members.map((it) => `${it.name}: ${typeText(it.type)};`).join(' ')} }`;
}

const f32 = fc.float().map(Math.fround);
const SCALAR_VALUES: Readonly<Record<ScalarName, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  u8: fc.nat({ max: 0xff }),
  u16: fc.nat({ max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffff_ffff }),
  u64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  i8: fc.integer({ min: -0x80, max: 0x7f }),
  i16: fc.integer({ min: -0x8000, max: 0x7fff }),
  i32: fc.integer(),
  i64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  f32,
  f64: fc.double(),
  size: fc.maxSafeNat(),
};

export function valueOf(type: FieldType, classes: Classes): fc.Arbitrary<unknown> {
  const list = (element: FieldType, constraints: fc.ArrayConstraints) =>
    fc.array(valueOf(element, classes), constraints);
  switch (type.kind) {
    case 'scalar':
      return SCALAR_VALUES[type.name];
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 40 });
    case 'bytes':
      return fc.uint8Array({ maxLength: 200 });
    case 'poolId':
      return fc.tuple(fc.nat(), fc.nat()).map(([major, minor]) => new classes.PoolId(major, minor));
    case 'enum':
      return fc.constantFrom(...type.members.map(({ value }) => value));
    case 'vector':
      return list(type.element, { maxLength: 6 });
    case 'fixedArray':
      return list(type.element, { minLength: type.length, maxLength: type.length });
    case 'map':
      return fc
        .array(fc.tuple(valueOf(type.key, classes), valueOf(type.value, classes)), { maxLength: 5 })
        .map((entries) => new Map(entries));
    case 'optional':
      return fc.option(valueOf(type.value, classes), { nil: undefined });
    case 'struct':
      return fc.record(
        Object.fromEntries(type.members.map((member) => [member.name, valueOf(member.type, classes)])),
      );
    default:
      throw new Error(`no values of ${type.kind}`);
  }
}
