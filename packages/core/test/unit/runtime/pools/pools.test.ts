import { expect, test } from '@jest/globals';
import { ChimaeraError } from '../../../../src/errors.js';
import { createLogger } from '../../../../src/log.js';
import type { CreatePoolRequest } from '../../../../src/module/runtime-control.js';
import type { PoolRecord } from '../../../../src/route/pool-record.js';
import { Pools } from '../../../../src/runtime/pools/pools.js';
import type { WorkerRequest } from '../../../../src/runtime/workers/worker-handle.js';

/** Stands in for the rest of the control plane: records what was asked of the workers, and decides the outcome. */
class Rest {
  readonly workers = 2;
  readonly logger = createLogger({ level: 'error', component: 'test', file: '/dev/null', env: {} });
  readonly asked: string[] = [];
  published: string[] = [];
  /** Requests wait here while it is closed. */
  gate: Promise<void> = Promise.resolve();
  onRequest: (worker: number, message: WorkerRequest) => void = () => undefined;

  findModule(key: string): Promise<{ runtimeUrl: string; libExecUrl: string }> {
    if (key === 'test_missing')
      return Promise.reject(new ChimaeraError('MODULE_NOT_FOUND', 'looked everywhere'));
    return Promise.resolve({ runtimeUrl: key, libExecUrl: key });
  }

  async request(worker: number, message: WorkerRequest): Promise<void> {
    if (message.t === 'create-container')
      this.asked.push(`create ${message.pool.name}/${message.containerId} on ${worker}`);
    if (message.t === 'destroy-containers') this.asked.push(`destroy ${message.poolId} on ${worker}`);
    await this.gate;
    this.onRequest(worker, message);
  }

  broadcast(message: { t: string }): void {
    this.asked.push(message.t);
  }

  barrier(): Promise<void> {
    this.asked.push('barrier');
    return Promise.resolve();
  }

  publish(pools: Iterable<PoolRecord>): void {
    this.published = Array.from(pools, ({ id }) => id);
  }

  close(): () => void {
    let open!: () => void;
    this.gate = new Promise((resolve) => (open = resolve));
    return open;
  }
}

function setUp(): { rest: Rest; pools: Pools } {
  const rest = new Rest();
  return { rest, pools: new Pools(rest) };
}

function request(changes: Partial<CreatePoolRequest> = {}): CreatePoolRequest {
  return {
    module: 'test_mod',
    name: 'a',
    poolId: '7.0',
    containers: 1,
    poolQuery: 'local',
    params: new Uint8Array(0),
    ...changes,
  };
}

const withCode = (code: string): unknown => expect.objectContaining({ code });
const noMatterWhat = (): undefined => undefined;

test('containers are distributed in turn, and every worker knows the pool before the answer', async () => {
  const { rest, pools } = setUp();
  expect(await pools.create(request({ containers: 3 }))).toEqual({
    poolId: '7.0',
    created: true,
    containers: 3,
  });
  expect(rest.asked).toEqual(['create a/0 on 0', 'create a/1 on 1', 'create a/2 on 0', 'pool', 'barrier']);
  await pools.create(request({ name: 'b', poolId: '8.0' }));
  expect(pools.records().map(({ workers }) => workers)).toEqual([[0, 1, 0], [1]]);
  expect(rest.published).toEqual(['7.0', '8.0']);
});

test('a second create finds the pool and runs nothing', async () => {
  const { rest, pools } = setUp();
  await pools.create(request({ containers: 2 }));
  const before = rest.asked.length;
  expect(await pools.create(request())).toEqual({ poolId: '7.0', created: false, containers: 2 });
  expect(await pools.create(request({ poolId: '0.0', containers: 9 }))).toEqual({
    poolId: '7.0',
    created: false,
    containers: 2,
  });
  expect(rest.asked).toHaveLength(before);
});

test('concurrent creates of one name share one creation', async () => {
  const { rest, pools } = setUp();
  const replies = await Promise.all(
    [request(), request({ poolId: '0.0' }), request()].map((each) => pools.create(each)),
  );
  expect(replies.map(({ created }) => created)).toEqual([true, false, false]);
  expect(new Set(replies.map(({ poolId }) => poolId))).toEqual(new Set(['7.0']));
  expect(rest.asked.filter((line) => line.startsWith('create'))).toHaveLength(1);
});

test('concurrent creates share its failure too, and the name is usable again', async () => {
  const { rest, pools } = setUp();
  rest.onRequest = () => {
    throw new Error('no');
  };
  const both = await Promise.allSettled([pools.create(request()), pools.create(request())]);
  expect(both.map((one) => one.status === 'rejected' && (one.reason as ChimaeraError).code)).toEqual([
    'CREATE_FAILED',
    'CREATE_FAILED',
  ]);
  rest.onRequest = noMatterWhat;
  expect(await pools.create(request({ module: 'test_other' }))).toMatchObject({ created: true });
});

test('another module that asks for the name meanwhile waits for the outcome', async () => {
  const { rest, pools } = setUp();
  const open = rest.close();
  const first = pools.create(request());
  const other = pools.create(request({ module: 'test_other', poolId: '0.0' }));
  open();
  expect(await first).toMatchObject({ created: true });
  await expect(other).rejects.toEqual(withCode('MODULE_MISMATCH'));
});

