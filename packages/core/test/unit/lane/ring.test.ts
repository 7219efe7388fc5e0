import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { RingConsumer } from '../../../src/lane/ring-consumer.js';
import { RingProducer } from '../../../src/lane/ring-producer.js';
import { CHUNKS_OFFSET } from '../../../src/layout/control-layout.js';
import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_LAP_SHIFT,
  RING_TAIL_OFFSET,
  ringBytes,
} from '../../../src/layout/ring-layout.js';
import { standAt, takeEntry as take } from '../support/rings.js';
import { testMemory } from '../support/test-memory.js';

const CAPACITY = 8;
/** The consumer hands back this many places at a time. */
const QUARTER = CAPACITY / 4;
const OFFSET = CHUNKS_OFFSET + 4096;
const UNTOUCHED = 0x5a;
const { main } = testMemory();
const TAIL_WORD = (OFFSET + RING_TAIL_OFFSET) >>> 2;
const HEAD_WORD = (OFFSET + RING_HEAD_OFFSET) >>> 2;
const FIRST_ENTRY_WORD = (OFFSET + RING_ENTRIES_OFFSET) >>> 2;

let producer: RingProducer;
let consumer: RingConsumer;

/** An empty ring whose free-running indices are at `index`, between bytes that nobody may touch. */
function makeRing(index: number): void {
  main.u8.fill(UNTOUCHED, OFFSET - 64, OFFSET + ringBytes(CAPACITY) + 64);
  standAt(main, OFFSET, CAPACITY, index);
  producer = new RingProducer(main, OFFSET, CAPACITY);
  consumer = new RingConsumer(main, OFFSET, CAPACITY);
}

function expectSurroundingsUntouched(): void {
  const end = OFFSET + ringBytes(CAPACITY);
  for (const bytes of [main.u8.subarray(OFFSET - 64, OFFSET), main.u8.subarray(end, end + 64)]) {
    expect(bytes.every((byte) => byte === UNTOUCHED)).toBe(true);
  }
}

const takeEntry = (): number[] => take(consumer);

beforeEach(() => makeRing(0));

/** Initial indices, including those that are about to change their sign or to wrap. */
const starts = fc.oneof(
  fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31 - 5, -(2 ** 31), -1, -3, -CAPACITY),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
);

describe('a ring against a queue', () => {
  type Step = { readonly act: 'push' | 'publish' | 'take' | 'hand back'; readonly count: number };
  const step = fc.record<Step>({
    act: fc.constantFrom('push', 'push', 'publish', 'take', 'hand back'),
    count: fc.integer({ min: 1, max: CAPACITY + 2 }),
  });

  test('entries come out once and in order, and a full ring refuses, wherever the indices stand', () => {
    fc.assert(
      fc.property(starts, fc.array(step, { maxLength: 80 }), (start, steps) => {
        makeRing(start);
        const pushed: number[] = [];
        let taken = 0;
        let handedBack = 0;
        for (const { act, count } of steps) {
          if (act === 'push') {
            for (let i = 0; i < count; i++) {
              const n = pushed.length;
              const fits = n - handedBack < CAPACITY;
              expect(producer.push(n, -n, n * 3, 7)).toBe(fits);
              if (fits) pushed.push(n);
            }
          } else if (act === 'publish') {
            producer.publish();
          } else if (act === 'take') {
            expect(consumer.available()).toBe(pushed.length - taken);
            for (let left = Math.min(count, pushed.length - taken); left > 0; left--, taken++) {
              expect(takeEntry()).toEqual([taken, -taken | 0, taken * 3, 7]);
            }
          } else {
            consumer.publish();
            if (taken - handedBack >= QUARTER) handedBack = taken;
          }
          expect(producer.depth).toBe(pushed.length - handedBack);
        }
        expectSurroundingsUntouched();
      }),
      { numRuns: 300 },
    );
  });
});

test('a pushed entry is visible at once; publish is a barrier that adds none', () => {
  producer.push(1, 2, 3, 4);
  expect(consumer.available()).toBe(1);
  producer.publish();
  expect(consumer.available()).toBe(1);
});

test('hasNext steps through the entries one by one', () => {
  producer.push(1, 0, 0, 7);
  producer.push(2, 0, 0, 7);
  const found: number[] = [];
  for (let i = 0; i < CAPACITY && consumer.hasNext(); i++) found.push(takeEntry()[0]!);
  expect(found).toEqual([1, 2]);
  expect(consumer.hasNext()).toBe(false);
});

