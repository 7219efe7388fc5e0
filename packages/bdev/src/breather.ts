import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long computations give the event loop, and with it the worker, a turn this often. */
const TURN_MS = 2;

/** Divides a long computation into turns: `if (breather.isDue()) await breather.breathe();` */
export class Breather {
  #sinceMs = performance.now();

  isDue(): boolean {
    return performance.now() - this.#sinceMs > TURN_MS;
  }

  async breathe(): Promise<void> {
    await nextTurn();
    this.#sinceMs = performance.now();
  }
}
