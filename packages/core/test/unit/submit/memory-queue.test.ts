import { afterEach, expect, jest, test } from '@jest/globals';
import { ChimaeraError } from '../../../src/errors.js';
import { MemoryQueue, type Waiter } from '../../../src/submit/memory-queue.js';
import type { TaskType } from '../../../src/task/task-type.js';

afterEach(() => {
  jest.useRealTimers();
});

const waiter = (retry: () => void, refuse: Waiter['refuse'] = () => undefined): Waiter => ({
  retry,
  refuse,
  type: { module: 'test_queue', name: 'kWait' },
});

/** That many waiters, and which of them were asked so far. */
function crowd(count: number): { queue: MemoryQueue; asked: number[] } {
  const queue = new MemoryQueue();
  const asked: number[] = [];
  for (let i = 0; i < count; i++) queue.push(waiter(() => void asked.push(i)));
  return { queue, asked };
}

test('a freed block wakes only the first in line', () => {
  jest.useFakeTimers();
  const { queue, asked } = crowd(10_000);
  queue.retry(1);
  expect(asked.length).toBeLessThan(100);
  expect(asked).toEqual(Array.from(asked, (_, i) => i));
  queue.retryAll();
  expect(asked).toHaveLength(10_000);
});

test('a waiting call retries after a while, even if no block was freed here', () => {
  jest.useFakeTimers();
  const { queue, asked } = crowd(2500);
  jest.advanceTimersByTime(100);
  expect(asked).toHaveLength(2500);
  expect(queue.isEmpty).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
});

test('a call that finds no block goes back to the end of the line', () => {
  jest.useFakeTimers();
  const { queue, asked } = crowd(1);
  const again = (): void => void (asked.push(-1) < 3 && queue.push(waiter(again)));
  queue.push(waiter(again));
  queue.retryAll();
  expect(asked).toEqual([0, -1]);
  jest.advanceTimersByTime(100);
  expect(asked).toEqual([0, -1, -1]);
});

test('the last in line can be refused without retrying any of the others', () => {
  jest.useFakeTimers();
  const { queue, asked } = crowd(300);
  const refused: string[] = [];
  for (let i = 0; i < 100; i++)
    queue.push(
      waiter(
        () => asked.push(-1),
        ({ message }) => refused.push(message),
      ),
    );
  queue.refuseSome(({ module, name }) => new ChimaeraError('OUT_OF_MEMORY', `${module}.${name}`));
  expect(refused).toEqual(Array<string>(100).fill('test_queue.kWait'));
  queue.retryAll();
  expect(asked).toEqual(Array.from({ length: 300 }, (_, i) => i));
});

test('a call whose time is up when it is asked to try again fails, although its timer had no turn yet', async () => {
  const queue = new MemoryQueue();
  const waiting = queue.wait({ module: 'test_queue', name: 'kWait' } as TaskType, { timeoutMs: 5 });
  const startMs = performance.now();
  while (performance.now() - startMs < 10);
  queue.retryAll();
  await expect(waiting).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringContaining('test_queue.kWait was not sent: its timeoutMs passed'),
  });
});
