import { Deferred } from './deferred.js';

const settled = Promise.resolve();

/**
 * Lets all those who want the device's data on the medium share a sync. A request that comes during a sync waits for
 * the next one, because the current one may miss the latest writes.
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
    // The system reports a lost write only once, so a later success means nothing.
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#waiting ??= new Deferred();
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
    return this.#waiting.promise;
  }

  async #run(): Promise<void> {
    await settled; // so that other requests of this turn share it
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
