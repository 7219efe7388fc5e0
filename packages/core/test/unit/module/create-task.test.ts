import { expect, test } from '@jest/globals';
import { BaseCreateTask } from '../../../src/module/create-task.js';
import { PoolId } from '../../../src/task/pool-id.js';
import { PoolQuery } from '../../../src/task/pool-query.js';

test('a create task addresses admin, keeps the pool id it asks for, and recognises the creation of admin itself', () => {
  const params = { level: 3 };
  const task = new BaseCreateTask('test_mod', 'p', new PoolId(7000), PoolQuery.local(), params);
  expect(task.poolId).toBe(PoolId.admin);
  expect(`${task.newPoolId}`).toBe('7000.0');
  expect(task.isAdmin).toBe(false);
  expect(task.getParams()).toBe(params);
  expect(new BaseCreateTask('chimaera_admin', 'admin', new PoolId(1), PoolQuery.local(), {}).isAdmin).toBe(
    true,
  );
});
