import { type IoEngine, type IoRequest } from '../engine/io-engine.js';

/**
 * The transfers of one device: at most `depth` of them are with the engine, the others wait in the order in which they
 * came.
 */
export class TransferQueue {
  readonly #engine: IoEngine;
  readonly #depth: number;
  readonly #waiting: IoRequest[] = [];
  #underWay = 0;
  #deepest = 0;

  constructor(engine: IoEngine, depth: number) {
    this.#engine = engine;
    this.#depth = depth;
  }

  /** With the engine at once, at most, so far. */
  get depthReached(): number {
    return this.#deepest;
  }

  begin(request: IoRequest): void {
    if (this.#underWay >= this.#depth) {
      this.#waiting.push(request);
      return;
    }
    this.#underWay++;
    if (this.#underWay > this.#deepest) this.#deepest = this.#underWay;
    this.#engine.begin(request);
  }

  /** A transfer that was begun and is not over: its next attempt. */
  continue(request: IoRequest): void {
    this.#engine.begin(request);
  }

  /** A transfer is over: the one that has waited longest takes its place. */
  ended(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#underWay--;
    else this.#engine.begin(next);
  }
}
