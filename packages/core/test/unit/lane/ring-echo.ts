// The other thread of ring.threads.test.ts: sends back what comes, in order, and counts errors.
import { parentPort, workerData } from 'node:worker_threads';
import { RingConsumer } from '../../../src/lane/ring-consumer.js';
import { RingProducer } from '../../../src/lane/ring-producer.js';
import { RING_KIND_MASK } from '../../../src/layout/ring-layout.js';
import { Segment, SegmentId } from '../../../src/memory/segment.js';
import { yieldProcessor } from '../../../src/os/futex.js';
import { adoptMapping } from '../../../src/os/mapped-file.js';

export interface EchoInput {
  readonly address: bigint;
  readonly byteLength: number;
  readonly requests: number;
  readonly replies: number;
  readonly capacity: number;
  readonly entries: number;
}

export interface EchoResult {
  readonly wrong: number;
}

const { address, byteLength, requests, replies, capacity, entries } = workerData as EchoInput;
const segment = new Segment(SegmentId.kMain, adoptMapping(address, byteLength));
const inbox = new RingConsumer(segment, requests, capacity);
const outbox = new RingProducer(segment, replies, capacity);
let wrong = 0;

for (let n = 0; n < entries;) {
  const count = inbox.available();
  if (count === 0) {
    yieldProcessor();
    continue;
  }
  for (let left = count; left > 0; left--, n++) {
    const at = inbox.entryWord();
    const [w0, w1, w2, w3] = [
      inbox.words[at],
      inbox.words[at + 1],
      inbox.words[at + 2],
      inbox.words[at + 3] & RING_KIND_MASK,
    ];
    inbox.advance();
    if (w0 !== n || w1 !== ~n || w2 !== Math.imul(n, 31) || w3 !== 7) wrong++;
    while (!outbox.push(w0, w1, w2, w3)) {
      outbox.publish();
      yieldProcessor();
    }
  }
  inbox.publish();
  outbox.publish();
}
parentPort!.postMessage({ wrong } satisfies EchoResult);