test('a create that fails on one container is undone on all', async () => {
  const { rest, pools } = setUp();
  rest.onRequest = (_worker, message) => {
    if (message.t === 'create-container' && message.containerId === 1)
      throw new ChimaeraError('NO_SUCH_FILE', 'x', { returnCode: 77 });
  };
  await expect(pools.create(request({ containers: 3 }))).rejects.toMatchObject({
    code: 'NO_SUCH_FILE',
    returnCode: 77,
  });
  expect(rest.asked.slice(3)).toEqual(['destroy 7.0 on 0', 'destroy 7.0 on 1', 'pool-gone']);
  expect(pools.records()).toEqual([]);
});

test('an id is taken as soon as it is asked for', async () => {
  const { pools } = setUp();
  const first = pools.create(request());
  await expect(pools.create(request({ name: 'b' }))).rejects.toEqual(withCode('POOL_ID_CONFLICT'));
  await first;
  await expect(pools.create(request({ name: 'b' }))).rejects.toEqual(withCode('POOL_ID_CONFLICT'));
  await expect(pools.create(request({ poolId: '9.0' }))).rejects.toEqual(withCode('POOL_ID_CONFLICT'));
});

test('ids chosen by the runtime differ, and are found again by name', async () => {
  const { pools } = setUp();
  const [a, b] = await Promise.all(['a', 'b'].map((name) => pools.create(request({ name, poolId: '0.0' }))));
  expect(a.poolId).not.toBe(b.poolId);
  expect(await pools.create(request({ poolId: '0.0' }))).toMatchObject({ poolId: a.poolId, created: false });
});

test('destroy refuses unknown and protected pools, and removes the others for good', async () => {
  const { rest, pools } = setUp();
  await pools.create(request({ name: 'admin', poolId: '1.0' }));
  await pools.create(request({ containers: 2 }));
  await expect(pools.destroy('99.0')).rejects.toEqual(withCode('POOL_NOT_FOUND'));
  await expect(pools.destroy('1.0')).rejects.toEqual(withCode('POOL_PROTECTED'));
  await expect(pools.destroy('7')).rejects.toEqual(withCode('INVALID_ARGUMENT'));
  await pools.destroy('7.0');
  expect(rest.published).toEqual(['1.0']);
  expect(rest.asked.slice(-3)).toEqual(['destroy 7.0 on 1', 'destroy 7.0 on 0', 'pool-gone']);
  await expect(pools.destroy('7.0')).rejects.toEqual(withCode('POOL_NOT_FOUND'));
});

test('a create waits until the pool of its name or id is gone', async () => {
  const { rest, pools } = setUp();
  await pools.create(request());
  const open = rest.close();
  const gone = pools.destroy('7.0');
  const again = pools.create(request());
  const sameId = pools.create(request({ name: 'c' })).catch((error: unknown) => error);
  const before = rest.asked.length;
  await new Promise(setImmediate);
  expect(rest.asked).toHaveLength(before);
  open();
  await gone;
  expect(await again).toMatchObject({ created: true });
  expect(await sameId).toEqual(withCode('POOL_ID_CONFLICT'));
});

test('a failed destroy still removes the pool', async () => {
  const { rest, pools } = setUp();
  await pools.create(request());
  rest.onRequest = () => {
    throw new Error('clings');
  };
  await expect(pools.destroy('7.0')).rejects.toMatchObject({
    code: 'DESTROY_FAILED',
    message: expect.stringContaining('clings'),
  });
  rest.onRequest = noMatterWhat;
  expect(await pools.create(request())).toMatchObject({ created: true });
});

test('the containers of a replaced worker are created again, and one failure does not hold up the others', async () => {
  const { rest, pools } = setUp();
  await pools.create(request({ containers: 3 }));
  await pools.create(request({ name: 'b', poolId: '8.0', containers: 2 }));
  rest.asked.length = 0;
  rest.onRequest = (_worker, message) => {
    if (message.t === 'create-container' && message.containerId === 2) throw new Error('not again');
  };
  await pools.restore(0);
  expect(rest.asked).toEqual(['create a/0 on 0', 'create a/2 on 0', 'create b/1 on 0']);
});

test('the containers of a worker replaced during a create are created again before the pool is announced', async () => {
  const { rest, pools } = setUp();
  let isReplaced = false;
  rest.onRequest = (worker) => {
    // Worker 0 has made its own and gets a new thread before worker 1 has.
    if (worker === 1 && !isReplaced) {
      isReplaced = true;
      void pools.restore(0);
    }
  };
  await pools.create(request({ containers: 2 }));
  expect(rest.asked).toEqual(['create a/0 on 0', 'create a/1 on 1', 'create a/0 on 0', 'pool', 'barrier']);
});

test.each([
  [{ module: 'nonamespace' }, 'MODULE_NOT_FOUND'],
  [{ module: 'test_missing' }, 'MODULE_NOT_FOUND'],
  [{ module: '../../x_y' }, 'MODULE_NOT_FOUND'],
  [{ name: '' }, 'INVALID_ARGUMENT'],
  [{ name: 'x'.repeat(5000) }, 'INVALID_ARGUMENT'],
  [{ containers: 0 }, 'INVALID_ARGUMENT'],
  [{ containers: 1.5 }, 'INVALID_ARGUMENT'],
  [{ containers: 100_000 }, 'INVALID_ARGUMENT'],
  [{ poolId: 'seven' }, 'INVALID_ARGUMENT'],
  [{ poolQuery: 'somewhere' }, 'BAD_QUERY'],
])('%p is refused with %s and leaves nothing behind', async (changes, code) => {
  const { rest, pools } = setUp();
  await expect(pools.create(request(changes))).rejects.toEqual(withCode(code));
  expect(rest.asked).toEqual([]);
  expect(await pools.create(request())).toMatchObject({ created: true });
});
