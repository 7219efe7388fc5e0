// A session without the library's manners: it accesses its rings and blocks directly.
import { setTimeout as sleep } from 'node:timers/promises';
import { Session } from '../../../../core/dist/client/session.js';
import { RingConsumer } from '../../../../core/dist/lane/ring-consumer.js';
import { RingProducer } from '../../../../core/dist/lane/ring-producer.js';
import { ringBytes, SubmissionKind } from '../../../../core/dist/layout/ring-layout.js';
import * as task from '../../../../core/dist/layout/task-layout.js';
import { Outbox } from '../../../../core/dist/submit/outbox.js';
import { customTaskType } from '../../../dist/autogen/tasks.js';

const CHUNK_BYTES = 65_536;
const CHUNKS = 2;
const POOL_MAJOR = 7000;
const ANSWER_MS = 3000;
/** Word of the descriptor of kCustom's data, behind its only Out field, resultCode. */
export const DATA_WORD = task.TASK_HEADER_BYTES / 4 + 1;
export const HEAP_START = customTaskType.fixedBytes;
export const BLOCK_BYTES = 1024;

/** Numbers from a seed, so that a failure can be reproduced. */
export function randomNumbers(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Numbers that are wrong in most places. */
export const EVIL = [
  0, 1, 3, 7, 63, 129, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff,
];

export class Intruder {
  static async open(dir) {
    return new Intruder(await Session.open({ dir, waitServerSeconds: 0 }));
  }

  constructor(session) {
    const { main } = session.memory;
    const ring = session.rings[0];
    this.session = session;
    this.words = main.u32;
    this.bytes = main.u8;
    this.ringWord = ring >>> 2;
    this.completionWord = (ring + ringBytes(session.queueDepth)) >>> 2;
    const producer = new RingProducer(main, ring, session.queueDepth);
    this.outbox = new Outbox(main, session.party, 0, producer, () => session.ringBell(0));
    this.completions = new RingConsumer(main, this.completionWord * 4, session.queueDepth);
    this.expelled = false;
    session.onEnd = () => (this.expelled = true);
    let first = session.chunks.take(0, CHUNKS);
    if (first < 0 && session.chunks.awaitAnswer()) first = session.chunks.take(0, CHUNKS);
    this.base = first * CHUNK_BYTES;
    if (this.base < 0) throw new Error('no memory was granted');
    this.end = this.base + CHUNKS * CHUNK_BYTES;
    this.generation = 1;
  }

  /** Writes a correct kCustom task, except for some words. */
  write(changes = {}, base = this.base) {
    const { words } = this;
    const word = base >>> 2;
    words.fill(0, word, word + BLOCK_BYTES / 4);
    const good = {
      [task.TASK_GENERATION_WORD]: this.generation,
      [task.TASK_SLOT_WORD]: 1,
      [task.TASK_BLOCK_BYTES_WORD]: BLOCK_BYTES,
      [task.TASK_HEAP_START_WORD]: HEAP_START + 8,
      [task.TASK_POOL_MAJOR_WORD]: POOL_MAJOR,
      [task.TASK_METHOD_WORD]: customTaskType.method,
      [task.TASK_LAYOUT_HASH_WORD]: customTaskType.layoutHash,
      [DATA_WORD]: (base + HEAP_START) / 8,
      [DATA_WORD + 1]: 4,
    };
    for (const [at, value] of Object.entries({ ...good, ...changes })) words[word + Number(at)] = value;
  }

  /** Sends a record to worker 0. */
  send(kind, w0, w1, w2) {
    this.outbox.push(kind, w0, w1, w2);
    this.outbox.publish();
  }

  submit(base = this.base) {
    this.send(SubmissionKind.kSubmit, base, 1, this.generation);
  }

  /** The runtime's reaction to what was sent: 'expelled', 'silent', or the return code. */
  async answer(timeoutMs = ANSWER_MS) {
    const { completions } = this;
    const deadlineMs = performance.now() + timeoutMs;
    while (performance.now() < deadlineMs) {
      if (this.expelled) return 'expelled';
      this.outbox.flush();
      if (completions.available() > 0) {
        const returnCode = this.words[completions.entryWord() + 2];
        completions.advance();
        completions.publish();
        return returnCode;
      }
      await sleep(0);
    }
    return 'silent';
  }

  async close() {
    if (!this.expelled) await this.session.close();
  }
}
