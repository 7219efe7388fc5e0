import type { RunContext } from '../../module/run-context.js';

/**
 * Periodic tasks between two runs. A run begins a period after the last one ended, so runs never overlap; the
 * timers of Node resolve about a millisecond (checklist SIL9).
 */
export class Periodics {
  private readonly waiting = new Map<RunContext, NodeJS.Timeout>();

  constructor(
    private readonly runAgain: (rctx: RunContext) => void,
    private readonly end: (rctx: RunContext) => void,
  ) {}

  get size(): number {
    return this.waiting.size;
  }

  schedule(rctx: RunContext): void {
    const timer = setTimeout(() => {
      this.waiting.delete(rctx);
      this.runAgain(rctx);
    }, rctx.$periodMs);
    this.waiting.set(rctx, timer);
  }

  /** Ends the waiting ones that `test` picks; one that is running ends by its aborted signal instead. */
  stopAll(test: (rctx: RunContext) => boolean): void {
    for (const [rctx, timer] of this.waiting) {
      if (!test(rctx)) continue;
      clearTimeout(timer);
      this.waiting.delete(rctx);
      this.end(rctx);
    }
  }
}
