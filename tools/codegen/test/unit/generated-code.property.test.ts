import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FieldType } from '../../src/model/field-type.js';
import { type GeneratedTask, Workshop } from '../support/generated-task.js';
import { expectNoHarm, expectRoundTrips } from '../support/fuzz.js';
import { anyType } from '../support/random-types.js';

const KINDS = [
  'scalar',
  'enum',
  'string',
  'bytes',
  'poolId',
  'struct',
  'fixedArray',
  'vector',
  'map',
  'optional',
];

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterAll(() => workshop.remove());

describe('a task with a field of every kind', () => {
  let task: GeneratedTask;
  let types: FieldType[];
  beforeAll(async () => {
    // The seed is fixed: what differs from run to run are the values.
    const some = fc.sample(anyType(2), { numRuns: 300, seed: 7 });
    types = KINDS.flatMap((kind) => some.filter((type) => type.kind === kind).slice(0, 2));
    expect(new Set(types.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    task = await workshop.make(types);
  });

  test('round-trips every value: in place, through both archives, and as a copy', () => {
    expectRoundTrips(task, types, 12);
  });

  test('refuses invalid bytes', () => {
    expectNoHarm(task, types, 60);
  });
});

test('tasks with random fields round-trip their values and refuse invalid bytes', async () => {
  const fields = fc.array(anyType(3), { minLength: 1, maxLength: 6 });
  for (const types of fc.sample(fields, { numRuns: 4 })) {
    const task = await workshop.make(types);
    expectRoundTrips(task, types, 8);
    expectNoHarm(task, types, 15);
  }
}, 60_000);

describe('a value outside an enum', () => {
  const withGap: FieldType = {
    kind: 'enum',
    name: 'Level',
    members: [
      { name: 'kLow', value: 10 },
      { name: 'kHigh', value: 20 },
    ],
    at: { file: '', line: 1, column: 1 },
  };
  const BAD_TASK = expect.objectContaining({
    code: 'BAD_TASK',
    message: expect.stringMatching(/^11 is no Level: /),
  });

  test('is BAD_TASK when received, and INVALID_ARGUMENT when set by the caller', async () => {
    const task = await workshop.make([withGap, { kind: 'vector', element: withGap }]);
    expect(() => task.throughMemory({ f0: 11, f1: [] })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    const archive = task.save({ f0: 10, f1: [20] });
    archive[0] = 11;
    expect(() => task.load(archive)).toThrow(BAD_TASK);
    archive[0] = 10;
    archive[archive.length - 4] = 11;
    expect(() => task.load(archive)).toThrow(BAD_TASK);
  });

  test('is read as the first member where nothing was written', async () => {
    const task = await workshop.make([withGap]);
    expect(task.load(new Uint8Array(4))).toEqual({ f0: 10, returnCode: 0 });
  });
});

test('a vector that grows while it is written stays in its place', async () => {
  const struct: FieldType = {
    kind: 'struct',
    name: 'P',
    members: [
      { name: 'x', type: { kind: 'scalar', name: 'u32' }, doc: '', at: { file: '', line: 1, column: 1 } },
    ],
    at: { file: '', line: 1, column: 1 },
  };
  const task = await workshop.make([{ kind: 'vector', element: struct }]);
  const list: { x: number }[] = [];
  const growing = {
    get x() {
      list.push({ x: 2 }, { x: 3 });
      return 1;
    },
  };
  list.push(growing);
  expect(task.throughMemory({ f0: list })).toEqual({ f0: [{ x: 1 }], returnCode: 0 });
});
