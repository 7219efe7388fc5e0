import type { ChimaeraError } from '../errors.js';
import type { Group } from './group.js';
import type { TaskContext } from './task-context.js';
import type { TaskLock, TaskWaiter } from './task-lock.js';

/** The share of one task in one lock: what it holds, and what it waits for. Kept in the task's `holds`. */
export class Hold {
  lock!: TaskLock;
  task!: TaskContext;
  /** Set while `reads + writes > 0` and the lock's state is on this thread. */
  group: Group | null = null;
  reads = 0;
  writes = 0;
  waits: TaskWaiter[] = [];
  /**
   * Request ids under which another worker has granted reads and writes (shared-lock.ts). There may be fewer than
   * `reads` and `writes`, because a task that is inside enters again without asking.
   */
  readIds: number[] | null = null;
  writeIds: number[] | null = null;
  /** Incremented when the object is reused, so that a late dispose does not affect another task. */
  serial = 0;

  get isEmpty(): boolean {
    return this.reads + this.writes + this.waits.length === 0;
  }
}

const MAX_SPARE = 1024;
const spare: Hold[] = [];
/** Replaces the holds of a task that has ended. */
const ENDED: Hold[] = [];

/** The task's share in a lock, if it has one. */
export function findHold(task: TaskContext, lock: TaskLock): Hold | undefined {
  const { holds } = task;
  if (holds === null) return undefined;
  for (let i = holds.length - 1; i >= 0; i--) {
    if (holds[i].lock === lock) return holds[i];
  }
  return undefined;
}

/** Whether `releaseAll` has been called for the task. */
export function hasEnded(task: TaskContext): boolean {
  return task.holds === ENDED;
}

/** A new share for a task that has none in this lock and has not ended. */
export function addHold(task: TaskContext, lock: TaskLock): Hold {
  const hold = spare.pop() ?? new Hold();
  hold.lock = lock;
  hold.task = task;
  if (task.holds === null) task.holds = [hold];
  else task.holds.push(hold);
  return hold;
}

/** Removes an empty share from its task. */
export function removeHold(hold: Hold): void {
  const holds = hold.task.holds!;
  const last = holds.pop()!;
  // mostly it is the last one; the order does not matter
  if (last !== hold) holds[holds.indexOf(hold)] = last;
  hold.serial++;
  hold.group = null;
  if (spare.length < MAX_SPARE) spare.push(hold);
}

const NO_HOLDS: readonly Hold[] = [];
const NOTHING: readonly string[] = [];

/**
 * To be called when a task has ended, successfully or not: releases what it holds, and ends what it waits for.
 * @returns descriptions of these; after a method that succeeded they are the module's mistake: LOCK_LEAKED
 */
export function releaseHolds(task: TaskContext): readonly string[] {
  const { holds } = task;
  const leaks = holds === null || holds.length === 0 ? NOTHING : holds.map(describe);
  while (holds !== null && holds.length > 0) {
    const hold = holds[holds.length - 1];
    hold.lock.drop(hold);
  }
  task.holds = ENDED;
  return leaks;
}

function describe({ lock, reads, writes, waits }: Hold): string {
  if (reads + writes === 0) return `${lock.label} (asked for, not awaited)`;
  const times = reads + writes + waits.length;
  return times === 1 ? lock.label : `${lock.label} (${times} times)`;
}

/** To be called when a task is aborted: its waits fail with `reason`; it keeps what it holds. */
export function abandonWaits(task: TaskContext, reason: ChimaeraError): void {
  for (const hold of [...(task.holds ?? NO_HOLDS)]) hold.lock.abandon(hold, reason);
}
