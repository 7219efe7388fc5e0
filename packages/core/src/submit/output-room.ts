import type { TaskType } from '../task/task-type.js';

/** Answers that are longer have a block of their own, which then costs little beside what is in it. */
const MOST_BYTES = 4096;
/** Blocks of a type get larger when so many of its answers did not fit, */
const SPILLS = 16;
/** and of all answers in that time at least one in so many: of what is rare, memory for every task would be wasted. */
const LEAST_SHARE = 8;

/** Of a type, since it was last looked at. */
interface Tally {
  /** How many tasks had ended by then. */
  readonly since: number;
  spills: number;
  /** What the largest would have needed. */
  bytes: number;
}

/**
 * Learns how much room the outputs of a type need in the task's block, beyond what is usual. What does not fit there
 * lies in a block of the worker's, which has to be found, referred to, and given back by a record of its own.
 */
export class OutputRoom {
  private readonly tallies = new Map<TaskType, Tally>();

  /**
   * Outputs of a task, so many bytes of them, did not fit in its block.
   * @param ended tasks until now, free-running
   */
  noteSpill(type: TaskType, bytes: number, ended: number): void {
    // Of those that would fit by now the block was begun before.
    if (bytes > MOST_BYTES || bytes <= type.outputRoom) return;
    let tally = this.tallies.get(type);
    if (tally === undefined) this.tallies.set(type, (tally = { since: ended, spills: 0, bytes: 0 }));
    tally.bytes = Math.max(tally.bytes, bytes);
    if (++tally.spills < SPILLS) return;
    this.tallies.delete(type);
    if (((ended - tally.since) | 0) < SPILLS * LEAST_SHARE) type.outputRoom = tally.bytes;
  }
}
