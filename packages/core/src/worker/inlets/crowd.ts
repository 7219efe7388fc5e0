import { availableParallelism } from 'node:os';
import {
  Crowding,
  HEADER_CROWDING_WORD,
  WORKER_CORE_WORD,
  WORKER_PARKED_WORD,
  workerBlockOffset,
} from '../../layout/control-layout.js';
import type { Segment } from '../../memory/segment.js';
import { currentCore } from '../../os/cores.js';
import type { Inlets } from './inlets.js';

/** What polling parties have to know of each other: how many there are, and which core this one runs on. */
export class Crowd {
  private readonly cores = availableParallelism();
  private readonly parkedWords: number[];
  private readonly coreWord: number;
  private crowding: number = Crowding.kNone;
  private isCoreKnown = false;

  constructor(
    private readonly main: Segment,
    private readonly inlets: Inlets,
    worker: number,
    workers: number,
  ) {
    this.coreWord = (workerBlockOffset(worker) >>> 2) + WORKER_CORE_WORD;
    this.parkedWords = Array.from(
      { length: workers },
      (_, i) => (workerBlockOffset(i) >>> 2) + WORKER_PARKED_WORD,
    );
    // Loads the system's function now, while nobody terminates this thread: if that happens during the loading, koffi
    // aborts the whole process.
    currentCore();
  }

  /** More parties than cores, when this worker last looked. */
  get isCrowded(): boolean {
    return this.crowding >= Crowding.kCrowded;
  }

  /** At least twice as many. */
  get isPacked(): boolean {
    return this.crowding >= Crowding.kPacked;
  }

  /**
   * This thread has slept, and may have woken up on another core. It notes the new one at its next look, because what
   * it was woken for comes first.
   */
  forgetCore(): void {
    this.isCoreKnown = false;
  }

  /** Notes on which core this thread runs, so that a client that waits for it on the same one moves away. */
  noteCore(): void {
    this.isCoreKnown = true;
    const core = currentCore() + 1;
    if (this.main.i32[this.coreWord] !== core) this.main.i32[this.coreWord] = core;
  }

  look(): void {
    if (!this.isCoreKnown) this.noteCore();
    const words = this.main.i32;
    const { parkedWords } = this;
    let pollers = this.inlets.watchedCount;
    // By index: the iterator of `for of` would be garbage at each look at the clock.
    for (let i = 0; i < parkedWords.length; i++) if (words[parkedWords[i]!] === 0) pollers++;
    this.crowding = this.crowdingOf(pollers);
    if (words[HEADER_CROWDING_WORD] !== this.crowding) words[HEADER_CROWDING_WORD] = this.crowding;
  }

  private crowdingOf(pollers: number): number {
    if (pollers <= this.cores) return Crowding.kNone;
    return pollers < 2 * this.cores ? Crowding.kCrowded : Crowding.kPacked;
  }
}
