import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';

/** Which lanes are served first (guide "Task Scheduling"). */
export const QueuePriority = { kLowLatency: 0, kHighLatency: 1 } as const;
export type QueuePriority = (typeof QueuePriority)[keyof typeof QueuePriority];

const INITIAL_CAPACITY = 16;

/**
 * A first-in first-out line of tasks of one container (guide "Lane Selection Strategies"): tasks of a lane start in
 * the order in which they came. Monitors choose a lane by setting `rctx.routeLane`; only the worker enqueues.
 */
export class Lane<T = unknown> {
  private items: (T | undefined)[] = new Array<T | undefined>(INITIAL_CAPACITY).fill(undefined);
  private head = 0;
  private count = 0;
  /** @internal Whether the worker has this lane on its list of lanes to serve. */
  $listed = false;

  constructor(
    /** The queue and the lane's number within it, as given to `createLocalQueue`. */
    readonly queueId: number,
    readonly laneId: number,
    readonly priority: QueuePriority,
  ) {}

  /** Tasks waiting (guide: `lane->Size()`). */
  get size(): number {
    return this.count;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  toJSON(): object {
    const { queueId, laneId, priority, size } = this;
    return { queueId, laneId, priority, size };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  /**
   * Monitors choose, the runtime enqueues (guide "Correct Lane Routing vs Direct Enqueuing").
   * @throws ChimaeraError ENQUEUE_IN_MONITOR always
   */
  enqueue(): never {
    throw new ChimaeraError(
      'ENQUEUE_IN_MONITOR',
      'a module does not enqueue tasks itself: set rctx.routeLane in the monitor and the runtime does it',
    );
  }

  /** @internal */
  $push(item: T): void {
    if (this.count === this.items.length) this.grow();
    this.items[(this.head + this.count++) & (this.items.length - 1)] = item;
  }

  /** @internal */
  $shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.count--;
    return item;
  }

  /** @internal The oldest one, without removing it. */
  $peek(): T | undefined {
    return this.count === 0 ? undefined : this.items[this.head];
  }

  /** @internal The oldest ones, at most `most` of them. */
  *$waiting(most: number): Iterable<T> {
    const { length } = this.items;
    for (let i = 0; i < this.count && i < most; i++) yield this.items[(this.head + i) & (length - 1)] as T;
  }

  /** @internal Removes and returns those that `test` picks; the others keep their order. */
  $remove(test: (item: T) => boolean): T[] {
    const removed: T[] = [];
    for (let left = this.count; left > 0; left--) {
      const item = this.$shift() as T;
      if (test(item)) removed.push(item);
      else this.$push(item);
    }
    return removed;
  }

  private grow(): void {
    const { length } = this.items;
    const larger = new Array<T | undefined>(length * 2).fill(undefined);
    for (let i = 0; i < this.count; i++) larger[i] = this.items[(this.head + i) & (length - 1)];
    this.items = larger;
    this.head = 0;
  }
}
