import { beforeEach, describe, expect, test } from '@jest/globals';
import { Parked } from '../../../../src/layout/control-layout.js';
import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_WORDS,
  RING_TAIL_OFFSET,
  RING_WATCHED_OFFSET,
  SubmissionKind,
} from '../../../../src/layout/ring-layout.js';
import type { Inlet } from '../../../../src/worker/inlets/inlet.js';
import { Inlets } from '../../../../src/worker/inlets/inlets.js';
import { PartyState } from '../../../../src/worker/state/shared-state.js';
import { takeEntries } from '../../support/rings.js';
import { testMemory } from '../../support/test-memory.js';
import { TestRings, WORKER } from './test-rings.js';

const { main } = testMemory();
const CAPACITY = 16;
/** More than the worker watches at one time. */
const PARTIES = [0, 31, 32, 40, 41, 42, 43, 500, 501, 1023];
const MAX_WATCHED = 8;
const IDLE_POLLS = 2000;
const { kSubmit } = SubmissionKind;
let rings: TestRings;
let inlets: Inlets;
/** `party:w0` of each record taken in. */
let taken: string[];

beforeEach(() => {
  rings = new TestRings(main, CAPACITY, PARTIES);
  makeInlets();
});

function makeInlets(): void {
  taken = [];
  inlets = new Inlets(main, WORKER, CAPACITY, rings.shared, (inlet, _kind, w0) =>
    taken.push(`${inlet.party}:${w0}`),
  );
  inlets.burst = CAPACITY;
}

function send(party: number, ...numbers: number[]): void {
  const outbox = rings.outbox(party);
  for (const n of numbers) outbox.push(kSubmit, n, 0, 0);
  outbox.publish();
}

const isWatched = (party: number): boolean =>
  main.i32[(rings.ringOf(party) + RING_WATCHED_OFFSET) >>> 2] === 1;
const watchedCount = (): number => PARTIES.filter(isWatched).length;

test('takes in the announced records of any party, each once and in order', () => {
  for (const party of PARTIES) send(party, 1, 2);
  expect(inlets.drain()).toBe(2 * PARTIES.length);
  expect(taken).toEqual(PARTIES.flatMap((party) => [`${party}:1`, `${party}:2`]));
  expect(inlets.drain()).toBe(0);
});

test('a record is delivered with all its words', () => {
  const seen: unknown[] = [];
  inlets = new Inlets(main, WORKER, CAPACITY, rings.shared, (_inlet, ...words) => seen.push(words));
  rings.outbox(40).push(SubmissionKind.kCancel, 0xffff_ffc0, 0xffff_fff0, 0x8000_0000);
  const outbox = rings.outbox(41);
  outbox.push(SubmissionKind.kCancel, 0xffff_ffc0, 0xffff_fff0, 0x8000_0000);
  outbox.publish();
  inlets.drain();
  expect(seen).toEqual([[SubmissionKind.kCancel, 0xffff_ffc0, 0xffff_fff0, 0x8000_0000]]);
});

test('while tasks are slow, parties take turns record by record, and none is left behind', () => {
  inlets.burst = 1;
  send(40, 1, 2, 3);
  send(41, 1, 2);
  for (let n = 0; n < 3; n++) inlets.drain();
  expect([...taken].sort()).toEqual(['40:1', '40:2', '40:3', '41:1', '41:2']);
  expect(new Set(taken.slice(0, 2).map((record) => record.slice(0, 2))).size).toBe(2);
  expect(inlets.park()).toBe(true);
});

test('records left from a burst keep the worker from parking', () => {
  inlets.burst = 1;
  send(40, 1, 2, 3);
  inlets.drain();
  expect(inlets.park()).toBe(false);
  while (inlets.drain() > 0);
  expect(taken).toEqual(['40:1', '40:2', '40:3']);
});

