/**
 * Bit of `minor` that a periodic task has, and with it all that it spawns: work that never ends, for which admin's
 * flush does not wait. Below what V8 keeps out of the heap.
 */
export const OF_PERIODIC = 2 ** 30;

/**
 * The group that a task belongs to (guide "TaskNode Grouping Behavior", checklist SIL8). Tasks with the same `origin`
 * and `major` form one group and pass each other's locks; `minor` counts how deep a task was spawned inside it.
 */
export class TaskNode {
  constructor(
    /** Number of the party that began the group, unique while the runtime lives. */
    readonly origin: number,
    readonly major: number,
    readonly minor = 0,
    /** @internal How deep a task is that a container sends with this node, outside of any task as it seems. */
    readonly $sentMinor = (minor + 1) >>> 0,
  ) {}

  /** A node that no task has yet (guide: CreateTaskNode): tasks that are sent with it are the first of its group. */
  static begin(origin: number, major: number): TaskNode {
    return new TaskNode(origin, major, 0, 0);
  }

  /** Whether both are one group. */
  groupsWith(other: TaskNode): boolean {
    return this.origin === other.origin && this.major === other.major;
  }

  /** Whether the task is a periodic one, or descends from one. */
  get isOfPeriodic(): boolean {
    return (this.minor & OF_PERIODIC) !== 0;
  }

  /** The node of a task spawned by a task of this node. */
  child(): TaskNode {
    return new TaskNode(this.origin, this.major, (this.minor + 1) >>> 0);
  }

  toJSON(): string {
    return this.toString();
  }

  toString(): string {
    return `${this.origin}.${this.major}.${(this.minor & ~OF_PERIODIC) >>> 0}`;
  }
}