test('one look finds as many entries as are worth fetching, and the next look finds the rest', () => {
  const capacity = 4 * CAPACITY;
  standAt(main, OFFSET, capacity, -3);
  producer = new RingProducer(main, OFFSET, capacity);
  consumer = new RingConsumer(main, OFFSET, capacity);
  for (let i = 0; i < 10; i++) producer.push(i, 0, 0, 7);
  expect(consumer.available()).toBe(8);
  for (let i = 0; i < 8; i++) expect(takeEntry()).toEqual([i, 0, 0, 7]);
  expect([consumer.ready(), consumer.available()]).toEqual([2, 2]);
});

test('a place is not reused before it has been handed back', () => {
  for (let i = 0; i < CAPACITY; i++) expect(producer.push(i, 0, 0, 0)).toBe(true);
  producer.publish();
  for (let i = 0; i < QUARTER; i++) takeEntry();
  expect(producer.push(99, 0, 0, 0)).toBe(false);
  consumer.publish();
  for (let i = 0; i < QUARTER; i++) expect(producer.push(99, 0, 0, 0)).toBe(true);
  expect(producer.push(100, 0, 0, 0)).toBe(false);
});

test('places are handed back a quarter of the ring at a time, so that a busy ring costs few stores', () => {
  for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 0);
  producer.publish();
  for (let taken = 1; taken <= CAPACITY; taken++) {
    takeEntry();
    consumer.publish();
    expect(main.i32[HEAD_WORD]).toBe(taken - (taken % QUARTER));
  }
});

test('a ring that looks full has room again once all of it has been read', () => {
  for (let round = 0; round < 3 * CAPACITY; round++) {
    while (producer.push(round, 0, 0, 0));
    producer.publish();
    for (let left = consumer.available(); left > 0; left--) takeEntry();
    consumer.publish();
    expect(producer.push(round, 0, 0, 0)).toBe(true);
  }
});

test('words from 2^31 up come out with the same 32 bits', () => {
  producer.push(0xffff_ffff, 0x8000_0000, 2 ** 31 + 64, 0xffff);
  producer.publish();
  expect(takeEntry().map((word) => word >>> 0)).toEqual([0xffff_ffff, 0x8000_0000, 2 ** 31 + 64, 0xffff]);
});

test('a successor can take over either end where it stands', () => {
  makeRing(-2);
  for (let i = 0; i < 5; i++) producer.push(i, 0, 0, 0);
  producer.publish();
  takeEntry();
  takeEntry();
  consumer.publish();
  producer = new RingProducer(main, OFFSET, CAPACITY);
  consumer = new RingConsumer(main, OFFSET, CAPACITY);
  expect(producer.depth).toBe(3);
  expect(consumer.available()).toBe(3);
  expect(takeEntry()[0]).toBe(2);
  for (let i = 0; i < CAPACITY - 3; i++) expect(producer.push(i, 0, 0, 0)).toBe(true);
  expect(producer.push(0, 0, 0, 0)).toBe(false);
});

test('the successor of a dead producer continues behind every entry the consumer may have seen', () => {
  for (let i = 0; i < 2; i++) producer.push(i, 0, 0, 0);
  producer.publish();
  for (let i = 2; i < 5; i++) producer.push(i, 0, 0, 0);
  for (let i = 0; i < 4; i++) takeEntry();
  producer = new RingProducer(main, OFFSET, CAPACITY);
  expect(producer.position).toBe(5);
  producer.push(5, 0, 0, 0);
  expect([takeEntry()[0], takeEntry()[0], consumer.available()]).toEqual([4, 5, 0]);
});

test('the successor finds the end of a full ring whose index is about to wrap to zero', () => {
  makeRing(-CAPACITY);
  for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 0);
  producer = new RingProducer(main, OFFSET, CAPACITY);
  expect([producer.position, producer.push(0, 0, 0, 0)]).toEqual([0, false]);
});

test("a consumer that is given a newer position than the ring's continues there", () => {
  for (let i = 0; i < 5; i++) producer.push(i, 0, 0, 0);
  producer.publish();
  for (let i = 0; i < 3; i++) takeEntry();
  consumer.publish();
  const { position } = consumer;
  takeEntry();
  const after = consumer.position;
  consumer = new RingConsumer(main, OFFSET, CAPACITY, after);
  expect([position, after, consumer.available()]).toEqual([3, 4, 1]);
  expect(takeEntry()[0]).toBe(4);
  consumer.publish();
  expect(producer.depth).toBe(0);
});

test('handing back nothing new stores nothing', () => {
  main.i32[HEAD_WORD] = 4711;
  consumer.publish();
  expect(main.i32[HEAD_WORD]).toBe(4711);
});

