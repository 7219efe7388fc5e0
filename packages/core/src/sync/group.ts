import type { Waiter } from './group-lock.js';

/** A group of tasks inside a lock or waiting for it. */
export class Group {
  origin = 0;
  major = 0;
  /** Number of holds in each mode. */
  reads = 0;
  writes = 0;
  /** Its waiters are neighbours in the queue of the lock. */
  firstWaiter: Waiter | null = null;
  lastWaiter: Waiter | null = null;
  /** Neighbours among the groups inside. */
  previousInside: Group | null = null;
  nextInside: Group | null = null;
  /** Next group of the same hash. */
  nextInBucket: Group | null = null;

  get isInside(): boolean {
    return this.reads + this.writes > 0;
  }

  is(origin: number, major: number): boolean {
    return this.origin === origin && this.major === major;
  }
}

const MAX_SPARE = 1024;
/** Groups come and go with every lock and unlock, so the objects are reused. */
const spare: Group[] = [];

/** The groups of one lock. Nearly always there is just one, which has a place of its own. */
export class GroupTable {
  private lone: Group | null = null;
  private buckets: Map<number, Group> | null = null;

  find(origin: number, major: number): Group | null {
    const { lone } = this;
    if (lone !== null && lone.is(origin, major)) return lone;
    if (this.buckets === null) return null;
    let group = this.buckets.get(hashOf(origin, major)) ?? null;
    while (group !== null && !group.is(origin, major)) group = group.nextInBucket;
    return group;
  }

  add(origin: number, major: number): Group {
    const group = spare.pop() ?? new Group();
    group.origin = origin;
    group.major = major;
    if (this.lone === null) {
      this.lone = group;
    } else {
      const hash = hashOf(origin, major);
      this.buckets ??= new Map();
      group.nextInBucket = this.buckets.get(hash) ?? null;
      this.buckets.set(hash, group);
    }
    return group;
  }

  /** Forgets a group that neither holds nor waits. */
  remove(group: Group): void {
    if (this.lone === group) this.lone = null;
    else this.removeFromBucket(group);
    if (spare.length < MAX_SPARE) spare.push(group);
  }

  private removeFromBucket(group: Group): void {
    const buckets = this.buckets!;
    const hash = hashOf(group.origin, group.major);
    const first = buckets.get(hash)!;
    if (first !== group) {
      let before = first;
      while (before.nextInBucket !== group) before = before.nextInBucket!;
      before.nextInBucket = group.nextInBucket;
    } else if (group.nextInBucket !== null) {
      buckets.set(hash, group.nextInBucket);
    } else {
      buckets.delete(hash);
    }
    group.nextInBucket = null;
  }
}

/** Mixes the two u32 numbers into a small integer. */
function hashOf(origin: number, major: number): number {
  return Math.imul(origin, 0x9e37_79b1) ^ major;
}
