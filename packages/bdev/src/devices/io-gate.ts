import { bdevError } from '../errors.js';

/**
 * Lets a bounded number of transfers run at once, the others in the order in which they came, and closes only when
 * the last has left: a file descriptor that is closed under a transfer may by then be another file's.
 */
export class IoGate {
  readonly #depth: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;
  #closed = false;
  #onEmpty: (() => void) | null = null;

  constructor(depth: number) {
    this.#depth = depth;
  }

  async run<T>(transfer: () => Promise<T>): Promise<T> {
    if (this.#closed) throw bdevError('DEVICE_CLOSED', 'the device is being destroyed');
    if (this.#inside < this.#depth) this.#inside++;
    else await new Promise<void>((resume) => this.#waiting.add(resume));
    try {
      return await transfer();
    } finally {
      this.#leave();
    }
  }

  /** Refuses newcomers; resolves when everything that was let in or waits has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#inside > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
  }

  // A waiting transfer takes the place over, so that nobody who comes in between can pass it.
  #leave(): void {
    for (const resume of this.#waiting) {
      this.#waiting.delete(resume);
      resume();
      return;
    }
    this.#inside--;
    if (this.#inside === 0) this.#onEmpty?.();
  }
}
