import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { RingConsumer } from '../../../../src/lane/ring-consumer.js';
import { Parked } from '../../../../src/layout/control-layout.js';
import { CompletionKind } from '../../../../src/layout/ring-layout.js';
import { Inlet } from '../../../../src/worker/inlets/inlet.js';
import { takeEntries } from '../../support/rings.js';
import { testMemory } from '../../support/test-memory.js';
import { TestRings } from './test-rings.js';

const { main } = testMemory();
const CAPACITY = 16;
const PARTY = 33;
let rings: TestRings;
let inlet: Inlet;
let inbox: RingConsumer;
beforeEach(() => {
  rings = new TestRings(main, CAPACITY, [PARTY]);
  inlet = new Inlet(main, PARTY, 1, rings.ringOf(PARTY), CAPACITY);
  inbox = rings.inbox(PARTY);
});

function take(): number[][] {
  return takeEntries(inbox).map((entry) => entry.map((word) => word >>> 0));
}

const parked = (): number => main.i32[rings.partyParkedWord(PARTY)];
const park = (how: Parked): number => (main.i32[rings.partyParkedWord(PARTY)] = how);

test('a completion names the task that ended and how', () => {
  inlet.complete(5, 0xffff_ffff, 118);
  expect(take()).toEqual([[5, 0xffff_ffff, 118, CompletionKind.kComplete]]);
});

test('a redirection names the container and its worker', () => {
  inlet.redirect(5, 6, 0xffff_fffe, 31);
  const [[slot, generation, container, kind]] = take();
  expect([slot, generation, container, kind & 0xff, kind >>> 8]).toEqual([
    5,
    6,
    0xffff_fffe,
    CompletionKind.kRedirect,
    31,
  ]);
});

test('completions that do not fit wait, and go out in order', () => {
  for (let slot = 0; slot < 40; slot++) inlet.complete(slot, 1, 0);
  expect(inlet.hasBacklog).toBe(true);
  const slots: number[] = [];
  while (slots.length < 40) {
    slots.push(...take().map(([slot]) => slot));
    inlet.flush();
  }
  expect(slots).toEqual([...Array(40).keys()]);
  expect(inlet.hasBacklog).toBe(false);
});

describe('the party', () => {
  test('is not woken when it is awake', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    inlet.complete(1, 1, 0);
    expect(bell).not.toHaveBeenCalled();
  });

  test('is rung once when it sleeps in its event loop', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    park(Parked.kEventLoop);
    inlet.complete(1, 1, 0);
    inlet.complete(2, 1, 0);
    expect(bell).toHaveBeenCalledTimes(1);
    expect(parked()).toBe(Parked.kAwake);
  });

  test('is rung as soon as it has a bell, for anything it may have missed before', () => {
    park(Parked.kEventLoop);
    inlet.complete(1, 1, 0);
    const bell = jest.fn();
    inlet.connectBell(bell);
    expect(bell).toHaveBeenCalledTimes(1);
  });

  test('is woken on its futex, without a bell, when it sleeps there', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    park(Parked.kFutex);
    inlet.complete(1, 1, 0);
    expect(bell).not.toHaveBeenCalled();
    expect(parked()).toBe(Parked.kAwake);
  });

  test('is woken by completions that had to wait for room', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    for (let slot = 0; slot <= CAPACITY; slot++) inlet.complete(slot, 1, 0);
    take();
    bell.mockClear();
    park(Parked.kEventLoop);
    inlet.flush();
    expect(bell).toHaveBeenCalledTimes(1);
  });

  test.each([-1, 7, 0x7fff_ffff])('only harms itself by writing %p as its state of sleep', (how) => {
    main.i32[rings.partyParkedWord(PARTY)] = how;
    inlet.complete(1, 1, 0);
    expect(parked()).toBe(Parked.kAwake);
    expect(take()).toHaveLength(1);
  });
});

describe('completions in a burst', () => {
  test('are seen at once by a party that polls', () => {
    inlet.beginBurst();
    inlet.complete(1, 1, 0);
    expect(take()).toHaveLength(1);
    inlet.endBurst();
    expect(take()).toHaveLength(0);
  });

  test('wake a sleeping party at the end of the burst at the latest', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    inlet.beginBurst();
    inlet.complete(1, 1, 0);
    park(Parked.kEventLoop);
    inlet.endBurst();
    expect(bell).toHaveBeenCalledTimes(1);
  });

  test('wake a party that may be waiting for room in its submission ring, even when there are none', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    park(Parked.kEventLoop);
    inlet.beginBurst();
    inlet.endBurst(true);
    expect(bell).toHaveBeenCalledTimes(1);
  });

  test('leave a party asleep when none of its tasks ended', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    inlet.beginBurst();
    inlet.complete(1, 1, 0);
    inlet.endBurst();
    bell.mockClear();
    park(Parked.kEventLoop);
    inlet.beginBurst();
    inlet.endBurst();
    expect(bell).not.toHaveBeenCalled();
    expect(parked()).toBe(Parked.kEventLoop);
  });

  test('wait for room like any others when they do not fit', () => {
    inlet.beginBurst();
    for (let slot = 0; slot <= CAPACITY; slot++) inlet.complete(slot, 1, 0);
    inlet.endBurst();
    expect(inlet.hasBacklog).toBe(true);
    take();
    inlet.flush();
    expect(take().map(([slot]) => slot)).toEqual([CAPACITY]);
  });

  test('of a party that has left meanwhile are dropped', () => {
    const bell = jest.fn();
    inlet.connectBell(bell);
    bell.mockClear();
    park(Parked.kEventLoop);
    inlet.beginBurst();
    inlet.closing = true;
    inlet.endBurst();
    expect(bell).not.toHaveBeenCalled();
  });
});

test('writes nothing to a party whose ring is invalid', () => {
  const words = main.i32;
  const head = (rings.ringOf(PARTY) >>> 2) + (128 + CAPACITY * 16 + 64) / 4;
  words[head] = 999;
  inlet = new Inlet(main, PARTY, 1, rings.ringOf(PARTY), CAPACITY);
  inlet.complete(1, 1, 0);
  expect([inlet.hasBacklog, inbox.available()]).toEqual([true, 0]);
});
