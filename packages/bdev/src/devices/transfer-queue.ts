import { type IoEngine, type IoRequest } from '../engine/io-engine.js';

/**
 * The transfers of one device: the engine has at most `depth` of them; the others wait in the order of their arrival.
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

  /** The most that the engine has had at once so far. */
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

  /** The next attempt of a transfer that has begun. */
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
