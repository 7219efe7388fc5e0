import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FieldType } from '../../src/model/field-type.js';
import { contractText, fnv1a } from '../../src/model/layout-hash.js';
import { layoutOf, HEADER_BYTES } from '../../src/model/layout.js';
import type { Direction, Field, TaskClass } from '../../src/model/module.js';
import { alignmentOf, fixedBytesOf, isFixed, SCALAR_BYTES, structLayout } from '../../src/model/sizes.js';

const at = { file: 'tasks.ts', line: 1, column: 1 };

const scalars = Object.keys(SCALAR_BYTES).map((name) => ({ kind: 'scalar', name }) as FieldType);
const plain = fc.constantFrom<FieldType>(
  ...scalars,
  { kind: 'string' },
  { kind: 'bytes' },
  { kind: 'poolId' },
  { kind: 'enum', name: 'E', members: [{ name: 'kA', value: 0 }], at },
);

/** Types of every kind, some levels deep. */
const fieldTypes: fc.Arbitrary<FieldType> = fc.letrec<{ type: FieldType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain,
    fc.record({ kind: fc.constant('vector' as const), element: tie('type') }),
    fc.record({ kind: fc.constant('optional' as const), value: tie('type') }),
    fc.record({
      kind: fc.constant('map' as const),
      key: fc.constant<FieldType>({ kind: 'string' }),
      value: tie('type'),
    }),
    tie('type')
      .filter(isFixed)
      .chain((element) =>
        fc.integer({ min: 1, max: 9 }).map((length) => ({ kind: 'fixedArray' as const, element, length })),
      ),
    fc.array(tie('type'), { minLength: 1, maxLength: 4 }).map((types) => ({
      kind: 'struct' as const,
      name: 'S',
      members: types.map((type, i) => ({ name: `m${i}`, type, doc: '', at })),
      at,
    })),
  ),
})).type;

const directions = fc.constantFrom<Direction>('In', 'Out', 'InOut');

const taskClasses: fc.Arbitrary<TaskClass> = fc
  .array(
    fc.record({
      type: fc.oneof(fieldTypes, fc.constant<FieldType>({ kind: 'bufferRef' })),
      direction: directions,
    }),
    { maxLength: 12 },
  )
  .map((fields) => taskOf(fields.map((field, i) => ({ ...field, name: `f${i}` }))));

function taskOf(fields: readonly Pick<Field, 'name' | 'type' | 'direction'>[]): TaskClass {
  return {
    name: 'PingTask',
    at,
    isAbstract: true,
    isExported: true,
    hasTypeParameters: false,
    base: 'Task',
    extendsTask: true,
    doc: '',
    fields: fields.map((field) => ({ ...field, flaw: undefined, doc: '', at })),
    strays: [],
  };
}

