import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { ChimaeraError } from '../../../../src/errors.js';
import { Anteroom, type WaitingTask } from '../../../../src/worker/flow/anteroom.js';
import type { TaskSource } from '../../../../src/worker/inlets/task-source.js';

const source = (): TaskSource => ({ party: 3, active: 0, closing: false, hasBacklog: false }) as TaskSource;

/** Those who enter, once `isOpen`, and those who are turned away; with what their sender still had under way then. */
class House {
  isOpen = false;
  readonly heard: string[] = [];
  left = 0;
  readonly anteroom: Anteroom;

  constructor(longestWaitMs: number) {
    this.anteroom = new Anteroom(
      {
        enter: (task) => {
          if (this.isOpen) this.note(task, 'in');
          return this.isOpen;
        },
        turnAway: (task, reason) => this.note(task, (reason as ChimaeraError).code),
        onLeft: () => this.left++,
      },
      longestWaitMs,
    );
  }

  private note({ slot, source: { active } }: WaitingTask, what: string): void {
    this.heard.push(`${slot} ${what}, active ${active}`);
  }
}

test('tasks enter in order, and their sender counts them until they have entered', () => {
  const house = new House(1000);
  const sender = source();
  for (const slot of [1, 2, 3]) house.anteroom.add(sender, slot * 64, slot, 1, 0);
  house.anteroom.look();
  expect([house.heard, house.anteroom.size, sender.active, house.left]).toEqual([[], 3, 3, 0]);
  house.isOpen = true;
  house.anteroom.look();
  expect(house.heard).toEqual(['1 in, active 3', '2 in, active 2', '3 in, active 1']);
  expect([house.anteroom.size, sender.active, house.left]).toEqual([0, 0, 1]);
});

test('no task waits longer than the limit, however many come after it', async () => {
  const house = new House(60);
  const sender = source();
  house.anteroom.add(sender, 64, 1, 1, 0);
  await sleep(30);
  house.anteroom.add(sender, 128, 2, 1, 0);
  for (let i = 0; i < 1000 && house.anteroom.size > 0; i++) {
    house.anteroom.look(); // as containers of other pools come
    await sleep(5);
  }
  expect(house.heard.map((line) => line.slice(0, 21))).toEqual([
    '1 CONTAINER_NOT_FOUND',
    '2 CONTAINER_NOT_FOUND',
  ]);
  expect(sender.active).toBe(0);
});
