import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LocalContainer } from '../../../../src/module/local-container.js';
import type { PoolRecord } from '../../../../src/route/pool-record.js';
import { PoolTable } from '../../../../src/worker/state/pool-table.js';

let table: PoolTable;
beforeEach(() => {
  table = new PoolTable();
});

function record(id: string, workers: readonly number[] = [0]): PoolRecord {
  return {
    id,
    name: `pool ${id}`,
    module: 'test_mod',
    location: { runtimeUrl: '', libExecUrl: '' },
    workers,
  };
}

test('a pool is found by its numbers and by its id', () => {
  const pool = table.put(record('7000.2', [1, 0]));
  expect(pool).toMatchObject({ major: 7000, minor: 2, workers: [1, 0], local: [] });
  expect(table.find(7000, 2)).toBe(pool);
  expect(table.findById('7000.2')).toBe(pool);
  expect(table.find(7000, 1)).toBeUndefined();
  expect(table.find(2, 7000)).toBeUndefined();
});

test('pools with the same major number are different pools', () => {
  const pools = ['5.0', '5.1', '6.0'].map((id) => table.put(record(id)));
  expect(pools.map(({ major, minor }) => table.find(major, minor))).toEqual(pools);
  expect([...table.all()]).toEqual(pools);
});

describe('a pool that is put again', () => {
  test('has its containers in their new places and keeps the local ones', () => {
    const local = { container: {} } as unknown as LocalContainer;
    table.put(record('7.0', [0])).local[0] = local;
    const moved = table.put(record('7.0', [0, 1]));
    expect(moved.workers).toEqual([0, 1]);
    expect(moved.local[0]).toBe(local);
    expect(table.find(7, 0)).toBe(moved);
  });
});

describe('a pool that is removed', () => {
  test('is not found, even right after it was found', () => {
    table.put(record('7.0'));
    table.find(7, 0);
    table.remove('7.0');
    expect(table.find(7, 0)).toBeUndefined();
    expect([...table.all()]).toEqual([]);
  });

  test('leaves nothing behind, and the others stay', () => {
    for (let major = 1; major < 100; major++) {
      table.put(record(`${major}.0`));
      table.remove(`${major}.0`);
    }
    const kept = table.put(record('5.1'));
    expect([...table.all()]).toEqual([kept]);
    expect((table as unknown as { pools: Map<number, unknown> }).pools.size).toBe(1);
  });

  test('may never have existed', () => {
    table.remove('9.9');
    expect([...table.all()]).toEqual([]);
  });
});

test('a pool that was not found earlier is found once it exists', () => {
  expect(table.find(3, 0)).toBeUndefined();
  const pool = table.put(record('3.0'));
  expect(table.find(3, 0)).toBe(pool);
});

test('the version changes with every change', () => {
  const versions = new Set([table.version]);
  table.put(record('3.0'));
  versions.add(table.version);
  table.put(record('3.0', [1]));
  versions.add(table.version);
  table.remove('3.0');
  versions.add(table.version);
  expect(versions.size).toBe(4);
});
