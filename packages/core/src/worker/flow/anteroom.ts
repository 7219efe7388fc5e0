import { ChimaeraError } from '../../errors.js';
import type { TaskSource } from '../inlets/task-source.js';

/** A container that takes longer than this will not come: its `create` hangs, or nobody creates it. */
const LONGEST_WAIT_MS = 30_000;

/** A task that was taken in but has no context yet: only its container's module knows its type. */
export interface WaitingTask {
  readonly source: TaskSource;
  readonly base: number;
  readonly slot: number;
  readonly generation: number;
  /** The task's flags at the time of its arrival. */
  readonly flags: number;
  /** On the clock of performance.now(). */
  readonly sinceMs: number;
}

/** What becomes of the waiting tasks. */
export interface AnteroomHost {
  /** False if its container still does not exist. */
  enter(task: WaitingTask): boolean;
  /** Ends it; without a reason, as if it had done its work. */
  turnAway(task: WaitingTask, reason: ChimaeraError | undefined): void;
  /** A task has stopped waiting. */
  onLeft(): void;
}

/**
 * Where tasks wait, in order of arrival, while their container is being created anew after its worker's thread has
 * died: their senders need not know of that. They go in as soon as the container exists, ahead of later tasks.
 */
export class Anteroom {
  private waiting: WaitingTask[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: AnteroomHost,
    private readonly longestWaitMs = LONGEST_WAIT_MS,
  ) {}

  get size(): number {
    return this.waiting.length;
  }

  has(test: (task: WaitingTask) => boolean): boolean {
    return this.waiting.some(test);
  }

  add(source: TaskSource, base: number, slot: number, generation: number, flags: number): void {
    source.active++; // its sender's memory is in use
    this.waiting.push({ source, base, slot, generation, flags, sinceMs: performance.now() });
    this.timer ??= setTimeout(() => this.expire(), this.longestWaitMs);
  }

  /** Containers have been created, or never will be. */
  look(): void {
    this.leave((task) => this.host.enter(task));
  }

  /** Ends those for which `test` is true. */
  dismiss(
    test: (task: WaitingTask) => boolean,
    reasonOf: (task: WaitingTask) => ChimaeraError | undefined,
  ): void {
    this.leave((task) => {
      if (!test(task)) return false;
      this.host.turnAway(task, reasonOf(task));
      return true;
    });
  }

  private leave(mayLeave: (task: WaitingTask) => boolean): void {
    const before = this.waiting;
    if (before.length === 0) return;
    this.waiting = [];
    const still: WaitingTask[] = [];
    for (const task of before) {
      if (!mayLeave(task)) still.push(task);
      // Not earlier: once it is zero, the memory of a sender that has left may be given to others.
      else task.source.active--;
    }
    this.waiting = still.concat(this.waiting);
    if (still.length < before.length) this.host.onLeft();
  }

  private expire(): void {
    this.timer = undefined;
    const nowMs = performance.now();
    this.dismiss(({ sinceMs }) => nowMs - sinceMs >= this.longestWaitMs, this.tooLate);
    const [first] = this.waiting;
    if (first === undefined) return;
    const restMs = first.sinceMs + this.longestWaitMs - nowMs;
    this.timer = setTimeout(() => this.expire(), Math.max(restMs, 1));
  }

  private readonly tooLate = (): ChimaeraError =>
    new ChimaeraError(
      'CONTAINER_NOT_FOUND',
      `the container was still not created after ${this.longestWaitMs / 1000} s; the log of the runtime says what its pool is doing`,
    );
}
