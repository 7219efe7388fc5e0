import { expect, jest, test } from '@jest/globals';
import { RingConsumer } from '../../../src/lane/ring-consumer.js';
import { Mail } from '../../../src/submit/mail.js';
import type { PartyHost } from '../../../src/submit/party-host.js';
import { testMemory } from '../support/test-memory.js';
import { TestRings } from '../worker/inlets/test-rings.js';

const { main } = testMemory();
const PARTY = 70;
const CAPACITY = 16;
const BATCH = 5;

test('a batch wakes a sleeping worker once, when all of it is in the ring', () => {
  const rings = new TestRings(main, CAPACITY, [PARTY]);
  const worker = new RingConsumer(main, rings.ringOf(PARTY), CAPACITY);
  const thereAtTheBell: number[] = [];
  // The worker goes back to sleep at once, so that a second bell would be heard, too.
  const ringBell = jest.fn(() => {
    thereAtTheBell.push(worker.available());
    Atomics.store(main.i32, rings.parkedWord, 1);
  });
  const outbox = rings.outbox(PARTY, ringBell);
  const mail = new Mail([outbox], [worker], {} as PartyHost);
  const submit = (slot: number): number => mail.submit(0, slot * 64, slot, 1);

  Atomics.store(main.i32, rings.parkedWord, 1);
  mail.batch(() => {
    for (let slot = 0; slot < BATCH; slot++) submit(slot);
  });
  expect(thereAtTheBell).toEqual([BATCH]);

  submit(BATCH);
  submit(BATCH + 1);
  expect(thereAtTheBell).toEqual([BATCH, BATCH + 1, BATCH + 2]);
});
