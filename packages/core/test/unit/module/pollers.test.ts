import { expect, test } from '@jest/globals';
import { type Poller, pollers } from '../../../src/module/pollers.js';

function poller(given: Partial<Poller>): Poller {
  return { poll: () => 0, park: () => true, unpark: () => undefined, isNear: () => false, ...given };
}

test('asks every poller in each round until it is removed', () => {
  const first = poller({ poll: () => 2 });
  const second = poller({ poll: () => 3 });
  pollers.add(first);
  pollers.add(second);
  expect(pollers.poll()).toBe(5);
  pollers.remove(first);
  pollers.remove(first);
  expect(pollers.poll()).toBe(3);
  pollers.remove(second);
  expect(pollers.poll()).toBe(0);
});

test('a worker sleeps only when every poller lets it, and keeps polling while something is near', () => {
  const idle = poller({});
  const busy = poller({ park: () => false, isNear: (nowMs) => nowMs < 10 });
  pollers.add(idle);
  expect([pollers.park(), pollers.isNear(5)]).toEqual([true, false]);
  pollers.add(busy);
  expect([pollers.park(), pollers.isNear(5), pollers.isNear(15)]).toEqual([false, true, false]);
  pollers.remove(idle);
  pollers.remove(busy);
});

test('waking does nothing without a worker, and wakes it otherwise', () => {
  let woken = 0;
  expect(pollers.isServed).toBe(false);
  pollers.wake();
  pollers.serve(() => woken++);
  expect(pollers.isServed).toBe(true);
  pollers.wake();
  expect(woken).toBe(1);
});
