import { type Group, GroupTable } from './group.js';

export const LockMode = { kRead: 0, kWrite: 1 } as const;
export type LockMode = (typeof LockMode)[keyof typeof LockMode];

/** Somebody in the queue of a lock. */
export abstract class Waiter {
  /** Null while not in a queue. */
  group: Group | null = null;
  previous: Waiter | null = null;
  next: Waiter | null = null;

  constructor(
    readonly mode: LockMode,
    /** Whether its own task reads under the lock already, and stays a reader until this is granted. */
    readonly isReader: boolean,
  ) {}

  /** It is inside now. Called from within the lock, so it must not use the lock. */
  abstract granted(group: Group): void;
}

/**
 * Who may be inside, and who comes next: the rules of CoMutex (everybody writes) and CoRwLock, and nothing else.
 *
 * - Different groups exclude each other, unless both only read.
 * - A group that is inside is entered again at once, to read or to write (CON22); it writes once it is alone.
 * - Others queue first-in first-out. Tasks of one group stay together in the queue. Nobody overtakes, so that
 *   readers do not starve a writer (SIL26).
 */
export class GroupLock {
  private readonly groups = new GroupTable();
  /** The groups inside, as a linked list. */
  private inside: Group | null = null;
  private insideCount = 0;
  private writes = 0;
  private head: Waiter | null = null;
  private tail: Waiter | null = null;
  private closed = false;

  /** Nobody inside, nobody waiting. */
  get isIdle(): boolean {
    return this.insideCount === 0 && this.head === null;
  }

  /** Enters if that is possible at once. */
  enter(origin: number, major: number, mode: LockMode): Group | null {
    if (this.closed) return null;
    let group: Group | null = null;
    if (this.insideCount !== 0 || this.head !== null) {
      group = this.groups.find(origin, major);
      const mayEnter =
        group !== null && group.isInside
          ? this.admits(group, mode)
          : this.head === null && this.admits(null, mode);
      if (!mayEnter) return null;
    }
    group ??= this.groups.add(origin, major);
    this.count(group, mode);
    return group;
  }

  /** Enters without asking: for holds that were granted elsewhere and are now registered here. */
  force(origin: number, major: number, mode: LockMode): Group {
    const group = this.groups.find(origin, major) ?? this.groups.add(origin, major);
    this.count(group, mode);
    return group;
  }

  /**
   * Queues.
   * @returns false, without queueing, if it would wait for ever: two groups read, and a reader in each wants to write
   */
  wait(waiter: Waiter, origin: number, major: number): boolean {
    const group = this.groups.find(origin, major) ?? this.groups.add(origin, major);
    if (waiter.isReader && waiter.mode === LockMode.kWrite && this.hasOtherUpgrade(group)) return false;
    waiter.group = group;
    this.insertAfter(waiter, group.lastWaiter ?? this.tail);
    group.firstWaiter ??= waiter;
    group.lastWaiter = waiter;
    return true;
  }

  /** Removes from the queue a waiter that does not want to wait any more. */
  withdraw(waiter: Waiter): void {
    const group = waiter.group!;
    this.unlink(waiter, group);
    if (!group.isInside && group.firstWaiter === null) this.groups.remove(group);
    this.admit();
  }

  /** Releases one hold. */
  leave(group: Group, mode: LockMode): void {
    if (mode === LockMode.kWrite) {
      group.writes--;
      this.writes--;
    } else {
      group.reads--;
    }
    if (!group.isInside) {
      this.removeInside(group);
      if (group.firstWaiter === null) this.groups.remove(group);
    }
    if (this.head !== null) this.admit();
  }

  /** From now on everybody queues, until `open`. */
  close(): void {
    this.closed = true;
  }

  open(): void {
    this.closed = false;
    this.admit();
  }

  /** In the order of the queue. */
  *waiters(): Iterable<Waiter> {
    for (let waiter = this.head; waiter !== null; waiter = waiter.next) yield waiter;
  }

  /** Whether the rules admit a group (null: one that is not inside), leaving the queue out of account. */
  private admits(group: Group | null, mode: LockMode): boolean {
    const isInside = group !== null && group.isInside;
    if (mode === LockMode.kRead) return isInside || this.writes === 0;
    return this.insideCount === (isInside ? 1 : 0);
  }

  private admit(): void {
    while (!this.closed && this.head !== null) {
      const waiter = this.nextWaiter(this.head);
      const group = waiter.group!;
      if (!this.admits(group, waiter.mode)) return;
      this.unlink(waiter, group);
      this.count(group, waiter.mode);
      waiter.granted(group);
    }
  }

  /** A group that is alone inside goes before the queue: nobody else can enter before it leaves anyhow. */
  private nextWaiter(head: Waiter): Waiter {
    return this.insideCount === 1 ? (this.inside!.firstWaiter ?? head) : head;
  }

  private hasOtherUpgrade(group: Group): boolean {
    for (const other of this.waiters()) {
      if (other.isReader && other.mode === LockMode.kWrite && other.group !== group) return true;
    }
    return false;
  }

  private count(group: Group, mode: LockMode): void {
    if (!group.isInside) {
      group.nextInside = this.inside;
      if (this.inside !== null) this.inside.previousInside = group;
      this.inside = group;
      this.insideCount++;
    }
    if (mode === LockMode.kWrite) {
      group.writes++;
      this.writes++;
    } else {
      group.reads++;
    }
  }

  private removeInside(group: Group): void {
    const { previousInside, nextInside } = group;
    if (previousInside !== null) previousInside.nextInside = nextInside;
    else this.inside = nextInside;
    if (nextInside !== null) nextInside.previousInside = previousInside;
    group.previousInside = group.nextInside = null;
    this.insideCount--;
  }

  private insertAfter(waiter: Waiter, previous: Waiter | null): void {
    const next = previous === null ? null : previous.next;
    waiter.previous = previous;
    waiter.next = next;
    if (previous !== null) previous.next = waiter;
    else this.head = waiter;
    if (next !== null) next.previous = waiter;
    else this.tail = waiter;
  }

  private unlink(waiter: Waiter, group: Group): void {
    const { previous, next } = waiter;
    if (previous !== null) previous.next = next;
    else this.head = next;
    if (next !== null) next.previous = previous;
    else this.tail = previous;
    if (group.firstWaiter === waiter) group.firstWaiter = next?.group === group ? next : null;
    if (group.lastWaiter === waiter) group.lastWaiter = previous?.group === group ? previous : null;
    waiter.group = waiter.previous = waiter.next = null;
  }
}
