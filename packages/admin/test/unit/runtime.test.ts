import { beforeEach, expect, jest, test } from '@jest/globals';
import {
  ChimaeraError,
  type CreatePoolReply,
  type CreatePoolRequest,
  MonitorMode,
  PoolId,
  PoolQuery,
  RunContext,
  type RuntimeControl,
} from '@chimaera/core/module';
import { Runtime } from '../../src/runtime.js';
import { CreateParams, type CreateTask, type GetOrCreatePoolTask } from '../../src/tasks.js';

const control = {
  createPool: jest.fn<(request: CreatePoolRequest) => Promise<CreatePoolReply>>(),
  destroyPool: jest.fn<RuntimeControl['destroyPool']>(),
  stop: jest.fn<RuntimeControl['stop']>(),
  flush: jest.fn<() => Promise<number>>(),
  monitor: jest.fn<RuntimeControl['monitor']>(),
};
const rctx = new RunContext(0);

/** A container with only what the admin module touches. */
function container(runtime: RuntimeControl | undefined): Runtime {
  const made = Object.assign(new Runtime(), { poolId: PoolId.admin, poolName: 'admin', runtime });
  made.create({ params: new CreateParams() } as CreateTask, rctx);
  return made;
}

/** A task that is an ordinary object: the fields of the class, without shared memory. */
function fake<T>(fields: object): T {
  return fields as T;
}

function createRequest(): GetOrCreatePoolTask {
  return fake<GetOrCreatePoolTask>({
    chimodName: 'chimaera_bdev',
    poolName: 'ram0',
    chimodParams: Uint8Array.of(1, 2, 3),
    domainFlags: 0,
    containers: 4,
    newPoolId: PoolId.parse('0.0'),
    poolQuery: PoolQuery.local(),
  });
}

beforeEach(() => {
  jest.resetAllMocks();
});

test('asks for the pool that the task describes and writes the answer into the task', async () => {
  control.createPool.mockResolvedValue({ poolId: '7000.3', created: true, containers: 1 });
  const task = createRequest();
  await container(control).getOrCreatePool(task, rctx);
  expect(control.createPool).toHaveBeenCalledWith({
    module: 'chimaera_bdev',
    name: 'ram0',
    poolId: '0.0',
    containers: 4,
    poolQuery: 'local',
    params: Uint8Array.of(1, 2, 3),
  });
  expect(task.newPoolId.toString()).toBe('7000.3');
  expect(task).toMatchObject({ created: true, containers: 1, resultCode: 0 });
});

test('copies the parameters, which may outlive the task', async () => {
  control.createPool.mockResolvedValue({ poolId: '1.1', created: true, containers: 1 });
  const task = createRequest();
  await container(control).getOrCreatePool(task, rctx);
  expect(control.createPool.mock.calls[0][0].params).not.toBe(task.chimodParams);
});

test('writes the code of a failed creation into the task and rethrows the error', async () => {
  control.createPool.mockRejectedValue(new ChimaeraError('MODULE_NOT_FOUND', 'nowhere'));
  const task = createRequest();
  await expect(container(control).getOrCreatePool(task, rctx)).rejects.toMatchObject({
    code: 'MODULE_NOT_FOUND',
  });
  expect(task.resultCode).toBe(new ChimaeraError('MODULE_NOT_FOUND', '').returnCode);
});

test('passes destroy, stop and flush on', async () => {
  const admin = container(control);
  const asking = Object.assign(new RunContext(0), { nodeOrigin: 3, nodeMajor: 4 });
  await admin.destroyPool(fake({ targetPoolId: PoolId.parse('5.6') }), asking);
  expect(control.destroyPool).toHaveBeenCalledWith('5.6', { origin: 3, major: 4 });

  admin.stopRuntime(fake({ graceMs: 250 }), rctx);
  admin.stopRuntime(fake({}), rctx);
  // How long tasks have by default is the control plane's to say.
  expect(control.stop.mock.calls).toEqual([[{ graceMs: 250 }], [{ graceMs: undefined }]]);

  control.flush.mockResolvedValue(12);
  const flush = { totalWorkDone: 0 };
  await admin.flush(fake(flush), rctx);
  expect(flush.totalWorkDone).toBe(12);
});

test('monitor passes the query on and returns the answer as text', async () => {
  control.monitor.mockImplementation((query) => Promise.resolve({ query, locks: [] }));
  const admin = container(control);
  const asked = { query: 'locks', report: '' };
  await admin.monitor(fake(asked), rctx);
  expect(JSON.parse(asked.report)).toEqual({ query: 'locks', locks: [] });
  const all = { query: undefined, report: '' };
  await admin.monitor(fake(all), rctx);
  expect(JSON.parse(all.report)).toMatchObject({ query: 'all' });
});

test('refuses to work without a control plane', async () => {
  const task = createRequest();
  await expect(container(undefined).getOrCreatePool(task, rctx)).rejects.toMatchObject({
    code: 'MODULE_INVALID',
  });
});

test('puts every task into its single lane', () => {
  const admin = container(control);
  const lane = admin.getLane(0, 0);
  expect(lane).not.toBeNull();
  for (const monitor of ['GetOrCreatePool', 'DestroyPool', 'StopRuntime', 'Flush', 'Monitor'] as const) {
    const context = new RunContext(0);
    admin[`monitor${monitor}`](MonitorMode.kLocalSchedule, fake({}), context);
    expect(context.routeLane).toBe(lane);
    admin[`monitor${monitor}`](MonitorMode.kEstLoad, fake({}), context);
    expect(context.estimatedCompletionTimeUs).toBeGreaterThan(0);
  }
});
