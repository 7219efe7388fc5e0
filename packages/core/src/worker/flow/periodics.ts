import type { RunContext } from '../../module/run-context.js';

/**
 * Periodic tasks between two runs. A run begins one period after the previous one ended, so runs never overlap; Node's
 * timers resolve about a millisecond (checklist SIL9).
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

  /** Whether `test` picks one of the waiting tasks. */
  has(test: (rctx: RunContext) => boolean): boolean {
    for (const rctx of this.waiting.keys()) if (test(rctx)) return true;
    return false;
  }

  /** Ends the waiting tasks that `test` picks; a running one is ended by its aborted signal instead. */
  stopAll(test: (rctx: RunContext) => boolean): void {
    for (const rctx of this.take(test)) this.end(rctx);
  }

  /** Removes and returns the waiting tasks that `test` picks; the caller ends them. */
  take(test: (rctx: RunContext) => boolean): RunContext[] {
    const taken: RunContext[] = [];
    for (const [rctx, timer] of this.waiting) {
      if (!test(rctx)) continue;
      clearTimeout(timer);
      this.waiting.delete(rctx);
      taken.push(rctx);
    }
    return taken;
  }
}
