import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lane, QueuePriority } from '../../../src/lane/lane.js';

const { kLowLatency, kHighLatency } = QueuePriority;

test('low latency is 0 and high latency is 1, as in the guide', () => {
  expect({ kLowLatency, kHighLatency }).toEqual({ kLowLatency: 0, kHighLatency: 1 });
});

test('a lane knows its queue, its number and its priority', () => {
  const lane = new Lane(3, 2, kHighLatency);
  expect([lane.queueId, lane.laneId, lane.priority]).toEqual([3, 2, kHighLatency]);
  expect([lane.size, lane.isEmpty, lane.$shift(), lane.$peek()]).toEqual([0, true, undefined, undefined]);
});

test('any sequence of pushes, shifts and removals matches an array', () => {
  const steps = fc.array(
    fc.record({
      act: fc.constantFrom('push', 'push', 'push', 'shift', 'shift', 'remove'),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (commands) => {
      const lane = new Lane<number>(0, 0, kLowLatency);
      let model: number[] = [];
      let next = 0;
      for (const { act, count } of commands) {
        if (act === 'push') {
          for (let i = 0; i < count; i++) {
            lane.$push(next);
            model.push(next++);
          }
        } else if (act === 'shift') {
          for (let i = 0; i < count; i++) expect(lane.$shift()).toBe(model.shift());
        } else {
          const test = (item: number): boolean => item % count === 0;
          expect(lane.$remove(test)).toEqual(model.filter(test));
          model = model.filter((item) => !test(item));
        }
        expect([lane.size, lane.isEmpty, lane.$peek()]).toEqual([model.length, model.length === 0, model[0]]);
      }
    }),
  );
});

test('a lane does not retain shifted entries', () => {
  const lane = new Lane<object>(0, 0, kLowLatency);
  lane.$push({});
  lane.$shift();
  expect((lane as unknown as { items: unknown[] }).items.every((item) => item === undefined)).toBe(true);
});

test('a module that enqueues by itself is told what to do instead', () => {
  expect(() => new Lane(0, 0, kLowLatency).enqueue()).toThrow(
    expect.objectContaining({
      code: 'ENQUEUE_IN_MONITOR',
      message: expect.stringContaining('rctx.routeLane'),
    }),
  );
});
