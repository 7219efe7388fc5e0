import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PoolQuery, QueryKind } from '../../../src/task/pool-query.js';

const u32 = fc.nat({ max: 0xffff_ffff });
const count = fc.integer({ min: 1, max: 0xffff_ffff });
const BAD_QUERY = expect.objectContaining({ code: 'BAD_QUERY' });

const queries = fc.oneof(
  fc.constant(PoolQuery.local()),
  fc.constant(PoolQuery.broadcast()),
  fc.constant(PoolQuery.dynamic()),
  u32.map((n) => PoolQuery.directId(n)),
  u32.map((n) => PoolQuery.directHash(n)),
  u32.map((n) => PoolQuery.physical(n)),
  fc.tuple(u32, count).map(([offset, n]) => PoolQuery.range(offset, n)),
);

test('any query survives printing and parsing, in any case', () => {
  fc.assert(
    fc.property(queries, fc.boolean(), (query, upper) => {
      const text = upper ? query.toString().toUpperCase() : query.toString();
      expect(PoolQuery.parse(text)).toEqual(query);
      expect(JSON.stringify(query)).toBe(JSON.stringify(query.toString()));
    }),
  );
});

test('any query survives the numbers that a task carries', () => {
  fc.assert(
    fc.property(queries, (query) => expect(PoolQuery.of(query.kind, query.a, query.b)).toEqual(query)),
  );
});

test.each([
  ['local', QueryKind.kLocal, 0, 0],
  ['broadcast', QueryKind.kBroadcast, 0, 0],
  ['dynamic', QueryKind.kDynamic, 0, 0],
  ['direct_id:3', QueryKind.kDirectId, 3, 0],
  ['direct_hash:7', QueryKind.kDirectHash, 7, 0],
  ['range:0:4', QueryKind.kRange, 0, 4],
  ['physical:2', QueryKind.kPhysical, 2, 0],
  ['  Direct_Hash:7 ', QueryKind.kDirectHash, 7, 0],
])('%j is kind %p with %p and %p', (text, kind, a, b) => {
  expect(PoolQuery.parse(text)).toMatchObject({ kind, a, b });
});

test.each([null, {}, Symbol('s'), 5n, 1.5])(
  'a value that is neither string nor number is no query: %p',
  (value) => {
    const bad = expect.objectContaining({ code: 'BAD_QUERY' });
    expect(() => PoolQuery.parse(value as never)).toThrow(bad);
    expect(() => PoolQuery.directId(value as never)).toThrow(bad);
    expect(() => PoolQuery.range(0, value as never)).toThrow(bad);
  },
);

describe('parsing refuses', () => {
  test.each([
    '',
    'nearest',
    'local:0',
    'broadcast:1',
    'direct_id',
    'direct_id:',
    'direct_id:-1',
    'direct_id:1:2',
    'direct_id:x',
    'direct_id:4294967296',
    'direct_id: 3',
    'direct_hash:1.5',
    'range',
    'range:1',
    'range:0:0',
    'range:0:4:',
    'physical',
    'direct-id:3',
    'local local',
    ':',
    'direct_id:0x3',
  ])('%j', (text) => {
    expect(() => PoolQuery.parse(text)).toThrow(BAD_QUERY);
  });

  test('with a message that lists the forms', () => {
    expect(() => PoolQuery.parse('nearest')).toThrow(
      /'nearest'.*local, direct_id:n, direct_hash:n, range:n:n, broadcast, physical:n, dynamic/,
    );
  });
});

test.each([-1, 1.5, 2 ** 32, NaN, Infinity])('%p is not a number of a query', (n) => {
  for (const make of [PoolQuery.directId, PoolQuery.directHash, PoolQuery.physical]) {
    expect(() => make(n)).toThrow(BAD_QUERY);
  }
  expect(() => PoolQuery.range(n, 1)).toThrow(BAD_QUERY);
  expect(() => PoolQuery.range(0, n)).toThrow(BAD_QUERY);
});

test('an empty range is refused', () => {
  expect(() => PoolQuery.range(3, 0)).toThrow(BAD_QUERY);
});

test('an unknown kind is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 7, max: 0xffff_ffff }), u32, (kind, n) => {
      expect(() => PoolQuery.of(kind, n, n)).toThrow(BAD_QUERY);
    }),
  );
});

test('queries without numbers are shared objects', () => {
  expect(PoolQuery.local()).toBe(PoolQuery.parse('local'));
  expect(PoolQuery.of(QueryKind.kBroadcast, 5, 5)).toBe(PoolQuery.broadcast());
});
