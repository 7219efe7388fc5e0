import { bdevError } from '../errors.js';
import { IoEngineType } from '../tasks.js';
import { type IoEngine } from './io-engine.js';
import { nodeFsEngine } from './node-fs-engine.js';
import { UringEngine } from './uring-engine.js';

/**
 * Chooses engines for one thread. All devices that use io_uring share one ring, and there is one warning if it is not
 * available.
 */
export class EngineChooser {
  readonly #openUring: () => IoEngine;
  #uring: IoEngine | undefined;
  #reason: string | undefined;
  #hasWarned = false;

  constructor(openUring: () => IoEngine) {
    this.#openUring = openUring;
  }

  /**
   * @param warn is told once per thread why the engine is not the best one
   * @throws TaskError ENGINE_UNAVAILABLE if io_uring and nothing else was asked for
   */
  choose(wanted: IoEngineType, warn: (message: string) => void): IoEngine {
    if (wanted === IoEngineType.kNodeFs) return nodeFsEngine;
    this.#tryUring();
    if (this.#uring) return this.#uring;
    if (wanted === IoEngineType.kIoUring) {
      throw bdevError('ENGINE_UNAVAILABLE', `io_engine is io_uring, which is not available: ${this.#reason}`);
    }
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      warn(
        `io_uring is not available (${this.#reason}): file devices of this worker use node:fs, which is slower`,
      );
    }
    return nodeFsEngine;
  }

  #tryUring(): void {
    if (this.#uring !== undefined || this.#reason !== undefined) return;
    try {
      this.#uring = this.#openUring();
    } catch (error) {
      this.#reason = error instanceof Error ? error.message : String(error);
    }
  }
}

/** The chooser of this thread. */
export const engines = new EngineChooser(() => new UringEngine());
