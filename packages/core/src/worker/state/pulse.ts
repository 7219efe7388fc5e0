/** A worker's words, on a cache line of their own. */
const PULSE_WORDS = 16;
const BEATS = 0;
const TASK = 1;
const SERIAL = 2;

/** What the control plane can see of a worker without asking it. */
export interface PulseReading {
  /** Changes while the worker's event loop gets turns. */
  readonly beats: number;
  /** Offset of the block of the task whose method is on the stack; 0 for none. */
  readonly task: number;
  /** Changes with every task. */
  readonly serial: number;
}

/**
 * Shows from outside whether a worker is alive, and which task it is in: while a method does not return, the worker
 * cannot be asked. In memory that only the runtime's threads share; plain stores, because a late reading does no harm.
 */
export class Pulse {
  private readonly at: number;

  constructor(
    private readonly words: Uint32Array,
    worker: number,
  ) {
    this.at = worker * PULSE_WORDS;
  }

  static bytes(workers: number): number {
    return workers * PULSE_WORDS * Uint32Array.BYTES_PER_ELEMENT;
  }

  beat(): void {
    this.words[this.at + BEATS]!++;
  }

  /** The method or the monitor of the task at `base` begins. */
  enter(base: number): void {
    this.words[this.at + TASK] = base;
    this.words[this.at + SERIAL]!++;
  }

  /** It has returned, perhaps with a promise. */
  leave(): void {
    this.words[this.at + TASK] = 0;
  }

  /** The thread has ended; the next one does not exist yet. */
  reset(): void {
    this.words.fill(0, this.at, this.at + PULSE_WORDS);
  }

  read(): PulseReading {
    const { words, at } = this;
    return {
      beats: Atomics.load(words, at + BEATS),
      task: Atomics.load(words, at + TASK),
      serial: Atomics.load(words, at + SERIAL),
    };
  }
}
