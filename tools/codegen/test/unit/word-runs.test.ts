// Neighbouring numbers of a task travel word by word: the bytes are those that one call for each would have written.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type * as core from '../../../../packages/core/dist/codegen.js';
import { PoolId, Writer } from '../../../../packages/core/dist/doors/codegen.js';
import type { EnumType, FieldType, ScalarName } from '../../src/model/field-type.js';
import { type GeneratedTask, Workshop } from '../support/generated-task.js';

const at = { file: '', line: 1, column: 1 };
const BAD_TASK = expect.objectContaining({ code: 'BAD_TASK' });
const scalar = (name: ScalarName): FieldType => ({ kind: 'scalar', name });
const level: EnumType = {
  kind: 'enum',
  name: 'Level',
  members: [
    { name: 'kLow', value: 1 },
    { name: 'kHigh', value: 2 },
  ],
  at,
};

interface Sample {
  readonly type: FieldType;
  readonly value: unknown;
  write(writer: core.Writer): void;
}

const of = <T>(type: FieldType, value: T, write: (writer: core.Writer, value: T) => void): Sample => ({
  type,
  value,
  write: (writer) => write(writer, value),
});
const bool = of(scalar('bool'), true, (w, v) => w.bool(v));
const u8 = of(scalar('u8'), 200, (w, v) => w.u8(v));
const i8 = of(scalar('i8'), -5, (w, v) => w.i8(v));
const u16 = of(scalar('u16'), 60_000, (w, v) => w.u16(v));
const i16 = of(scalar('i16'), -300, (w, v) => w.i16(v));
const u32 = of(scalar('u32'), 4_000_000_000, (w, v) => w.u32(v));
const i32 = of(scalar('i32'), -7, (w, v) => w.i32(v));
const f32 = of(scalar('f32'), -0.5, (w, v) => w.f32(v));
const f64 = of(scalar('f64'), NaN, (w, v) => w.f64(v));
const u64 = of(scalar('u64'), 2n ** 64n - 3n, (w, v) => w.u64(v));
const i64 = of(scalar('i64'), -9n, (w, v) => w.i64(v));
const size = of(scalar('size'), 2 ** 53 - 1, (w, v) => w.size(v));
const text = of({ kind: 'string' }, 'abcde', (w, v) => w.string(v));
const choice = of(level, 2, (w, v) => w.u32(v));
const pool = of({ kind: 'poolId' }, new PoolId(7, 9), (w, v) => w.poolId(v));

const ORDERS: readonly Sample[][] = [
  [u32, size, f64, bool, text],
  [bool, u8, i8, u16, i16, u32, i32, f32, f64, u64, i64, size, choice, pool],
  [size, u8, u64, u8, u8, f64],
  [pool, size, pool],
  [text, u32, u32, text, u32, size, text, size, i8],
  [u8, text, choice, pool, text, i16, i64],
];

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterAll(() => workshop.remove());

describe.each(ORDERS.map((samples, i) => [i, samples] as const))('order %i', (_, samples) => {
  let task: GeneratedTask;
  const values = Object.fromEntries(samples.map(({ value }, i) => [`f${i}`, value]));
  beforeAll(async () => {
    task = await workshop.make(samples.map(({ type }) => type));
  });

  test.each(['saveIn', 'saveOut'] as const)('%s writes the same as one call per field', (which) => {
    const writer = Writer.growing();
    for (const sample of samples) sample.write(writer);
    expect(Buffer.from(task.save(values, which)).toString('hex')).toBe(
      Buffer.from(writer.bytesWritten()).toString('hex'),
    );
  });

  test.each(['loadIn', 'loadOut'] as const)('%s reads it back, and nothing shorter', (which) => {
    const archive = task.save(values);
    expect(task.load(archive, which)).toEqual({ ...values, returnCode: 0 });
    for (let length = 0; length < archive.length - 3; length++) {
      expect(() => task.load(archive.subarray(0, length), which)).toThrow(BAD_TASK);
    }
  });
});

test('a size above 2^53 - 1 and a value outside an enum are BAD_TASK', async () => {
  const task = await workshop.make([scalar('size'), level]);
  const archive = task.save({ f0: 1, f1: 1 });
  const changed = (offset: number, byte: number): Uint8Array => {
    const copy = archive.slice();
    copy[offset] = byte;
    return copy;
  };
  expect(() => task.load(changed(7, 0xff))).toThrow(BAD_TASK);
  expect(() => task.load(changed(8, 3))).toThrow(BAD_TASK);
  expect(task.load(changed(8, 2))).toEqual({ f0: 1, f1: 2, returnCode: 0 });
});
