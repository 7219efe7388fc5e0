import type { Hold } from './hold.js';
import { makeTrail } from './promise-trail.js';

export { abandonWaits, releaseHolds, type Hold } from './hold.js';

/**
 * What a lock needs to know of the running task: its group, and what it holds. The worker's RunContext implements it.
 */
export interface TaskContext {
  /** The group (checklist SIL8): tasks of equal `nodeOrigin` and `nodeMajor` pass each other's locks. */
  readonly nodeOrigin: number;
  readonly nodeMajor: number;
  readonly nodeMinor: number;
  /** Once true, the task may still unlock, but no longer wait for a lock. */
  readonly isAborted: boolean;
  /** What it holds or waits for. Null until its first lock. Only this folder uses it. */
  holds: Hold[] | null;
}

/** The task whose synchronous code is on the stack. */
let running: TaskContext | undefined;

/** Finds the task after an `await`. */
const trail = makeTrail<TaskContext>();

/**
 * Enters the synchronous method (or monitor) of a task. Every `enterTask` has its `leaveTask`, in a `finally`.
 * @returns what to pass to `leaveTask`
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

/** Calls an asynchronous method: the task is known after all that it awaits, too. */
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

/** The task that the caller belongs to, by the code on the stack or by the promise whose reaction runs. */
export function currentTask(): TaskContext | undefined {
  return running ?? trail.current();
}

/** Calls `turn` in a microtask, outside any task even if one is running now. */
export function soonOutsideTasks(turn: () => void): void {
  trail.soon(turn);
}
