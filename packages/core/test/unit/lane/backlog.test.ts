import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Backlog } from '../../../src/lane/backlog.js';
import type { RingProducer } from '../../../src/lane/ring-producer.js';

/** A ring with room for a given number of entries. */
class FakeRing {
  readonly taken: number[][] = [];
  room = 0;

  push(...words: number[]): boolean {
    if (this.room === 0) return false;
    this.room--;
    this.taken.push(words);
    return true;
  }
}

function asProducer(ring: FakeRing): RingProducer {
  return ring as unknown as RingProducer;
}

test('entries leave in order of arrival, as many as fit', () => {
  const steps = fc.array(fc.record({ push: fc.nat({ max: 20 }), room: fc.nat({ max: 20 }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (commands) => {
      const backlog = new Backlog();
      const ring = new FakeRing();
      let pushed = 0;
      for (const { push, room } of commands) {
        for (let i = 0; i < push; i++, pushed++) backlog.push(pushed, -pushed, 1, 2);
        ring.room = room;
        const before = ring.taken.length;
        const moves = Math.min(room, pushed - before);
        expect(backlog.flushInto(asProducer(ring))).toBe(moves > 0);
        expect(ring.taken.length - before).toBe(moves);
        expect(backlog.isEmpty).toBe(ring.taken.length === pushed);
      }
      expect(ring.taken).toEqual(ring.taken.map((_, i) => [i, -i, 1, 2]));
    }),
  );
});

test('a backlog that is never empty does not grow with the entries that pass through', () => {
  const backlog = new Backlog();
  const ring = new FakeRing();
  for (let i = 0; i < 50; i++) backlog.push(i, 0, 0, 0);
  for (let i = 50; i < 100_000; i++) {
    backlog.push(i, 0, 0, 0);
    ring.room = 1;
    backlog.flushInto(asProducer(ring));
  }
  expect((backlog as unknown as { entries: number[] }).entries.length).toBeLessThan(50 * 4 * 3);
  expect(ring.taken.at(-1)![0]).toBe(99_949);
});