describe('watching', () => {
  test('a ring is watched from its first record on, and needs no announcement then', () => {
    send(40, 1);
    inlets.drain();
    expect(isWatched(40)).toBe(true);
    main.i32[rings.topWord] = main.i32[rings.summaryWord(40)] = 0;
    const producer = rings.producer(40);
    producer.push(2, 0, 0, kSubmit);
    producer.publish();
    inlets.drain();
    expect(taken).toEqual(['40:1', '40:2']);
  });

  test(`at most ${MAX_WATCHED} rings are watched, and the others are still served`, () => {
    for (let round = 0; round < 5; round++) {
      for (const party of PARTIES) {
        send(party, round);
        inlets.drain();
        expect(watchedCount()).toBeLessThanOrEqual(MAX_WATCHED);
      }
    }
    expect(taken).toHaveLength(5 * PARTIES.length);
    expect(watchedCount()).toBe(MAX_WATCHED);
  });

  test('the ring that has been idle longest gives way', () => {
    for (const party of PARTIES.slice(0, MAX_WATCHED)) send(party, 1);
    inlets.drain();
    const [idle] = PARTIES;
    for (const party of PARTIES.slice(1, MAX_WATCHED)) send(party, 2);
    inlets.drain();
    send(1023, 1);
    inlets.drain();
    expect([isWatched(idle), isWatched(1023), watchedCount()]).toEqual([false, true, MAX_WATCHED]);
  });

  test('an idle ring is dropped after a while, except for the last one', () => {
    send(40, 1);
    send(41, 1);
    inlets.drain();
    for (let i = 0; i < 2 * IDLE_POLLS; i++) inlets.drain();
    expect(watchedCount()).toBe(1);
  });

  test('a record that arrives just as its ring is dropped is not lost', () => {
    send(40, 1);
    send(41, 1);
    inlets.drain();
    // Pushed while the ring is watched, so announced by nobody; seen only when the worker stops watching.
    const producer = rings.producer(40);
    producer.push(2, 0, 0, kSubmit);
    producer.publish();
    expect(inlets.park()).toBe(false);
    inlets.drain();
    expect(taken.at(-1)).toBe('40:2');
  });
});

describe('parking', () => {
  test('raises the flag and stops watching', () => {
    send(40, 1);
    inlets.drain();
    expect(inlets.park()).toBe(true);
    expect([main.i32[rings.parkedWord], watchedCount()]).toEqual([1, 0]);
    inlets.unpark();
    expect(main.i32[rings.parkedWord]).toBe(0);
  });

  test('is refused while there are announcements', () => {
    send(40, 1);
    expect(inlets.park()).toBe(false);
    expect(main.i32[rings.parkedWord]).toBe(0);
    expect(inlets.drain()).toBe(1);
    expect(inlets.park()).toBe(true);
  });

  test('is allowed while completions wait for room, and a flush tells whether there is some', () => {
    const inlet = inlets.inletOf(40) as Inlet;
    for (let slot = 0; slot <= CAPACITY; slot++) inlet.complete(slot, 1, 0);
    expect(inlet.hasBacklog).toBe(true);
    inlets.noteBacklog(inlet);
    expect([inlets.flushBacklogs(), inlets.backlogMoved]).toEqual([false, false]);
    expect([inlets.hasBacklog, inlets.park()]).toEqual([true, true]);
    inlets.unpark();
    const inbox = rings.inbox(40);
    expect(takeEntries(inbox)).toHaveLength(CAPACITY);
    expect([inlets.flushBacklogs(), inlets.backlogMoved]).toEqual([true, true]);
    expect([inlets.hasBacklog, inlets.park()]).toEqual([false, true]);
    expect(inbox.available()).toBe(1);
  });
});

describe('a party that breaks the rules', () => {
  test('by an impossible tail is served as before', () => {
    send(40, 1);
    inlets.drain();
    main.i32[(rings.ringOf(40) + RING_TAIL_OFFSET) >>> 2] = 12_345;
    inlets.drain();
    const producer = rings.producer(40);
    for (let i = 0; i < 3; i++) inlets.drain();
    expect(taken).toEqual(['40:1']);
    expect(producer.depth).toBeLessThanOrEqual(CAPACITY);
    send(41, 1);
    inlets.drain();
    expect(taken).toEqual(['40:1', '41:1']);
  });

  test("by overwriting another party's entry: the entry counts as empty, and later entries arrive", () => {
    const outbox = rings.outbox(40);
    for (const w0 of [1, 2]) outbox.push(SubmissionKind.kSubmit, w0, 1, 1);
    const first = (rings.ringOf(40) + RING_ENTRIES_OFFSET) >>> 2;
    main.i32.fill(-1, first, first + RING_ENTRY_WORDS);
    outbox.publish();
    while (inlets.drain() > 0);
    expect(taken).toEqual(['40:0', '40:2']);
    expect(inlets.park()).toBe(true);
  });

  test('cannot make the worker look for parties that do not exist', () => {
    main.i32.fill(-1, rings.topWord, rings.topWord + 33);
    expect(inlets.drain()).toBe(0);
    expect(main.i32[rings.topWord]).toBe(0);
  });

  test('by the contents of its entries costs the others nothing', () => {
    main.i32.fill(
      -1,
      (rings.ringOf(40) + RING_ENTRIES_OFFSET) >>> 2,
      (rings.ringOf(40) + RING_ENTRIES_OFFSET + 64) >>> 2,
    );
    main.i32[(rings.ringOf(40) + RING_TAIL_OFFSET) >>> 2] = 3;
    main.i32[rings.summaryWord(40)] |= 1 << (40 % 32);
    main.i32[rings.topWord] |= 1 << 1;
    send(41, 7);
    while (inlets.drain() > 0);
    expect([...taken].sort()).toEqual(['40:0', '40:0', '40:0', '41:7']);
  });
});

