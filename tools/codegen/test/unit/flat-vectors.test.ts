// Lists of structs of numbers are read and written word by word: wherever they begin, and whatever their count says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FieldType, ScalarName, StructType } from '../../src/model/field-type.js';
import { type GeneratedTask, Workshop } from '../support/generated-task.js';

const at = { file: '', line: 1, column: 1 };
const BAD_TASK = expect.objectContaining({ code: 'BAD_TASK' });

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterAll(() => workshop.remove());

function structOf(names: readonly ScalarName[]): StructType {
  const members = names.map(
    (name, i) => ({ name: `m${i}`, type: { kind: 'scalar', name }, doc: '', at }) as const,
  );
  return { kind: 'struct', name: 'Row', members, at };
}

function rowsOf(names: readonly ScalarName[], count: number): Record<string, number>[] {
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [`m${i}`, (name === 'size' ? 2 ** 40 : 7) + row * 16 + i])),
  );
}

/** Members before the first long one and behind it, an even and an odd number of words in all. */
const SHAPES: readonly ScalarName[][] = [
  ['u32'],
  ['u32', 'u32'],
  ['size'],
  ['size', 'u32'],
  ['u32', 'size'],
  ['u32', 'u32', 'size'],
  ['u32', 'size', 'u32'],
  ['u32', 'size', 'u32', 'f64'],
  ['u32', 'u32', 'size', 'u32', 'size', 'u32'],
];

describe.each(SHAPES.map((names) => [names.join(', '), names] as const))('{ %s }', (_, names) => {
  let task: GeneratedTask;
  beforeAll(async () => {
    const rows: FieldType = { kind: 'vector', element: structOf(names) };
    const u32: FieldType = { kind: 'scalar', name: 'u32' };
    const field = (name: string, type: FieldType) => ({ name, type, doc: '', at });
    // Behind a list comes what shows where it ended; an odd and an even number of words stand before it.
    const holder: StructType = {
      kind: 'struct',
      name: 'Holder',
      members: [field('first', rows), field('between', u32), field('second', rows), field('last', u32)],
      at,
    };
    task = await workshop.make([{ kind: 'vector', element: holder }, rows]);
  });

  test('survives every path unchanged, whatever its length', () => {
    for (let count = 0; count <= 4; count++) {
      const rows = rowsOf(names, count);
      const holder = { first: rows, between: 1, second: rowsOf(names, 5 - count), last: 2 };
      const values = { f0: [holder, holder, holder], f1: rows };
      const expected = { ...values, returnCode: 0 };
      expect(task.throughMemory(values)).toEqual(expected);
      expect(task.load(task.save(values))).toEqual(expected);
    }
  });

  test('is BAD_TASK when its count exceeds the bytes, and never reads past them', () => {
    for (let count = 0; count <= 3; count++) {
      const archive = task.save({ f0: [], f1: rowsOf(names, count) });
      const countAt = 12;
      expect(new DataView(archive.buffer).getUint32(countAt, true)).toBe(count);
      for (const more of [1, 2, 3, 2 ** 20, 2 ** 31, 2 ** 32 - 1 - count]) {
        const hostile = archive.slice();
        new DataView(hostile.buffer).setUint32(countAt, count + more, true);
        expect(() => task.load(hostile)).toThrow(BAD_TASK);
      }
    }
  });

  if (names.includes('size')) {
    test('is BAD_TASK when any of its sizes is above 2^53 - 1', () => {
      const rows = rowsOf(names, 3).map((row) => ({ ...row }));
      const archive = task.save({ f0: [], f1: rows });
      const words = new Uint32Array(archive.slice().buffer);
      // 2 ** 40 has the high word 256: each of them is spoilt in turn.
      const highs = [...words.keys()].filter((word) => words[word] === 256);
      expect(highs).toHaveLength(3 * names.filter((name) => name === 'size').length);
      for (const word of highs) {
        for (const [high, code] of [[2 ** 21 - 1], [2 ** 21, BAD_TASK], [2 ** 32 - 1, BAD_TASK]] as const) {
          const hostile = words.slice();
          hostile[word] = high;
          const load = () => task.load(new Uint8Array(hostile.buffer));
          if (code === undefined) expect(load).not.toThrow();
          else expect(load).toThrow(code);
        }
      }
    });
  }

  test.each([null, undefined, 5, 'text', true])('is INVALID_ARGUMENT with %s among them', (item) => {
    const rows = [...rowsOf(names, 1), item];
    expect(() => task.throughMemory({ f0: [], f1: rows })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('PingTask.f1') }),
    );
  });
});
