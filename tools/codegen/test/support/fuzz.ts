/** What holds of every task, whatever its fields: shared by the short run and the long one. */
import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { FieldType } from '../../src/model/field-type.js';
import { classes, type GeneratedTask, type Values } from './generated-task.js';
import { valueOf } from './random-types.js';

const changes = fc.array(
  fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0xff), fc.nat({ max: 255 }))),
  {
    minLength: 1,
    maxLength: 6,
  },
);

export function valuesOf(types: readonly FieldType[]): fc.Arbitrary<Values> {
  return fc.record(Object.fromEntries(types.map((type, i) => [`f${i}`, valueOf(type, classes)])));
}

/** Values are the same whichever way they went. */
export function expectRoundTrips(task: GeneratedTask, types: readonly FieldType[], numRuns: number): void {
  fc.assert(
    fc.property(valuesOf(types), (values) => {
      const expected = { ...values, returnCode: 0 };
      expect(task.throughMemory(values)).toEqual(expected);
      expect(task.load(task.save(values))).toEqual(expected);
      expect(task.load(task.save(values, 'saveOut'), 'loadOut')).toEqual(expected);
      expect(task.throughCopy(values)).toEqual(expected);
      // Equal values have equal bytes: nothing of what was in the memory before leaks into an archive.
      expect(task.save(task.load(task.save(values)))).toEqual(task.save(values));
    }),
    { numRuns },
  );
}

/** Bytes from somebody else are values or an error with a code, and never more than the bytes can hold. */
export function expectNoHarm(task: GeneratedTask, types: readonly FieldType[], numRuns: number): void {
  fc.assert(
    fc.property(valuesOf(types), changes, fc.nat(), (values, mutations, cut) => {
      const archive = task.save(values);
      const mutated = archive.slice();
      for (const [at, byte] of mutations) mutated[at % Math.max(1, mutated.length)] = byte;
      readHostile(() => task.load(mutated), archive.length);
      readHostile(() => task.load(archive.subarray(0, cut % (archive.length + 1))), archive.length);
      readHostile(() => task.readDamaged(values, mutations), task.memory.main.byteLength);
    }),
    { numRuns },
  );
}

function readHostile(read: () => Values, mostBytes: number): void {
  let values: Values;
  try {
    values = read();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'BAD_TASK' && code !== 'OUT_OF_MEMORY') throw error;
    return;
  }
  expect(countOf(values)).toBeLessThanOrEqual(64 + mostBytes * Object.keys(values).length);
}

/** Characters, bytes and elements, all the way down. */
function countOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (value instanceof Map) return [...value].reduce((sum, entry) => sum + countOf(entry), 0);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + countOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 0);
}
