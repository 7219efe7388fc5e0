import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@chimaera/mod-name';
import { createIllBehaved, RETURNED, THROWN, writeIllBehavedModule } from '../support/ill-behaved-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, within } from '../support/wait.js';

const DEATHS = 6;

// Errors of a module end its own tasks, and nothing else.
let runtime: ScratchRuntime;
let ill: Client;

beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    prepare: (root) => ({ CHI_REPO_PATH: writeIllBehavedModule(root) }),
  });
  ill = await createIllBehaved(await runtime.connect());
}, 40_000);

afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 40_000);

const custom = (data: string, operationId = 0): Promise<unknown> => ill.custom({ data, operationId });
// Only deaths of this runtime's workers: a runtime also clears up after others that were killed.
const workerDeaths = (): number => runtime.log().match(/worker \d+ of the runtime died/gi)?.length ?? 0;
const order = async (): Promise<string[]> => {
  const { data } = await ill.custom({ data: 'order', operationId: 0 });
  return data === '' ? [] : data.split(',');
};

test.each(THROWN)('a method may throw anything: %s', async (message) => {
  const error = await failureOf(within(ill.fail({ message }), message));
  expect(error).toMatchObject({ returnCode: 1, code: 'METHOD_FAILED', message: expect.stringMatching(/./) });
  expect(workerDeaths()).toBe(0);
});

test.each(RETURNED)('a method may return anything: %s', async (what, becomes) => {
  const ended = ill.custom({ data: `return: ${what}`, operationId: 0 }).then(
    ({ data }) => data,
    (error: Error) => error.message,
  );
  expect(await within(ended, what)).toBe(becomes);
  // The next task is not affected.
  expect(await within(ill.custom({ data: 'next', operationId: 0 }), 'the next')).toMatchObject({
    data: 'next',
  });
  expect(await order()).toEqual(['next']);
  expect(workerDeaths()).toBe(0);
});

test("an AbortError from the task's own signal is a cancellation, and any other a failure", async () => {
  using sleeping = ill.asyncCustom({ data: 'sleep', operationId: 0 }, { timeoutMs: 20 });
  await within(sleeping.wait(), 'the end of its sleep');
  expect(sleeping).toMatchObject({ errorCode: 'CANCELLED', errorMessage: expect.stringContaining('sender') });
  expect(await failureOf(within(ill.fail({ message: 'AbortError' }), 'its end'))).toMatchObject({
    code: 'METHOD_FAILED',
    message: 'of another signal',
  });
});

test.each(['noise', 'close'])('%s on the port of its thread is ignored', async (data) => {
  await within(custom(data), data);
  const other = new Client(await runtime.connect());
  await within(other.create({ poolName: data }), 'a pool made after it');
  await other.custom({ data: 'hello', operationId: 1 });
  expect(await runtime.isRunning()).toBe(true);
});

test('a message without room is truncated, but its code is not', async () => {
  const error = await failureOf(within(custom('long words'), 'its end'));
  expect(error).toMatchObject({
    code: 'TOO_LONG',
    returnCode: 7,
    message: expect.stringMatching(/^x{2000}…$/),
  });
});

test('a caller that loses its worker learns which method ended it', async () => {
  expect(await failureOf(within(custom('exit'), 'its end'))).toMatchObject({
    code: 'WORKER_DIED',
    message: expect.stringMatching(/code 3 in test_ill.kCustom of pool 'ill'/),
  });
  await within(custom('alive'), 'its successor');
  expect(await order()).toEqual(['alive']);
});

test.each(['a promise', 'a handle', 'a batch'])('a monitor that sends %s ends its task', async (form) => {
  expect(await failureOf(within(custom(form), form))).toMatchObject({
    code: 'MONITOR_FAILED',
    message: expect.stringContaining('must not send tasks'),
  });
  expect(await order()).toEqual([]);
});

test.each(['no lane', 'a forged lane'])('a monitor that sets %s ends its task', async (data) => {
  expect(await failureOf(within(custom(data), 'its end'))).toMatchObject({
    code: 'MONITOR_FAILED',
    message: expect.stringContaining('getLane'),
  });
});

test('an asynchronous monitor ends its task, and its rejection harms no other', async () => {
  const before = workerDeaths();
  for (let i = 0; i < 3; i++)
    expect(await failureOf(within(custom('waits'), 'its end'))).toMatchObject({
      code: 'MONITOR_FAILED',
      message: expect.stringContaining('monitors are synchronous'),
    });
  await custom('quick');
  expect(await order()).toEqual(['quick']);
  expect(workerDeaths()).toBe(before);
});

test.each([1, 2])('a flush inside a method does not wait for that method (%i)', async (depth) => {
  const input = { depth, testId: 0, currentDepth: 0 };
  expect(await within(ill.waitTest(input), 'the flush')).toMatchObject({ currentDepth: 1 });
});

test("low-latency tasks overtake their sender's backlog, even what has not left its ring", async () => {
  const backlog = Array.from({ length: 1000 }, () => custom('slow', 1));
  await sleep(5);
  await within(custom('quick'), 'the quick one');
  const before = (await order()).filter((data) => data === 'slow').length;
  await within(Promise.all(backlog), 'the backlog', 30_000);
  expect(await order()).toHaveLength(1000 - before);
  expect(before).toBeLessThan(900);
});

test('a task that was cancelled while its worker was busy never starts', async () => {
  const busy = custom('spin');
  const given = { timeoutMs: 10 };
  const codes = await Promise.all([
    failureOf(ill.custom({ data: 'late', operationId: 0 }, given)),
    failureOf(ill.custom({ data: 'late', operationId: 1 }, given)),
  ]);
  expect(codes.map(({ code }) => code)).toEqual(['TIMEOUT', 'TIMEOUT']);
  await busy;
  expect(await order()).toEqual(['spin']);
});

test('a worker that dies repeatedly comes back each time, and the runtime goes on', async () => {
  for (let i = 0; i < DEATHS; i++) {
    // It waits for the new container, if there is none yet.
    const death = failureOf(within(ill.coMutexTest({ testId: 0, holdMs: 0 }), 'the death', 20_000));
    expect(await death).toMatchObject({ code: 'WORKER_DIED' });
  }
  await custom('alive');
  expect(await order()).toEqual(['alive']);
}, 40_000);
