import { availableParallelism } from 'node:os';
import { HEADER_CROWDED_WORD, WORKER_PARKED_WORD, workerBlockOffset } from '../layout/control-layout.js';
import type { Segment } from '../memory/segment.js';
import type { Inlets } from './inlets.js';

/**
 * Whether more parties poll than there are cores. Then whoever finds nothing must give way at once, because the one it
 * waits for may be waiting for the core; else giving way would only cost a system call per task.
 */
export class Crowd {
  private readonly cores = availableParallelism();
  private readonly parkedWords: number[];

  constructor(
    private readonly main: Segment,
    private readonly inlets: Inlets,
    workers: number,
  ) {
    this.parkedWords = Array.from(
      { length: workers },
      (_, i) => (workerBlockOffset(i) >>> 2) + WORKER_PARKED_WORD,
    );
  }

  /** Also tells the clients. */
  isCrowded(): boolean {
    const words = this.main.i32;
    let pollers = this.inlets.watchedCount;
    for (const word of this.parkedWords) if (words[word] === 0) pollers++;
    const crowded = pollers > this.cores;
    if ((words[HEADER_CROWDED_WORD] === 1) !== crowded) words[HEADER_CROWDED_WORD] = crowded ? 1 : 0;
    return crowded;
  }
}
