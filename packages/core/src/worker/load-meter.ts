import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** How busy this thread was of late, as Node measures it anyway: time not spent sleeping in the event loop. */
export class LoadMeter {
  private last: EventLoopUtilization = performance.eventLoopUtilization();
  private beforeLast = this.last;

  /** To be called about once a second. */
  mark(): void {
    this.beforeLast = this.last;
    this.last = performance.eventLoopUtilization();
  }

  /** Share of the time since the last mark but one, 0 to 1. */
  read(): number {
    const { utilization } = performance.eventLoopUtilization(this.beforeLast);
    return Number.isFinite(utilization) ? Math.round(utilization * 1000) / 1000 : 0;
  }
}
