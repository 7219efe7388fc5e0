import { ChimaeraError } from '../../errors.js';
import type { TaskSource } from '../inlets/task-source.js';

/** What takes this long to come about will not: a container's `create` hangs, or nobody makes it. */
const LONGEST_WAIT_MS = 30_000;

/** A task that has been taken in and has no context yet: what it is, only its container's module can tell. */
export interface WaitingTask {
  readonly source: TaskSource;
  readonly base: number;
  readonly slot: number;
  readonly generation: number;
  /** The task's, as they were when it came. */
  readonly flags: number;
  /** On the clock of performance.now(). */
  readonly sinceMs: number;
}

/** What becomes of those who wait. */
export interface AnteroomHost {
  /** False if its container is still not there. */
  enter(task: WaitingTask): boolean;
  /** Ends it, without a reason as if it had done what it was to do. */
  turnAway(task: WaitingTask, reason: ChimaeraError | undefined): void;
  /** Somebody waits no more. */
  onLeft(): void;
}

/**
 * Where tasks wait, in the order in which they came, while their container is being made: anew, after its worker's
 * thread has died, since whoever sends a task need not know of that. They go in as soon as it is there, ahead of
 * whatever comes later.
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

  add(source: TaskSource, base: number, slot: number, generation: number, flags: number): void {
    source.active++; // its sender's memory is used
    this.waiting.push({ source, base, slot, generation, flags, sinceMs: performance.now() });
    this.timer ??= setTimeout(() => this.expire(), this.longestWaitMs);
  }

  /** Containers have come, or will not come any more. */
  look(): void {
    this.leave((task) => this.host.enter(task));
  }

  /** Those for whom `test` is true end. */
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
      // Not earlier: when it falls to zero, the memory of a sender that has gone may be used by others.
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
      `the container was still not made after ${this.longestWaitMs / 1000} s; the log of the runtime says what its pool is doing`,
    );
}
