import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lane, QueuePriority } from '../../../../src/lane/lane.js';
import type { RunContext } from '../../../../src/module/run-context.js';
import { Scheduler } from '../../../../src/worker/flow/scheduler.js';

const { kLowLatency, kHighLatency } = QueuePriority;
/** As many low-latency tasks may start in a row while high-latency ones wait. */
const BURST = 64;
let scheduler: Scheduler;
beforeEach(() => {
  scheduler = new Scheduler();
});

/** To the scheduler a task is anything; here it says where it was put. */
interface FakeTask {
  readonly lane: number;
  readonly n: number;
}
const laneOf = (priority: QueuePriority, id = 0): Lane<RunContext> => new Lane<RunContext>(0, id, priority);
const asTask = (task: FakeTask): RunContext => task as unknown as RunContext;

function enqueue(lane: Lane<RunContext>, ...numbers: number[]): void {
  for (const n of numbers) scheduler.enqueue(lane, asTask({ lane: lane.laneId, n }));
}

function next(): FakeTask | undefined {
  return scheduler.next() as unknown as FakeTask | undefined;
}

function drain(): FakeTask[] {
  const tasks: FakeTask[] = [];
  for (let task = next(); task !== undefined; task = next()) tasks.push(task);
  return tasks;
}

const upTo = (end: number): number[] => [...Array(end).keys()];

test('no task waits at first', () => {
  expect([next(), scheduler.queued, scheduler.isLowIdle]).toEqual([undefined, 0, true]);
});

test('the tasks of a lane start in order of arrival', () => {
  const lane = laneOf(kLowLatency);
  enqueue(lane, ...upTo(100));
  expect(drain().map(({ n }) => n)).toEqual(upTo(100));
});

test('lanes of one priority take turns', () => {
  const [a, b] = [laneOf(kLowLatency, 1), laneOf(kLowLatency, 2)];
  enqueue(a, 1, 2, 3);
  enqueue(b, 1);
  expect(drain().map(({ lane, n }) => `${lane}:${n}`)).toEqual(['1:1', '2:1', '1:2', '1:3']);
});

test('low latency goes before high latency', () => {
  const [low, high] = [laneOf(kLowLatency, 1), laneOf(kHighLatency, 2)];
  enqueue(high, 1, 2);
  enqueue(low, 1, 2);
  expect(drain().map(({ lane }) => lane)).toEqual([1, 1, 2, 2]);
});

describe('high-latency tasks do not starve', () => {
  test(`one starts after ${BURST} low-latency tasks, however many of those arrive`, () => {
    const [low, high] = [laneOf(kLowLatency, 1), laneOf(kHighLatency, 2)];
    enqueue(low, ...upTo(10 * BURST));
    enqueue(high, ...upTo(5));
    const lanes = drain().map(({ lane }) => lane);
    const places = lanes.flatMap((lane, i) => (lane === 2 ? [i] : []));
    expect(places).toEqual([1, 2, 3, 4, 5].map((k) => k * (BURST + 1) - 1));
  });

  test('tasks that ran before it arrived do not count', () => {
    const [low, high] = [laneOf(kLowLatency, 1), laneOf(kHighLatency, 2)];
    enqueue(low, ...upTo(3 * BURST));
    for (let i = 0; i < 2 * BURST; i++) next();
    enqueue(high, 0);
    const lanes = drain().map(({ lane }) => lane);
    expect(lanes.indexOf(2)).toBe(BURST);
  });
});

describe('tasks that skip the queue', () => {
  test('go ahead of high-latency ones, up to a limit in a row', () => {
    enqueue(laneOf(kHighLatency), 1, 2);
    for (let started = 1; started < BURST; started++) expect(scheduler.givesWay(1)).toBe(true);
    expect(scheduler.givesWay(1)).toBe(false);
    expect(next()).toMatchObject({ n: 1 });
    expect(scheduler.givesWay(BURST - 1)).toBe(true);
    expect(scheduler.givesWay(BURST)).toBe(false);
  });

  test('do not delay waiting low-latency tasks, and leave nothing waiting when there are none', () => {
    enqueue(laneOf(kHighLatency), 1);
    expect(scheduler.givesWay(0)).toBe(false);
    enqueue(laneOf(kLowLatency), 2);
    expect(scheduler.givesWay(1)).toBe(false);
  });
});

