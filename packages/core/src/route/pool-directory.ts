import {
  DIRECTORY_BYTES,
  DIRECTORY_ENTRIES_WORD,
  DIRECTORY_OFFSET,
  DIRECTORY_VERSION_WORD,
  DIRECTORY_WORDS_WORD,
  HEADER_DIRECTORY_VERSION_WORD,
  MAX_WORKERS,
} from '../layout/control-layout.js';
import { loadOrdered, storeOrdered } from '../memory/ordering.js';
import type { Segment } from '../memory/segment.js';
import type { PoolRoute, RouteTable } from './route-table.js';

const BASE_WORD = DIRECTORY_OFFSET >>> 2;
const WORDS = DIRECTORY_BYTES >>> 2;
const HEAD_WORDS_PER_POOL = 3;
const READ_ATTEMPTS = 100;

/**
 * The pool directory in shared memory: written by the control plane, read by clients. It is a hint that saves a hop: a
 * worker that gets a task for a container elsewhere sends it back with the right address, so a stale or damaged
 * directory makes tasks slow, not wrong.
 */
export class PoolDirectoryReader implements RouteTable {
  private pools = new Map<number, Map<number, PoolRoute>>();
  private readVersion = -1;

  constructor(
    private readonly main: Segment,
    private readonly workerCount: number,
  ) {}

  get version(): number {
    return loadOrdered(this.main.i32, HEADER_DIRECTORY_VERSION_WORD);
  }

  find(major: number, minor: number): PoolRoute | undefined {
    if (this.version !== this.readVersion) this.refresh();
    return this.pools.get(major)?.get(minor);
  }

  /** Pairs with [directory.publish]: a read that overlapped a write is repeated. */
  private refresh(): void {
    const words = this.main.i32;
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      const seen = this.version;
      const before = Atomics.load(words, BASE_WORD + DIRECTORY_VERSION_WORD);
      if ((before & 1) !== 0) continue;
      const pools = this.parse();
      if (Atomics.load(words, BASE_WORD + DIRECTORY_VERSION_WORD) !== before) continue;
      this.pools = pools;
      this.readVersion = seen;
      return;
    }
  }

  private parse(): Map<number, Map<number, PoolRoute>> {
    const words = this.main.i32;
    // Between the two reads of the version no load may move before the first or after the second.
    const wordAt = (index: number): number => loadOrdered(words, BASE_WORD + index) >>> 0;
    const pools = new Map<number, Map<number, PoolRoute>>();
    const end = Math.min(wordAt(DIRECTORY_WORDS_WORD), WORDS - DIRECTORY_ENTRIES_WORD);
    let at = 0;
    while (at + HEAD_WORDS_PER_POOL <= end) {
      const base = DIRECTORY_ENTRIES_WORD + at;
      const major = wordAt(base);
      const minor = wordAt(base + 1);
      const containers = wordAt(base + 2);
      at += HEAD_WORDS_PER_POOL + containers;
      if (at > end) break;
      const first = base + HEAD_WORDS_PER_POOL;
      const workers = Array.from({ length: containers }, (_, i) => wordAt(first + i) % this.workerCount);
      const minors = pools.get(major) ?? new Map<number, PoolRoute>();
      pools.set(major, minors.set(minor, { major, minor, workers }));
    }
    return pools;
  }
}

/**
 * The writing side. It keeps its own copy, so what others write into the directory does not mislead it.
 */
export class PoolDirectoryWriter {
  private version = 0;
  /** What was published last, from the number of words in use on. */
  private published: Uint32Array<ArrayBufferLike> = new Uint32Array(1);

  constructor(private readonly main: Segment) {}

  /** Publishes the existing pools. Clients send tasks for those that do not fit by way of worker 0. */
  write(pools: Iterable<PoolRoute>): void {
    const words: number[] = [];
    for (const { major, minor, workers } of pools) {
      if (words.length + HEAD_WORDS_PER_POOL + workers.length > WORDS - DIRECTORY_ENTRIES_WORD) continue;
      words.push(major, minor, workers.length, ...workers.map((worker) => Math.min(worker, MAX_WORKERS - 1)));
    }
    this.published = Uint32Array.of(words.length, ...words);
    this.publish();
  }

  /** Publishes the same again if somebody has overwritten it: otherwise clients would not find their pools. */
  mend(): void {
    const { published } = this;
    const { u32 } = this.main;
    const first = BASE_WORD + DIRECTORY_WORDS_WORD;
    if (
      u32[BASE_WORD + DIRECTORY_VERSION_WORD] !== this.version ||
      !published.every((word, i) => u32[first + i] === word)
    )
      this.publish();
  }

  private publish(): void {
    const words = this.main.i32;
    this.version = (this.version + 2) >>> 0;
    Atomics.store(words, BASE_WORD + DIRECTORY_VERSION_WORD, this.version - 1);
    // None of these may become visible before the odd version.
    this.published.forEach((word, i) => storeOrdered(words, BASE_WORD + DIRECTORY_WORDS_WORD + i, word));
    // [directory.publish] An even version ends the write; readers compare it before and after.
    Atomics.store(words, BASE_WORD + DIRECTORY_VERSION_WORD, this.version);
    Atomics.add(words, HEADER_DIRECTORY_VERSION_WORD, 1);
  }
}
