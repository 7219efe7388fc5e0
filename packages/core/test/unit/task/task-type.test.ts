import { expect, test } from '@jest/globals';
import { badValue, bytesBound, defineTaskType, stringBound } from '../../../src/task/task-type.js';
import { Task } from '../../../src/task/task.js';

class EmptyTaskView extends Task {}

function typeOf(fixedBytes: number): Parameters<typeof defineTaskType>[0] {
  return {
    module: 'test_mod',
    name: 'kEmpty',
    method: 10,
    layoutHash: 1,
    fixedBytes,
    View: EmptyTaskView,
    heapBytes: () => 0,
    fill: () => undefined,
    result: () => undefined,
  };
}

test('each type has an index of its own', () => {
  const first = defineTaskType(typeOf(128));
  const second = defineTaskType(typeOf(136));
  expect(second.index).toBe(first.index + 1);
});

test.each([0, 64, 80, 89, 92, NaN])('refuses a layout of %p fixed bytes', (fixedBytes) => {
  expect(() => defineTaskType(typeOf(fixedBytes))).toThrow(
    expect.objectContaining({ code: 'MODULE_INVALID', message: expect.stringContaining('test_mod.kEmpty') }),
  );
});

test('shows a bad value in short form', () => {
  expect(() => badValue('A.b', 'u32', -1)).toThrow('A.b: expected u32, got -1');
  expect(() => badValue('A.b', 'FixedArray<u8, 3>', [1])).toThrow('FixedArray<u8, 3>, got a list of 1');
  expect(() => badValue('A.b', 'u32', 'x'.repeat(1000))).toThrow(/^A\.b: expected u32, got "x{40}"$/);
  expect(() => badValue('A.b', 'u32', undefined)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test.each([Symbol('s'), Object.create(null), { toString: null }, new Array(1e6), Object, null, 1n])(
  'shows even %p',
  (value) => {
    expect(() => badValue('A.b', 'u32', value)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  },
);

test('bounds cover the values to be written, and accept values that are no string or bytes', () => {
  expect(stringBound('héllo')).toBeGreaterThanOrEqual(Buffer.byteLength('héllo') + 8);
  expect(bytesBound(new Uint8Array(5))).toBeGreaterThanOrEqual(5 + 7);
  expect(stringBound(undefined as unknown as string)).toBe(8);
  expect(bytesBound('text' as unknown as Uint8Array)).toBe(8);
});
