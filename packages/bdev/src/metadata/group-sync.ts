import { Deferred } from './deferred.js';

const settled = Promise.resolve();

/**
 * Lets everybody who wants the device's data on the medium share a sync. Whoever comes while one is under way waits for
 * the next, because the one under way may have missed what was written last.
 */
export class GroupSync {
  readonly #flush: () => void | Promise<void>;
  #waiting: Deferred | null = null;
  #isRunning = false;
  #failure: unknown = null;

  constructor(flush: () => void | Promise<void>) {
    this.#flush = flush;
  }

  /** Resolves when everything that was written before the call is on the medium. */
  sync(): Promise<void> {
    // The system reports a lost write once and then forgets it, so that no later success means anything.
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#waiting ??= new Deferred();
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
    return this.#waiting.promise;
  }

  async #run(): Promise<void> {
    await settled; // so that the others of this turn come along
    while (this.#waiting !== null) {
      const waiters: Deferred = this.#waiting;
      this.#waiting = null;
      try {
        if (this.#failure !== null) throw this.#failure;
        await this.#flush();
        waiters.resolve();
      } catch (error) {
        this.#failure = error;
        waiters.reject(error);
      }
    }
    this.#isRunning = false;
  }
}
