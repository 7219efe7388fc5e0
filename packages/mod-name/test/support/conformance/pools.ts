import { expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import { failureOf } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Pools are created through admin, and a name stands for one pool (checklist group G). */
export function pools(fixture: () => Fixture): void {
  const createsIn = (log: string, name: string): number => log.split(`pool ${name} (`).length - 1;

  test('a second create finds the pool and does not run create again', async () => {
    const { client, log } = fixture();
    const first = await client(PoolId.parse('7100.0')).create({
      poolName: 'once',
      params: { configData: 'a' },
    });
    const second = await client().create({ poolName: 'once', params: { configData: 'b' } });
    expect(first).toEqual({ poolId: PoolId.parse('7100.0'), returnCode: 0 });
    expect(second).toEqual(first);
    expect(client().createSync({ poolName: 'once' })).toEqual(first);
    expect(createsIn(log(), 'once')).toBe(1);
    expect(log()).toContain("config 'a', workers 1");
  });

  test('an undefined argument of create counts as omitted and has its default', async () => {
    const { client, log } = fixture();
    const params = { configData: undefined, workerCount: 3 };
    await client().create({ poolName: 'left-out', containers: undefined, params, domainFlags: undefined });
    expect(log()).toContain('pool left-out (');
    expect(log()).toContain("config '', workers 3");
    await client().create({ poolName: 'all-left-out', params: undefined }, { timeoutMs: undefined });
  });

  test('concurrent creates make one pool', async () => {
    const { client, log } = fixture();
    const clients = Array.from({ length: 20 }, () => client());
    const made = await Promise.all(
      clients.map((each) => each.create({ poolName: 'at-once', containers: 3 })),
    );
    expect(new Set(made.map(({ poolId }) => poolId.toString())).size).toBe(1);
    expect(createsIn(log(), 'at-once')).toBe(3); // one for each container
    for (const each of clients) {
      expect(each.poolId).toEqual(made[0].poolId);
      expect(await each.custom({ data: 'x', operationId: 1 })).toMatchObject({ data: 'x_processed' });
    }
  });

  test('a name cannot belong to two modules, nor an id to two names', async () => {
    const { chi, client } = fixture();
    const other = {
      chimodName: 'chimaera_bdev',
      poolName: 'greetings',
      chimodParams: new Uint8Array(64),
      domainFlags: 0,
      containers: 1,
      newPoolId: PoolId.null,
    };
    expect(await failureOf(chi.admin.getOrCreatePool(other))).toMatchObject({
      code: 'MODULE_MISMATCH',
      message: expect.stringMatching(/greetings.*chimaera_MOD_NAME.*chimaera_bdev/),
    });
    expect(await failureOf(client(PoolId.parse('7000.0')).create({ poolName: 'taken' }))).toMatchObject({
      code: 'POOL_ID_CONFLICT',
    });
    expect(await failureOf(client(PoolId.parse('7999.0')).create({ poolName: 'greetings' }))).toMatchObject({
      code: 'POOL_ID_CONFLICT',
    });
    expect(await client(PoolId.parse('7998.0')).create({ poolName: 'taken' })).toMatchObject({
      returnCode: 0,
    });
  });

  test.each([
    ['a module that does not exist', { chimodName: 'chimaera_nothing' }, 'MODULE_NOT_FOUND'],
    ['a name that is none', { chimodName: '../../evil' }, 'MODULE_NOT_FOUND'],
    ['no pool name', { poolName: '' }, 'INVALID_ARGUMENT'],
    ['no containers', { containers: 0 }, 'INVALID_ARGUMENT'],
    ['too many containers', { containers: 5000 }, 'INVALID_ARGUMENT'],
    [
      'more containers than the module allows',
      { chimodName: 'chimaera_admin', containers: 2 },
      'INVALID_ARGUMENT',
    ],
    ['parameters that end too soon', { chimodParams: new Uint8Array(3) }, 'BAD_TASK'],
    ['parameters that are nonsense', { chimodParams: new Uint8Array(64).fill(255) }, 'BAD_TASK'],
  ])('%s: refused, and the name stays free', async (_name, changes, code) => {
    const { chi, client } = fixture();
    const request = {
      chimodName: 'chimaera_MOD_NAME',
      poolName: 'refused',
      chimodParams: new Uint8Array(16),
      domainFlags: 0,
      containers: 1,
      newPoolId: PoolId.parse('7200.0'),
      ...changes,
    };
    expect(await failureOf(chi.admin.getOrCreatePool(request))).toMatchObject({ code });
    const pool = client(PoolId.parse('7200.0'));
    expect(await pool.create({ poolName: 'refused' })).toMatchObject({ returnCode: 0 });
    expect(await pool.custom({ data: 'x', operationId: 1 })).toMatchObject({ data: 'x_processed' });
    await chi.admin.destroyPool({ targetPoolId: pool.poolId });
  });

  test('a destroyed pool is gone, and its name and id can be used again', async () => {
    const { chi, client } = fixture();
    const id = PoolId.parse('7300.0');
    const pool = client(id);
    for (let i = 0; i < 3; i++) {
      await pool.create({ poolName: 'short-lived', containers: 2 });
      expect(await pool.custom({ data: 'x', operationId: i })).toMatchObject({ data: 'x_processed' });
      expect(await chi.admin.destroyPool({ targetPoolId: id })).toMatchObject({ returnCode: 0 });
      expect(await failureOf(pool.custom({ data: 'x', operationId: i }))).toMatchObject({
        code: 'POOL_NOT_FOUND',
      });
    }
  });

  test('the tasks under way end when their pool is destroyed', async () => {
    const { chi, client } = fixture();
    const pool = client(PoolId.parse('7400.0'));
    await pool.create({ poolName: 'doomed', containers: 2 });
    const tasks = Array.from({ length: 40 }, (_, i) => pool.coMutexTest({ testId: i, holdMs: 2 }));
    const [, ...outcomes] = await Promise.allSettled([
      chi.admin.destroyPool({ targetPoolId: pool.poolId }),
      ...tasks,
    ]);
    expect(outcomes).toHaveLength(40);
  });

  test('an unknown parameter is an error', async () => {
    const params = { configDate: 'x' } as never;
    const error = await failureOf(fixture().client().create({ poolName: 'misspelt', params }));
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/'configDate'.*configData/),
    });
  });

  test('an unknown pool and the admin pool cannot be destroyed', async () => {
    const { admin } = fixture().chi;
    expect(await failureOf(admin.destroyPool({ targetPoolId: PoolId.parse('4711.0') }))).toMatchObject({
      code: 'POOL_NOT_FOUND',
    });
    expect(await failureOf(admin.destroyPool({ targetPoolId: PoolId.admin }))).toMatchObject({
      code: 'POOL_PROTECTED',
    });
    expect(await admin.flush()).toMatchObject({ returnCode: 0 });
  });
}
