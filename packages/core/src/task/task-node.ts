/**
 * Bit of `minor` that a periodic task and all that it spawns have: work that never ends, for which admin's flush does
 * not wait. Still within the range of V8's small integers.
 */
export const OF_PERIODIC = 2 ** 30;

/**
 * The group that a task belongs to (guide "TaskNode Grouping Behavior", checklist SIL8). Tasks with the same `origin`
 * and `major` form one group and pass each other's locks; `minor` counts how deep a task was spawned inside it.
 */
export class TaskNode {
  constructor(
    /** Number of the party that began the group, unique during a runtime's life. */
    readonly origin: number,
    readonly major: number,
    readonly minor = 0,
    /** @internal Depth of a task that a container sends with this node from outside any task, as far as can be seen. */
    readonly $sentMinor = (minor + 1) >>> 0,
  ) {}

  /** A node without a task yet (guide: CreateTaskNode): tasks that are sent with it are the first of its group. */
  static begin(origin: number, major: number): TaskNode {
    return new TaskNode(origin, major, 0, 0);
  }

  /** Whether both belong to the same group. */
  groupsWith(other: TaskNode): boolean {
    return this.origin === other.origin && this.major === other.major;
  }

  /** Whether the task is periodic, or descends from a periodic one. */
  get isOfPeriodic(): boolean {
    return (this.minor & OF_PERIODIC) !== 0;
  }

  /** The node of a task that a task of this node spawns. */
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