test('the producer sees whether its ring is watched', () => {
  expect(producer.isWatched()).toBe(false);
  consumer.setWatched(true);
  expect(producer.isWatched()).toBe(true);
  consumer.setWatched(false);
  expect(producer.isWatched()).toBe(false);
});

describe('a hostile other side', () => {
  const anyWord = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const nearby = fc.integer({ min: -3 * CAPACITY, max: 3 * CAPACITY });

  test('whatever the head, the producer writes only entries and never counts beyond the capacity', () => {
    fc.assert(
      fc.property(starts, fc.array(fc.oneof(anyWord, nearby), { maxLength: 30 }), (start, heads) => {
        makeRing(start);
        for (const head of heads) {
          main.i32[HEAD_WORD] = head < 3 * CAPACITY && head > -3 * CAPACITY ? start + head : head;
          for (let i = 0; i < 3; i++) producer.push(1, 2, 3, 4);
          producer.publish();
          expect(producer.depth).toBeGreaterThanOrEqual(0);
          expect(producer.depth).toBeLessThanOrEqual(CAPACITY);
        }
        expectSurroundingsUntouched();
      }),
    );
  });

  test('an impossible head means "full", and the ring works again with a valid one', () => {
    for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 0);
    producer.publish();
    for (const head of [1, CAPACITY + 1, -(2 ** 31), 2 ** 31 - 1]) {
      main.i32[HEAD_WORD] = head === 1 ? -1 : head;
      expect(producer.push(0, 0, 0, 0)).toBe(false);
    }
    main.i32[HEAD_WORD] = 2;
    expect(producer.push(0, 0, 0, 0)).toBe(true);
    expect(producer.push(0, 0, 0, 0)).toBe(true);
    expect(producer.push(0, 0, 0, 0)).toBe(false);
  });

  test('a head that is wrong from the start is not believed either', () => {
    main.i32[HEAD_WORD] = 1000;
    producer = new RingProducer(main, OFFSET, CAPACITY);
    expect(producer.push(0, 0, 0, 0)).toBe(false);
    expect(producer.depth).toBe(CAPACITY);
    main.i32[HEAD_WORD] = 0;
    expect(producer.push(0, 0, 0, 0)).toBe(true);
    expect(producer.depth).toBe(1);
  });

  test('whatever the entries and the tail, the consumer sees 0 to `capacity` entries of the ring', () => {
    const place = fc.nat({ max: CAPACITY * RING_ENTRY_WORDS - 1 });
    const writes = fc.array(
      fc.record({ tail: fc.oneof(anyWord, nearby), place, value: fc.oneof(anyWord, nearby) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(starts, writes, (start, steps) => {
        makeRing(start);
        for (const { tail, place, value } of steps) {
          main.i32[TAIL_WORD] = tail < 3 * CAPACITY && tail > -3 * CAPACITY ? start + tail : tail;
          main.i32[FIRST_ENTRY_WORD + place] = value;
          const count = consumer.available();
          expect(count).toBeGreaterThanOrEqual(0);
          expect(count).toBeLessThanOrEqual(CAPACITY);
          for (let left = count; left > 0; left--) {
            const entry = consumer.entryWord() - FIRST_ENTRY_WORD;
            expect(entry % RING_ENTRY_WORDS).toBe(0);
            expect(entry).toBeGreaterThanOrEqual(0);
            expect(entry).toBeLessThan(CAPACITY * RING_ENTRY_WORDS);
            consumer.advance();
          }
          consumer.publish();
        }
      }),
    );
  });

  test('an overwritten entry is passed like any other once its producer has published it', () => {
    producer.push(1, 0, 0, 7);
    main.i32[FIRST_ENTRY_WORD + RING_ENTRY_LAST_WORD] = -1;
    expect(consumer.available()).toBe(0);
    producer.push(2, 0, 0, 7);
    producer.publish();
    expect(consumer.available()).toBe(1);
    consumer.advance();
    expect([consumer.available(), takeEntry()]).toEqual([1, [2, 0, 0, 7]]);
  });

  test('an erased entry is passed after a search for lost entries, and only if it was published', () => {
    const clear = (): unknown => main.i32.fill(0, FIRST_ENTRY_WORD, FIRST_ENTRY_WORD + RING_ENTRY_WORDS);
    producer.push(1, 0, 0, 7);
    clear();
    consumer.lookForLost();
    expect(consumer.available()).toBe(0);
    producer.push(2, 0, 0, 7);
    producer.publish();
    expect(consumer.available()).toBe(0);
    consumer.lookForLost();
    expect([consumer.available(), takeEntry()]).toEqual([1, [0, 0, 0, 0]]);
    expect([consumer.available(), takeEntry()]).toEqual([1, [2, 0, 0, 7]]);
    consumer.lookForLost();
    expect(consumer.available()).toBe(0);
  });

  test('a place that was overwritten before its entry is repaired by the producer', () => {
    main.i32.fill(-1, FIRST_ENTRY_WORD, FIRST_ENTRY_WORD + RING_ENTRY_WORDS);
    expect(consumer.available()).toBe(0);
    producer.push(1, 0, 0, 7);
    expect([consumer.available(), takeEntry()]).toEqual([1, [1, 0, 0, 7]]);
  });

  test("overwriting the other side's index does not move it", () => {
    producer.push(1, 0, 0, 0);
    producer.publish();
    main.i32[TAIL_WORD] = 77;
    producer.push(2, 0, 0, 0);
    producer.publish();
    expect(main.i32[TAIL_WORD]).toBe(2);
    takeEntry();
    main.i32[HEAD_WORD] = 55;
    expect(takeEntry()[0]).toBe(2);
    expect(QUARTER).toBe(2);
    consumer.publish();
    expect(main.i32[HEAD_WORD]).toBe(2);
  });

  test('a search for lost entries restores an overwritten head', () => {
    for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 0);
    for (let i = 0; i < CAPACITY; i++) takeEntry();
    consumer.publish();
    main.i32[HEAD_WORD] = -1;
    expect(producer.push(1, 0, 0, 0)).toBe(false);
    consumer.lookForLost();
    expect(producer.push(1, 0, 0, 0)).toBe(true);
  });

  test('a plausible forged entry is taken, and the real entry of that place is reported as not taken', () => {
    producer.push(1, 0, 0, 7);
    takeEntry();
    const second = FIRST_ENTRY_WORD + RING_ENTRY_WORDS;
    main.i32[second + RING_ENTRY_LAST_WORD] = 7 | (1 << RING_LAP_SHIFT);
    expect(takeEntry()).toEqual([0, 0, 0, 7]);
    expect(producer.isTaken(1)).toBe(false);
    consumer.lookForLost();
    producer.push(2, 0, 0, 7);
    expect([consumer.available(), producer.isTaken(1), producer.isTaken(2)]).toEqual([0, true, false]);
    producer.push(3, 0, 0, 7);
    expect(takeEntry()).toEqual([3, 0, 0, 7]);
  });

  test('a consumer that stays ahead counts as having taken everything, so that the ring does not stay full', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
    try {
      for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 7);
      for (let i = 0; i < CAPACITY; i++) takeEntry();
      main.i32[FIRST_ENTRY_WORD + RING_ENTRY_LAST_WORD] = 7 | (2 << RING_LAP_SHIFT);
      takeEntry();
      consumer.lookForLost();
      expect(producer.push(8, 0, 0, 7)).toBe(false);
      producer.lookForLost();
      now.mockReturnValue(2500);
      producer.lookForLost();
      expect(producer.push(8, 0, 0, 7)).toBe(false); // somebody may have written over the index
      now.mockReturnValue(4000);
      producer.lookForLost();
      expect([producer.push(8, 0, 0, 7), producer.push(9, 0, 0, 7)]).toEqual([true, true]);
      expect(takeEntry()).toEqual([9, 0, 0, 7]);
    } finally {
      now.mockRestore();
    }
  });

  test('a head that is only briefly ahead does not count', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
    try {
      for (let i = 0; i < CAPACITY; i++) producer.push(i, 0, 0, 7);
      for (const ms of [2000, 3000, 4000, 5000]) {
        main.i32[HEAD_WORD] = CAPACITY + 1;
        producer.lookForLost();
        consumer.lookForLost();
        producer.lookForLost();
        now.mockReturnValue(ms);
      }
      expect(producer.push(8, 0, 0, 7)).toBe(false);
    } finally {
      now.mockRestore();
    }
  });

  test('overwritten entries are recognised as damaged, and intact ones are not', () => {
    producer.push(1, 0, 0, 7);
    producer.push(2, 0, 0, 7);
    producer.publish();
    consumer.available();
    expect(consumer.isDamaged).toBe(false);
    const word = FIRST_ENTRY_WORD + RING_ENTRY_LAST_WORD;
    const right = main.i32[word];
    for (const wrong of [-1, 0, 5]) {
      main.i32[word] = wrong;
      consumer.lookForLost();
      expect([consumer.available(), consumer.isDamaged]).toEqual([1, true]);
    }
    main.i32[word] = right;
    expect([consumer.available(), consumer.isDamaged]).toEqual([2, false]);
  });
});
