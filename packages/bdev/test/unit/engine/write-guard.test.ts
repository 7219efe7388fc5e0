import { expect, test } from '@jest/globals';
import { WriteGuard, type WriteRange } from '../../../src/engine/write-guard.js';

const whole = (start: number, end: number): WriteRange => ({ start, end, isMerging: false });
const merging = (start: number, end: number): WriteRange => ({ start, end, isMerging: true });

/** Names of the writes that were let in, in that order. */
function entering(guard: WriteGuard) {
  const inside: string[] = [];
  return {
    inside,
    enter(name: string, range: WriteRange): void {
      const turn = guard.enter(range);
      if (turn) void turn.then(() => inside.push(name));
      else inside.push(name);
    },
  };
}

const settled = () => new Promise(setImmediate);

test('writes of whole sectors never wait for each other', () => {
  const guard = new WriteGuard();
  for (let i = 0; i < 3; i++) expect(guard.enter(whole(0, 4096))).toBeNull();
});

test('a merging write waits only for writes that touch its sectors', async () => {
  const guard = new WriteGuard();
  const { inside, enter } = entering(guard);
  const first = whole(0, 4096);
  expect(guard.enter(first)).toBeNull();
  enter('beside', merging(4096, 8192));
  enter('same', merging(0, 4096));
  expect(inside).toEqual(['beside']);
  guard.leave(first);
  await settled();
  expect(inside).toEqual(['beside', 'same']);
});

test('writes of whole sectors wait in order for a write that merges there', async () => {
  const guard = new WriteGuard();
  const { inside, enter } = entering(guard);
  const first = merging(0, 4096);
  const second = merging(0, 8192);
  expect(guard.enter(first)).toBeNull();
  enter('second', second);
  enter('third', whole(4096, 8192)); // collides with the one that waits, and must not overtake it
  enter('elsewhere', whole(8192, 12_288));
  expect(inside).toEqual(['elsewhere']);
  guard.leave(first);
  await settled();
  expect(inside).toEqual(['elsewhere', 'second']);
  guard.leave(second);
  await settled();
  expect(inside).toEqual(['elsewhere', 'second', 'third']);
});
