import { beforeEach, expect, test } from '@jest/globals';
import {
  BaseCreateTask,
  MonitorMode,
  PoolId,
  PoolQuery,
  QueuePriority,
  RunContext,
} from '@chimaera/core/module';
import { Runtime } from '../../src/runtime.js';
import { CreateParams, type CustomTask, type EchoTask } from '../../src/tasks.js';

let container: Runtime;

beforeEach(() => {
  container = Object.assign(new Runtime(), { poolId: PoolId.parse('7000.0'), poolName: 'greetings' });
  const { poolId, poolName } = container;
  const params = new CreateParams();
  const task = new BaseCreateTask(CreateParams.chimodLibName, poolName, poolId, PoolQuery.local(), params);
  container.create(task, new RunContext(0));
});

/** A task that is an ordinary object: the fields of the class, without shared memory. */
function fake<T>(fields: object): T {
  return fields as T;
}

test('the parameters have the defaults of the guide', () => {
  expect({ ...new CreateParams() }).toEqual({ configData: '', workerCount: 1 });
  expect(CreateParams.chimodLibName).toBe('chimaera_MOD_NAME');
});

test('create makes the queues of the guide', () => {
  const lanes = (queue: number) =>
    [0, 1, 2, 3, 4].map((lane) => container.getLane(queue, lane)).filter((lane) => lane);
  const shape = [0, 1, 2, 3].map((queue) => lanes(queue).map((lane) => lane!.priority));
  const { kHighLatency, kLowLatency } = QueuePriority;
  expect(shape).toEqual([[kHighLatency], new Array(4).fill(kLowLatency), [kHighLatency, kHighLatency], []]);
});

test('custom appends to the data', () => {
  const task = fake<CustomTask>({ data: 'x', operationId: 42, resultCode: 99 });
  expect(container.custom(task, new RunContext(0))).toBeUndefined();
  expect(task).toMatchObject({ data: 'x_processed', resultCode: 0 });
});

test('custom is routed by a hash of its operation and estimated by it', () => {
  const route = (operationId: number) => {
    const context = new RunContext(0);
    container.monitorCustom(MonitorMode.kLocalSchedule, fake<CustomTask>({ operationId }), context);
    return context.routeLane;
  };
  expect(route(7)).toBe(route(7));
  const used = new Set(Array.from({ length: 1000 }, (_, i) => route(i)));
  expect(used).toEqual(new Set([0, 1, 2, 3].map((lane) => container.getLane(1, lane))));
  const context = new RunContext(0);
  container.monitorCustom(MonitorMode.kEstLoad, fake<CustomTask>({ operationId: 12 }), context);
  expect(context.estimatedCompletionTimeUs).toBe(1200);
});

test('create is estimated at 1000 microseconds', () => {
  const context = new RunContext(0);
  container.monitorCreate(MonitorMode.kEstLoad, fake({}), context);
  expect(context.estimatedCompletionTimeUs).toBe(1000);
});

test('leaves other monitor modes alone', () => {
  const context = new RunContext(0);
  container.monitorCustom(MonitorMode.kCleanup, fake<CustomTask>({ operationId: 1 }), context);
  container.monitorEcho(MonitorMode.kGlobalSchedule, fake<EchoTask>({}), context);
  expect([context.routeLane, context.estimatedCompletionTimeUs]).toEqual([null, 0]);
});

test('fail throws the message', () => {
  expect(() => container.fail(fake({ message: 'as asked' }), new RunContext(0))).toThrow('as asked');
});

test('echo copies every field', () => {
  const names = ['bool', 'u8', 'u64', 'string', 'shape', 'optional', 'buffer', 'shapes', 'pointArray'];
  const task: Record<string, unknown> = {};
  for (const name of names) task[`${name}Value`] = { of: name };
  container.echo(fake<EchoTask>(task), new RunContext(0));
  for (const name of names) expect(task[`${name}Copy`]).toBe(task[`${name}Value`]);
});
