import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RingConsumer } from '../../../src/lane/ring-consumer.js';
import { WORKER_EPOCH_WORD, workerBlockOffset } from '../../../src/layout/control-layout.js';
import { SubmissionKind } from '../../../src/layout/ring-layout.js';
import type { Outbox } from '../../../src/submit/outbox.js';
import { takeEntries } from '../support/rings.js';
import { testMemory } from '../support/test-memory.js';
import { TestRings, WORKER } from '../worker/inlets/test-rings.js';

const { main } = testMemory();
const CAPACITY = 16;
const PARTY = 70;
const { kSubmit, kRelease, kRepeat } = SubmissionKind;
const ringBell = jest.fn();
let rings: TestRings;
let outbox: Outbox;
let worker: RingConsumer;

beforeEach(() => {
  ringBell.mockClear();
  rings = new TestRings(main, CAPACITY, [PARTY]);
  outbox = rings.outbox(PARTY, ringBell);
  worker = new RingConsumer(main, rings.ringOf(PARTY), CAPACITY);
});

/** What the worker finds, in its reading order. */
function take(most = Infinity): number[][] {
  return takeEntries(worker, most).map((entry) => entry.map((word) => word >>> 0));
}

function push(...numbers: number[]): void {
  for (const n of numbers) outbox.push(kSubmit, n * 64, n, 1);
}

const slots = (entries: readonly number[][]): number[] => entries.map(([, slot]) => slot);
const upTo = (end: number): number[] => [...Array(end).keys()];

test('a record lies in the ring as the layout says', () => {
  outbox.push(kRelease, 0xffff_ffc0, 3, 0xffff_ffff);
  outbox.publish();
  expect(take()).toEqual([[0xffff_ffc0, 3, 0xffff_ffff, kRelease]]);
});

test('a repetition names the thread that the task was sent to until its death is known', () => {
  const epochWord = (workerBlockOffset(WORKER) >>> 2) + WORKER_EPOCH_WORD;
  main.i32[epochWord] = 258;
  outbox.repeat(64, 1, 5);
  outbox.succeed();
  outbox.repeat(64, 1, 5);
  expect(take()).toEqual([
    [64, 1, 5, kRepeat],
    [64, 1, 5, kRepeat | (2 << 8)],
  ]);
  main.i32[epochWord] = 0;
});

describe('the worker notices a record', () => {
  const announced = (): number[] => [main.u32[rings.summaryWord(PARTY)], main.u32[rings.topWord]];

  test('by the summary when it is awake, without a bell', () => {
    push(1);
    expect(announced()).toEqual([0, 0]);
    expect(outbox.publish()).toBe(false);
    expect(announced()).toEqual([1 << (PARTY % 32), 1 << Math.floor(PARTY / 32)]);
    expect(ringBell).not.toHaveBeenCalled();
  });

  test('by itself when it watches the ring', () => {
    worker.setWatched(true);
    main.i32[rings.parkedWord] = 1;
    push(1);
    expect(outbox.publish()).toBe(false);
    expect(announced()).toEqual([0, 0]);
    expect(ringBell).not.toHaveBeenCalled();
  });

  test('by a bell when it sleeps, and only by the first', () => {
    main.i32[rings.parkedWord] = 1;
    push(1);
    expect(outbox.publish()).toBe(true);
    push(2);
    expect(outbox.publish()).toBe(false);
    expect(ringBell).toHaveBeenCalledTimes(1);
    expect(main.i32[rings.parkedWord]).toBe(0);
  });

  test('whatever its party number', () => {
    for (const party of [0, 31, 32, 1023]) {
      rings = new TestRings(main, CAPACITY, [party]);
      const out = rings.outbox(party);
      out.push(kSubmit, 64, 0, 0);
      out.publish();
      expect(main.u32[rings.summaryWord(party)]).toBe((1 << (party % 32)) >>> 0);
      expect(main.u32[rings.topWord]).toBe((1 << Math.floor(party / 32)) >>> 0);
    }
  });
});

test('publishing without a push wakes no worker', () => {
  main.i32[rings.parkedWord] = 1;
  outbox.publish();
  outbox.publish();
  expect(ringBell).not.toHaveBeenCalled();
  expect(main.i32[rings.parkedWord]).toBe(1);
});

test('a release is announced without a bell, and the next record rings it', () => {
  main.i32[rings.parkedWord] = 1;
  outbox.push(kRelease, 0, 1, 1);
  outbox.publishQuietly();
  expect(main.u32[rings.topWord]).not.toBe(0);
  expect(ringBell).not.toHaveBeenCalled();
  push(2);
  outbox.publish();
  expect(ringBell).toHaveBeenCalledTimes(1);
  expect(slots(take())).toEqual([1, 2]);
});

describe('a full ring', () => {
  test('applies back-pressure: the records that do not fit go out later, in order', () => {
    push(...upTo(40));
    outbox.publish();
    expect(outbox.hasBacklog).toBe(true);
    const taken: number[] = [];
    while (taken.length < 40) {
      taken.push(...slots(take()));
      outbox.flush();
    }
    expect(taken).toEqual(upTo(40));
    expect(outbox.hasBacklog).toBe(false);
  });

  test('lets no record overtake the waiting ones', () => {
    push(...upTo(CAPACITY + 1));
    outbox.publish();
    const first = slots(take());
    push(CAPACITY + 1);
    outbox.publish();
    outbox.flush();
    expect([...first, ...slots(take())]).toEqual(upTo(CAPACITY + 2));
  });

  test('wakes a sleeping worker although no record was added to the ring', () => {
    for (let n = 0; n < CAPACITY; n++) outbox.push(kRelease, 0, n, 1);
    outbox.publishQuietly();
    main.i32[rings.parkedWord] = 1;
    push(99);
    expect(outbox.publish()).toBe(true);
  });

  test('that has been drained makes `flush` wake a worker that sleeps by now', () => {
    push(...upTo(CAPACITY + 3));
    outbox.publish();
    take();
    main.i32[rings.parkedWord] = 1;
    outbox.flush();
    expect(ringBell).toHaveBeenCalledTimes(1);
    expect(slots(take())).toEqual([CAPACITY, CAPACITY + 1, CAPACITY + 2]);
  });

  test('that is still full makes `flush` do nothing', () => {
    push(...upTo(CAPACITY + 3));
    outbox.publish();
    main.i32[rings.parkedWord] = 1;
    outbox.flush();
    expect(ringBell).not.toHaveBeenCalled();
    expect(outbox.hasBacklog).toBe(true);
  });
});

describe('a burst', () => {
  test('is seen at once by a worker that watches the ring', () => {
    worker.setWatched(true);
    for (let n = 0; n < 5; n++) {
      push(n);
      expect(slots(take())).toEqual([n]);
    }
  });

  test('wakes a sleeping worker when it is published as a whole', () => {
    main.i32[rings.parkedWord] = 1;
    for (let n = 0; n < 5; n++) {
      push(n);
    }
    expect(ringBell).not.toHaveBeenCalled();
    expect(outbox.publish()).toBe(true);
    expect(slots(take())).toEqual(upTo(5));
  });
});
