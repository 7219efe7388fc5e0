import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** How busy this thread was lately, as Node measures it anyway: time not spent sleeping in the event loop. */
export class LoadMeter {
  private last: Mark;
  private beforeLast: Mark;

  /** @param sleptMs how long it has slept in place of its event loop so far, which Node takes for work */
  constructor(private readonly sleptMs: () => number) {
    this.last = this.beforeLast = this.look();
  }

  /** To be called about once a second. */
  mark(): void {
    this.beforeLast = this.last;
    this.last = this.look();
  }

  /** Share of the time since the second last mark, 0 to 1. */
  read(): number {
    const { loop, sleptMs } = this.beforeLast;
    const { active, idle } = performance.eventLoopUtilization(loop);
    const share = (active - (this.sleptMs() - sleptMs)) / (active + idle);
    return Number.isFinite(share) ? Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 1000 : 0;
  }

  private look(): Mark {
    return { loop: performance.eventLoopUtilization(), sleptMs: this.sleptMs() };
  }
}

/** A moment, in cumulative figures. */
interface Mark {
  readonly loop: EventLoopUtilization;
  readonly sleptMs: number;
}
