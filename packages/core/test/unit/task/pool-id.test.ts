import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PoolId } from '../../../src/task/pool-id.js';

const u32 = fc.nat({ max: 0xffff_ffff });
const INVALID = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

test('any id survives printing and parsing', () => {
  fc.assert(
    fc.property(u32, u32, (major, minor) => {
      const id = new PoolId(major, minor);
      expect(id.toString()).toBe(`${major}.${minor}`);
      expect(PoolId.parse(id.toString()).equals(id)).toBe(true);
      expect(JSON.stringify({ id })).toBe(`{"id":"${major}.${minor}"}`);
    }),
  );
});

test('ids with equal numbers are equal', () => {
  expect(new PoolId(1, 2).equals(new PoolId(1, 2))).toBe(true);
  expect(new PoolId(1, 2).equals(new PoolId(1, 3))).toBe(false);
  expect(new PoolId(2, 2).equals(new PoolId(1, 2))).toBe(false);
});

test('the minor number is 0 unless it is given', () => {
  expect(new PoolId(7000).toString()).toBe('7000.0');
});

test.each([7000, 1.5, null, {}, Symbol('s'), 5n])('a value that is no string is no pool id: %p', (value) => {
  expect(() => PoolId.parse(value as never)).toThrow(INVALID);
  if (value !== 7000) expect(() => new PoolId(value as never)).toThrow(INVALID);
});

describe('parsing refuses', () => {
  test.each([
    '',
    '7000',
    '7000.',
    '.0',
    '7000.0.0',
    '7000,0',
    ' 7000.0',
    '7000.0 ',
    '7000.0\n',
    '-1.0',
    '1.-0',
    '+1.0',
    '1e3.0',
    '0x10.0',
    '4294967296.0',
    '0.4294967296',
    '99999999999.0',
    '7000.0x',
    'seven.zero',
    '٧.0',
  ])('%j', (text) => {
    expect(() => PoolId.parse(text)).toThrow(INVALID);
  });

  test('a value that is no string, with a message that shows the form', () => {
    expect(() => PoolId.parse(7000 as unknown as string)).toThrow(/major\.minor/);
    expect(() => PoolId.parse(undefined as unknown as string)).toThrow(INVALID);
  });
});

test.each([
  [-1, 0],
  [0.5, 0],
  [2 ** 32, 0],
  [0, NaN],
  [0, -1],
])('refuses the numbers %p and %p', (major, minor) => {
  expect(() => new PoolId(major, minor)).toThrow(INVALID);
});

test('the admin pool is 1.0 and the null id 0.0', () => {
  expect(PoolId.admin.toString()).toBe('1.0');
  expect(PoolId.null.toString()).toBe('0.0');
  expect([PoolId.null.isNull, PoolId.admin.isNull, new PoolId(0, 1).isNull]).toEqual([true, false, false]);
});
