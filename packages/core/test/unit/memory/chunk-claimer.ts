// A thread of chunk-table.threads.test.ts: claims and releases random runs, and marks what it holds in separate memory,
// where a mark of the other thread would show.
import { parentPort, workerData } from 'node:worker_threads';
import { ChunkTable } from '../../../src/memory/chunk-table.js';

export interface ClaimerInput {
  readonly party: number;
  readonly rounds: number;
  readonly segmentBytes: readonly number[];
  readonly table: SharedArrayBuffer;
  /** One word per chunk: the party that believes it owns it, plus 1. */
  readonly marks: SharedArrayBuffer;
  /** Number of threads that are ready; they begin together. */
  readonly ready: SharedArrayBuffer;
  /** Length of the one run that is held at a time; by default several runs of any length. */
  readonly run?: number;
}

export interface ClaimerResult {
  readonly claimed: number;
  readonly refused: number;
  /** Chunks that somebody else held at the same time. */
  readonly conflicts: number;
}

const SEGMENT = 2;
const LONGEST_RUN = 5;
const MOST_HELD = 12;

const input = workerData as ClaimerInput;
const mark = input.party + 1;
const table = new ChunkTable(input.table, input.segmentBytes);
const marks = new Int32Array(input.marks);
const held: { first: number; count: number }[] = [];
let conflicts = 0;
let claimed = 0;
let refused = 0;

function claim(count: number): void {
  const first = table.claim(SEGMENT, count, input.party);
  if (first < 0) {
    refused++;
    return;
  }
  claimed++;
  for (let chunk = first; chunk < first + count; chunk++) {
    if (Atomics.compareExchange(marks, chunk, 0, mark) !== 0) conflicts++;
  }
  held.push({ first, count });
}

function release(): void {
  const [{ first, count }] = held.splice(Math.floor(Math.random() * held.length), 1);
  for (let chunk = first; chunk < first + count; chunk++) {
    if (Atomics.compareExchange(marks, chunk, mark, 0) !== mark) conflicts++;
  }
  table.release(SEGMENT, first, count, input.party);
}

const ready = new Int32Array(input.ready);
Atomics.add(ready, 0, 1);
while (Atomics.load(ready, 0) < 2);
for (let round = 0; round < input.rounds; round++) {
  if (input.run !== undefined && held.length === 0) claim(input.run);
  else if (input.run === undefined && held.length < MOST_HELD && Math.random() < 0.6)
    claim(1 + Math.floor(Math.random() * LONGEST_RUN));
  else if (held.length > 0) release();
}
while (held.length > 0) release();
parentPort!.postMessage({ claimed, refused, conflicts } satisfies ClaimerResult);
