import { expect, test } from '@jest/globals';
import { RingConsumer } from '../../../src/lane/ring-consumer.js';
import { RingProducer } from '../../../src/lane/ring-producer.js';
import { CHUNKS_OFFSET } from '../../../src/layout/control-layout.js';
import { RING_KIND_MASK, ringBytes } from '../../../src/layout/ring-layout.js';
import { yieldProcessor } from '../../../src/os/futex.js';
import { runCompiledThread } from '../support/compiled-thread.js';
import { standAt } from '../support/rings.js';
import { testMemory } from '../support/test-memory.js';
import type { EchoInput, EchoResult } from './ring-echo.js';

const ENTRIES = 1_000_000;
const CAPACITY = 64;
/** The indices of both rings wrap during the test. */
const START = -500_000;
const { main } = testMemory();
const requests = CHUNKS_OFFSET;
const replies = requests + ringBytes(CAPACITY);

test('a million entries go to another thread and back, each once, whole and in order', async () => {
  for (const ring of [requests, replies]) {
    standAt(main, ring, CAPACITY, START);
  }
  const { address, byteLength } = main.mapping;
  const echo = runCompiledThread<EchoResult>('lane/ring-echo.ts', {
    address,
    byteLength,
    requests,
    replies,
    capacity: CAPACITY,
    entries: ENTRIES,
  } satisfies EchoInput);

  const outbox = new RingProducer(main, requests, CAPACITY);
  const inbox = new RingConsumer(main, replies, CAPACITY);
  let pushed = 0;
  let wrong = 0;
  for (let taken = 0; taken < ENTRIES;) {
    // As many as fit, in batches of changing size.
    for (let left = 1 + (taken % 23); left > 0 && pushed < ENTRIES; left--, pushed++) {
      if (!outbox.push(pushed, ~pushed, Math.imul(pushed, 31), 7)) break;
    }
    outbox.publish();
    const count = inbox.available();
    if (count === 0) yieldProcessor();
    for (let left = count; left > 0; left--, taken++) {
      const at = inbox.entryWord();
      if (inbox.words[at] !== taken || inbox.words[at + 1] !== ~taken) wrong++;
      if (inbox.words[at + 2] !== Math.imul(taken, 31) || (inbox.words[at + 3] & RING_KIND_MASK) !== 7)
        wrong++;
      inbox.advance();
    }
    inbox.publish();
  }
  expect({ wrong }).toEqual({ wrong: 0 });
  expect(await echo).toEqual({ wrong: 0 });
}, 60_000);
