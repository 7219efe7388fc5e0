import type { TaskType } from '../task/task-type.js';

/** Longer answers get a block of their own, which costs little compared with their contents. */
const MOST_BYTES = 4096;
/** Blocks of a type grow when this many of its answers did not fit, */
const SPILLS = 16;
/** and when these were at least one answer in this many: for rare ones, room in every block would be a waste. */
const LEAST_SHARE = 8;

/** What did not fit of one type, since it was last evaluated. */
interface Tally {
  /** How many tasks had ended by then. */
  readonly since: number;
  spills: number;
  /** The size that the largest would have needed. */
  bytes: number;
}

/**
 * Learns how much more room than usual the outputs of a type need in the task's block. What does not fit there goes to
 * a block of the worker's, which has to be found, referred to, and released by a record of its own.
 */
export class OutputRoom {
  private readonly tallies = new Map<TaskType, Tally>();

  /**
   * `bytes` of a task's outputs did not fit into its block.
   * @param ended number of tasks that have ended until now, free-running
   */
  noteSpill(type: TaskType, bytes: number, ended: number): void {
    // Smaller ones would fit by now: their block was begun earlier.
    if (bytes > MOST_BYTES || bytes <= type.outputRoom) return;
    let tally = this.tallies.get(type);
    if (tally === undefined) this.tallies.set(type, (tally = { since: ended, spills: 0, bytes: 0 }));
    tally.bytes = Math.max(tally.bytes, bytes);
    if (++tally.spills < SPILLS) return;
    this.tallies.delete(type);
    if (((ended - tally.since) | 0) < SPILLS * LEAST_SHARE) type.outputRoom = tally.bytes;
  }
}
