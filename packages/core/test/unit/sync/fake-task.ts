import type { Hold, TaskContext } from '../../../src/sync/task-context.js';
import { abandonWaits, enterTask, leaveTask } from '../../../src/sync/task-context.js';
import { ChimaeraError } from '../../../src/errors.js';

/** A task, as far as locks are concerned. */
export class FakeTask implements TaskContext {
  nodeMinor = 0;
  isAborted = false;
  holds: Hold[] | null = null;

  constructor(
    readonly nodeMajor: number,
    readonly nodeOrigin = 1,
  ) {}

  /** Runs a synchronous part of the task's method. */
  run<R>(stretch: () => R): R {
    const previous = enterTask(this);
    try {
      return stretch();
    } finally {
      leaveTask(previous);
    }
  }

  abort(): void {
    this.isAborted = true;
    abandonWaits(this, new ChimaeraError('CANCELLED', 'the task was cancelled'));
  }
}

export type Outcome = 'pending' | 'done' | string;

/** Follows a promise: `outcome` is `pending`, `done`, or the code of the error. */
export class Followed {
  outcome: Outcome = 'pending';

  constructor(promise: Promise<unknown>) {
    promise.then(
      () => (this.outcome = 'done'),
      (error: ChimaeraError) => (this.outcome = error.code),
    );
  }
}

/** Lets every promise that can settle do so. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Like `turn`, for promises that settle in microtasks only. */
export async function microtasks(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}
