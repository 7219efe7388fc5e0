import type { Hold } from './hold.js';
import { makeTrail } from './promise-trail.js';

export { abandonWaits, releaseHolds, type Hold } from './hold.js';

/** What a lock needs to know of the task that runs: its group, and what it holds. The worker's RunContext is one. */
export interface TaskContext {
  /** The group (checklist SIL8): tasks of equal `nodeOrigin` and `nodeMajor` pass each other's locks. */
  readonly nodeOrigin: number;
  readonly nodeMajor: number;
  readonly nodeMinor: number;
  /** Once true, the task may still unlock, but no longer wait for a lock. */
  readonly isAborted: boolean;
  /** What it holds or waits for. Null until the first lock; belongs to this folder. */
  holds: Hold[] | null;
}

/** The task whose synchronous stretch is on the stack. */
let running: TaskContext | undefined;

/** Finds the task after an `await`. */
const trail = makeTrail<TaskContext>();

/**
 * Begins the synchronous method (or monitor) of a task. Every `enterTask` has its `leaveTask`, in a `finally`.
 * @returns what to give to `leaveTask`
 */
export function enterTask(task: TaskContext): TaskContext | undefined {
  const previous = running;
  running = task;
  return previous;
}

/** Ends what `enterTask` began. */
export function leaveTask(previous: TaskContext | undefined): void {
  running = previous;
}

/** Calls an asynchronous method: the task is found from all that it awaits, too. */
export function inTask<C, T, X extends TaskContext, R>(
  task: X,
  method: (container: C, task: T, context: X) => R,
  container: C,
  argument: T,
): R {
  const previous = running;
  running = task;
  try {
    return trail.run(task, method, container, argument);
  } finally {
    running = previous;
  }
}

/** The task that the caller belongs to: the one of the stretch on the stack, or whose promise has called. */
export function currentTask(): TaskContext | undefined {
  return running ?? trail.current();
}

/** Has `turn` called in a microtask, outside of any task even if one is running now. */
export function soonOutsideTasks(turn: () => void): void {
  trail.soon(turn);
}
