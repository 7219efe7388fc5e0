import { beforeEach, expect, test } from '@jest/globals';
import { MAX_PARTIES, MAX_WORKERS } from '../../../../src/layout/control-layout.js';
import { PartyState, SharedState } from '../../../../src/worker/state/shared-state.js';

let shared: SharedState;
beforeEach(() => {
  shared = SharedState.allocate();
});

test('at first every place is free, without token or rings', () => {
  for (let party = 0; party < MAX_PARTIES; party++) {
    expect([shared.stateOf(party), shared.tokenOf(party), shared.ringsOf(party, MAX_WORKERS - 1)]).toEqual([
      PartyState.kFree,
      0,
      0,
    ]);
  }
});

test('entries do not overlap: all can be different', () => {
  for (let party = 0; party < MAX_PARTIES; party++) {
    shared.setState(party, (party % 3) as PartyState);
    shared.setToken(party, party + 1);
    for (let worker = 0; worker < MAX_WORKERS; worker++) {
      shared.setRings(party, worker, party * 64 + worker + 1);
      shared.setTaken(party, worker, -party * 64 - worker);
    }
  }
  let wrong = 0;
  for (let party = 0; party < MAX_PARTIES; party++) {
    if (shared.stateOf(party) !== party % 3 || shared.tokenOf(party) !== party + 1) wrong++;
    for (let worker = 0; worker < MAX_WORKERS; worker++) {
      if (shared.ringsOf(party, worker) !== party * 64 + worker + 1) wrong++;
      if (shared.takenBy(party, worker) !== ((-party * 64 - worker) | 0)) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

test('new rings are empty, with nothing taken from them', () => {
  shared.setTaken(5, 2, 77);
  expect(shared.takenBy(5, 2)).toBe(77);
  shared.setRings(5, 2, 4096);
  expect(shared.takenBy(5, 2)).toBe(0);
});

test('rings may lie anywhere in a segment of 4 GB', () => {
  shared.setRings(1, 1, 2 ** 32 - 64);
  expect(shared.ringsOf(1, 1)).toBe(2 ** 32 - 64);
});

test('another thread sees the same state', () => {
  const other = new SharedState(shared.buffer);
  other.setToken(9, 123);
  other.setState(9, PartyState.kAttached);
  expect([shared.tokenOf(9), shared.stateOf(9)]).toEqual([123, PartyState.kAttached]);
});

test.each([MAX_PARTIES, 0xffff_ffff])(
  'party %p, a number that a stranger may send, has no token',
  (party) => {
    expect(shared.tokenOf(party)).toBe(0);
  },
);