describe('the layout of a task', () => {
  test('aligns every field and lets no two overlap, all below fixedBytes', () => {
    fc.assert(
      fc.property(taskClasses, (task) => {
        const { fields, fixedBytes } = layoutOf(task);
        const sorted = [...fields].sort((a, b) => a.offset - b.offset);
        let end = HEADER_BYTES;
        for (const field of sorted) {
          expect(field.offset).toBeGreaterThanOrEqual(end);
          expect(field.offset % alignmentOf(field.type)).toBe(0);
          expect(field.bytes).toBe(fixedBytesOf(field.type));
          end = field.offset + field.bytes;
        }
        expect(fixedBytes).toBeGreaterThanOrEqual(Math.max(end, HEADER_BYTES));
        expect(fixedBytes % 8).toBe(0);
      }),
    );
  });

  test('puts outputs before inputs, in the order of declaration', () => {
    fc.assert(
      fc.property(taskClasses, (task) => {
        const { fields } = layoutOf(task);
        const outputs = fields.filter((field) => field.direction === 'Out');
        const inputs = fields.filter((field) => field.direction !== 'Out');
        for (const group of [outputs, inputs]) {
          expect(group.map(({ offset }) => offset)).toEqual(
            group.map(({ offset }) => offset).sort((a, b) => a - b),
          );
        }
        const lastOutput = outputs.at(-1);
        const outputEnd = lastOutput === undefined ? HEADER_BYTES : lastOutput.offset + lastOutput.bytes;
        if (inputs.length > 0) expect(inputs[0]!.offset).toBeGreaterThanOrEqual(outputEnd);
      }),
    );
  });

  test('keeps the members of a struct apart, and arrays of it aligned', () => {
    fc.assert(
      fc.property(fc.array(fieldTypes.filter(isFixed), { minLength: 1, maxLength: 6 }), (types) => {
        const { offsets, bytes } = structLayout(types);
        let end = 0;
        types.forEach((type, i) => {
          expect(offsets[i]).toBeGreaterThanOrEqual(end);
          expect(offsets[i]! % alignmentOf(type)).toBe(0);
          end = offsets[i]! + fixedBytesOf(type);
        });
        expect(bytes).toBeGreaterThanOrEqual(end);
        for (const type of types) expect(bytes % alignmentOf(type)).toBe(0);
      }),
    );
  });

  test('places the guide’s task as the contract says', () => {
    const u32: FieldType = { kind: 'scalar', name: 'u32' };
    const { fields, fixedBytes } = layoutOf(
      taskOf([
        { name: 'data', type: { kind: 'string' }, direction: 'InOut' },
        { name: 'operationId', type: u32, direction: 'In' },
        { name: 'resultCode', type: u32, direction: 'Out' },
      ]),
    );
    expect(fields.map(({ name, offset }) => [name, offset])).toEqual([
      ['data', 92],
      ['operationId', 100],
      ['resultCode', 88],
    ]);
    expect(fixedBytes).toBe(104);
  });
});

describe('the hash of a layout', () => {
  const hashOf = (task: TaskClass, key = 'demo_sample', method = 'kPing', id = 10) =>
    fnv1a(contractText(key, method, id, task));

  test('is FNV-1a', () => {
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
  });

  test('changes with any change of the contract', () => {
    fc.assert(
      fc.property(taskClasses, fieldTypes, directions, fc.nat(), (task, type, direction, at) => {
        const base = contractText('demo_sample', 'kPing', 10, task);
        const fields = [...task.fields];
        const added = taskOf([...fields, { name: 'added', type, direction }]);
        const variants = [added];
        if (fields.length > 0) {
          const i = at % fields.length;
          variants.push(taskOf(fields.filter((_, j) => j !== i)));
          variants.push(taskOf(fields.map((field, j) => (j === i ? { ...field, name: 'renamed' } : field))));
          const turned: Direction = fields[i]!.direction === 'In' ? 'InOut' : 'In';
          variants.push(
            taskOf(fields.map((field, j) => (j === i ? { ...field, direction: turned } : field))),
          );
          const retyped: FieldType = { kind: 'vector', element: fields[i]!.type };
          variants.push(taskOf(fields.map((field, j) => (j === i ? { ...field, type: retyped } : field))));
        }
        if (fields.length > 1) variants.push(taskOf([fields[1]!, fields[0]!, ...fields.slice(2)]));
        for (const variant of variants)
          expect(contractText('demo_sample', 'kPing', 10, variant)).not.toBe(base);
      }),
    );
  });

  test('covers the place of each field and the rules of the rest', () => {
    const ping = taskOf([
      { name: 'text', type: { kind: 'string' }, direction: 'InOut' },
      { name: 'count', type: { kind: 'scalar', name: 'u32' }, direction: 'Out' },
    ]);
    expect(contractText('demo_sample', 'kPing', 10, ping)).toBe(
      'demo_sample.kPing#10/2{InOut text:string@92;Out count:u32@88;}',
    );
  });

  test('depends on module, method and id', () => {
    const task = taskOf([]);
    const hashes = [
      hashOf(task),
      hashOf(task, 'demo_other'),
      hashOf(task, 'demo_sample', 'kPong'),
      hashOf(task, 'demo_sample', 'kPing', 11),
    ];
    expect(new Set(hashes).size).toBe(4);
  });
});