test('a low-latency task may skip the queue only while no other is waiting', () => {
  const [low, high] = [laneOf(kLowLatency), laneOf(kHighLatency)];
  enqueue(high, 1);
  expect(scheduler.isLowIdle).toBe(true);
  enqueue(low, 1);
  expect(scheduler.isLowIdle).toBe(false);
  next();
  expect(scheduler.isLowIdle).toBe(true);
});

describe('removal', () => {
  test('takes out the chosen tasks and keeps the order of the others', () => {
    const lane = laneOf(kLowLatency);
    enqueue(lane, ...upTo(10));
    const removed = scheduler.remove(lane, (task) => (task as unknown as FakeTask).n % 3 === 0);
    expect(removed).toEqual([0, 3, 6, 9].map((n) => ({ lane: 0, n })));
    expect(scheduler.queued).toBe(6);
    expect(drain().map(({ n }) => n)).toEqual([1, 2, 4, 5, 7, 8]);
  });

  test('that empties a lane does not keep another lane from being next', () => {
    for (const [emptied, other] of [
      [kLowLatency, kHighLatency],
      [kHighLatency, kLowLatency],
    ]) {
      const [gone, left] = [laneOf(emptied, 1), laneOf(other, 2)];
      enqueue(gone, 1, 2);
      enqueue(left, 1);
      scheduler.remove(gone, () => true);
      expect(next()).toEqual({ lane: 2, n: 1 });
      expect(next()).toBeUndefined();
    }
  });

  test('of all high-latency tasks in the middle of a burst does not delay the low-latency ones', () => {
    const [low, high] = [laneOf(kLowLatency, 1), laneOf(kHighLatency, 2)];
    enqueue(low, ...upTo(2 * BURST));
    enqueue(high, 1);
    for (let i = 0; i < BURST; i++) next();
    scheduler.remove(high, () => true);
    expect(drain()).toHaveLength(BURST);
  });

  test('leaves the lane usable', () => {
    const lane = laneOf(kLowLatency);
    enqueue(lane, 1);
    scheduler.remove(lane, () => true);
    enqueue(lane, 2);
    expect(drain().map(({ n }) => n)).toEqual([2]);
    enqueue(lane, 3);
    expect(drain().map(({ n }) => n)).toEqual([3]);
  });
});

test('with any traffic every task starts once, in order within its lane, and "next" finds one while any waits', () => {
  const steps = fc.array(
    fc.record({
      act: fc.constantFrom('enqueue', 'enqueue', 'next', 'remove'),
      lane: fc.nat({ max: 4 }),
      count: fc.integer({ min: 1, max: 50 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (commands) => {
      scheduler = new Scheduler();
      const lanes = upTo(5).map((id) => laneOf(id < 3 ? kLowLatency : kHighLatency, id));
      const waiting = lanes.map((): number[] => []);
      let n = 0;
      for (const { act, lane, count } of commands) {
        if (act === 'enqueue') {
          for (let i = 0; i < count; i++, n++) {
            enqueue(lanes[lane], n);
            waiting[lane].push(n);
          }
        } else if (act === 'next') {
          for (let i = 0; i < count; i++) {
            const task = next();
            expect(task === undefined).toBe(waiting.every((tasks) => tasks.length === 0));
            if (task !== undefined) expect(waiting[task.lane].shift()).toBe(task.n);
          }
        } else {
          const pick = (m: number): boolean => m % 3 === count % 3 || count > 40;
          scheduler.remove(lanes[lane], (task) => pick((task as unknown as FakeTask).n));
          waiting[lane] = waiting[lane].filter((m) => !pick(m));
        }
        expect(scheduler.queued).toBe(waiting.reduce((sum, tasks) => sum + tasks.length, 0));
      }
    }),
  );
});
