import { QueuePriority, type Lane } from '../../lane/lane.js';
import type { RunContext } from '../../module/run-context.js';

/** How many low-latency tasks may start in a row while high-latency ones wait: the bound against starvation. */
const LOW_LATENCY_BURST = 64;

/** Chooses the worker's next lane: low latency first, in turn among lanes of one priority (design D6). */
export class Scheduler {
  private readonly low: Lane<RunContext>[] = [];
  private readonly high: Lane<RunContext>[] = [];
  private burst = 0;

  /** Number of tasks waiting in lanes of this worker. */
  queued = 0;

  enqueue(lane: Lane<RunContext>, rctx: RunContext): void {
    lane.$push(rctx);
    this.queued++;
    if (lane.$listed) return;
    lane.$listed = true;
    (lane.priority === QueuePriority.kLowLatency ? this.low : this.high).push(lane);
  }

  /** Whether a low-latency task may skip the queue, because nothing that came earlier is waiting. */
  get isLowIdle(): boolean {
    return this.low.length === 0;
  }

  /** Whether high-latency tasks have to wait a little longer, after `started` others have started without queueing. */
  givesWay(started: number): boolean {
    if (started === 0 || this.low.length > 0) return false;
    this.burst += started;
    return this.burst < LOW_LATENCY_BURST;
  }

  /** The next task to start, or undefined. */
  next(): RunContext | undefined {
    if (this.queued === 0) return undefined;
    if (this.high.length === 0 || this.burst < LOW_LATENCY_BURST) {
      const rctx = this.takeFrom(this.low);
      if (rctx !== undefined) {
        this.burst = this.high.length === 0 ? 0 : this.burst + 1;
        return rctx;
      }
    }
    this.burst = 0;
    // Lanes that `remove` has emptied may still be listed, so either list can turn out to hold nothing.
    return this.takeFrom(this.high) ?? this.takeFrom(this.low);
  }

  /** Removes and returns what `test` picks from one lane. */
  remove(lane: Lane<RunContext>, test: (rctx: RunContext) => boolean): RunContext[] {
    const removed = lane.$remove(test);
    this.queued -= removed.length;
    return removed;
  }

  private takeFrom(lanes: Lane<RunContext>[]): RunContext | undefined {
    while (lanes.length > 0) {
      const lane = lanes[0]!;
      const rctx = lane.$shift();
      if (rctx === undefined || lane.isEmpty) {
        lanes.shift();
        lane.$listed = false;
      } else if (lanes.length > 1) {
        lanes.push(lanes.shift()!);
      }
      if (rctx === undefined) continue;
      this.queued--;
      return rctx;
    }
    return undefined;
  }
}