describe('a party that leaves', () => {
  test('has its published records taken in, is then forgotten, and may come back', () => {
    send(40, 1);
    inlets.drain();
    send(40, 2);
    const inlet = inlets.close(40) as Inlet;
    expect(taken).toEqual(['40:1', '40:2']);
    expect([inlet.closing, isWatched(40)]).toEqual([true, false]);
    inlets.forget(inlet);
    rings.shared.setRings(40, WORKER, 0);
    expect(inlets.inletOf(40)).toBeUndefined();
    rings.attach(40);
    send(40, 3);
    inlets.drain();
    expect(taken).toEqual(['40:1', '40:2', '40:3']);
    expect(inlets.inletOf(40)).not.toBe(inlet);
  });

  test('has its first records taken in although the worker never heard of it', () => {
    rings = new TestRings(main, CAPACITY, PARTIES.slice(0, 3));
    rings.shared.setState(32, PartyState.kFree);
    makeInlets();
    rings.attach(32);
    send(32, 1, 2);
    rings.shared.setState(32, PartyState.kClosing);
    // The announcement says nothing to a worker that is told of no such party.
    expect(inlets.drain()).toBe(0);
    expect(inlets.close(32)?.token).toBe(1032);
    expect(taken).toEqual(['32:1', '32:2']);
  });

  test('may never have had a ring here', () => {
    expect(inlets.close(7)).toBeUndefined();
  });

  test('is sent nothing more', () => {
    const inlet = inlets.close(40) as Inlet;
    inlet.complete(1, 1, 0);
    expect(rings.inbox(40).available()).toBe(0);
  });
});

describe('the successor of a dead thread', () => {
  test('finds the records of rings that the dead thread watched', () => {
    send(40, 1);
    inlets.drain();
    expect(isWatched(40)).toBe(true);
    const producer = rings.producer(40);
    producer.push(2, 0, 0, kSubmit);
    producer.publish();
    makeInlets();
    expect(isWatched(40)).toBe(false);
    inlets.drain();
    expect(taken).toEqual(['40:2']);
  });

  test('notices later records', () => {
    send(40, 1);
    inlets.drain();
    makeInlets();
    expect(inlets.drain()).toBe(0);
    send(40, 2);
    inlets.drain();
    expect(taken).toEqual(['40:2']);
  });

  test("takes no record in twice, even though the ring's head lags behind", () => {
    for (let n = 0; n < 100; n++) {
      send(40, n);
      inlets.drain();
      if (n % 7 === 0) {
        expect(taken.at(-1)).toBe(`40:${n}`);
        makeInlets();
      }
      expect(inlets.drain()).toBe(0);
    }
  });

  test('skips the record that killed its predecessor and takes in all those behind it', () => {
    const killer = new Inlets(main, WORKER, CAPACITY, rings.shared, (_inlet, _kind, w0) => {
      if (w0 === 2) throw new Error('dies of it');
    });
    killer.burst = CAPACITY;
    send(40, 1, 2, 3);
    expect(() => killer.drain()).toThrow('dies of it');
    makeInlets();
    inlets.drain();
    expect(taken).toEqual(['40:3']);
  });

  test('starts at the beginning with a party that has connected since', () => {
    send(40, 1, 2, 3);
    inlets.drain();
    inlets.forget(inlets.close(40) as Inlet);
    rings.attach(40);
    makeInlets();
    send(40, 4);
    inlets.drain();
    expect(taken).toEqual(['40:4']);
  });
});

test('another worker is reached by its own bell, once there is news for it', () => {
  const rung: number[] = [];
  inlets = new Inlets(
    main,
    WORKER,
    CAPACITY,
    rings.shared,
    () => undefined,
    (party) => (party === 0 ? () => rung.push(party) : undefined),
  );
  const inlet = inlets.inletOf(0) as Inlet;
  inlet.complete(1, 1, 0);
  expect(rung).toEqual([]);
  main.i32[rings.partyParkedWord(0)] = Parked.kEventLoop;
  inlet.complete(2, 1, 0);
  expect(rung).toEqual([0]);
});
