import { expect, test } from '@jest/globals';
import type { LocalContainer } from '../../../../src/module/local-container.js';
import { MethodStatistics } from '../../../../src/module/method-statistics.js';
import { RunContext } from '../../../../src/module/run-context.js';
import { Statistics } from '../../../../src/worker/flow/statistics.js';
import { SharedState } from '../../../../src/worker/state/shared-state.js';

const METHOD = 10;

function setUp(): { statistics: Statistics; method: MethodStatistics; task: () => RunContext } {
  const method = new MethodStatistics();
  const methods: (MethodStatistics | undefined)[] = [];
  methods[METHOD] = method;
  const task = (): RunContext => {
    const rctx = new RunContext(0);
    rctx.$method = METHOD;
    rctx.$local = { methods } as unknown as LocalContainer;
    return rctx;
  };
  return { statistics: new Statistics(SharedState.allocate().pulseOf(0)), method, task };
}

test('every task is counted by how it ended', () => {
  const { statistics, method, task } = setUp();
  for (let i = 0; i < 1000; i++) {
    const rctx = task();
    statistics.entered(rctx);
    statistics.left();
    statistics.ended(rctx, i % 4 === 0 ? 1 : 0);
  }
  expect(method).toMatchObject({ finished: 1000, failed: 250 });
});

test('the first tasks after a rest are timed, then about one in 64', () => {
  const { statistics, method, task } = setUp();
  const run = (count: number): number => {
    const before = method.latency.size;
    for (let i = 0; i < count; i++) {
      const rctx = task();
      statistics.entered(rctx);
      statistics.ended(rctx, 0);
    }
    return method.latency.size - before;
  };
  expect(run(1)).toBe(1);
  run(200);
  const timed = run(64_000);
  expect(timed).toBeGreaterThan(700);
  expect(timed).toBeLessThan(1400);
  statistics.woken();
  expect(run(1)).toBe(1);
});

test('alternating methods are all timed', () => {
  const { statistics, task } = setUp();
  const timed = [0, 0, 0, 0];
  for (let i = 0; i < 40_000; i++) {
    const rctx = task();
    statistics.entered(rctx);
    if (rctx.$timing !== 0) timed[i % 4]++;
    statistics.ended(rctx, 0);
  }
  expect(Math.min(...timed)).toBeGreaterThan(50);
});

test('more concurrent tasks than can be timed do no harm', () => {
  const { statistics, method, task } = setUp();
  const tasks = Array.from({ length: 1000 }, () => {
    statistics.woken();
    const rctx = task();
    statistics.entered(rctx);
    return rctx;
  });
  expect(tasks.filter(({ $timing }) => $timing !== 0)).toHaveLength(256);
  for (const rctx of tasks) statistics.ended(rctx, 0);
  expect(method.finished).toBe(1000);
  expect(method.latency.size).toBe(256);
  expect(tasks.every(({ $timing }) => $timing === 0)).toBe(true);
});

test('a task that is redirected is not timed here', () => {
  const { statistics, method, task } = setUp();
  const rctx = task();
  statistics.entered(rctx);
  statistics.forget(rctx);
  expect(rctx.$timing).toBe(0);
  expect(method.latency.size).toBe(0);
});
