import type { RunContext } from '../module/run-context.js';

/**
 * The asynchronous methods under way, in no particular order. Not a Set: one that is filled and emptied all the time makes itself anew
 * every few dozen members, and V8 leads from each former table to the next one, members and all. As soon as one of them is old, nothing
 * that was ever in the set is collected with the young.
 */
export class Suspended implements Iterable<RunContext> {
  private readonly members: RunContext[] = [];

  get size(): number {
    return this.members.length;
  }

  /** It is not in here. */
  add(rctx: RunContext): void {
    rctx.$suspendedAt = this.members.length;
    this.members.push(rctx);
  }

  /** Of one that is not in here nothing is to be done. */
  delete(rctx: RunContext): void {
    const at = rctx.$suspendedAt;
    if (at < 0) return;
    rctx.$suspendedAt = -1;
    const last = this.members.pop()!;
    if (last === rctx) return;
    this.members[at] = last;
    last.$suspendedAt = at;
  }

  /** Those of this moment: they may leave meanwhile. */
  [Symbol.iterator](): Iterator<RunContext> {
    return this.members.slice()[Symbol.iterator]();
  }
}
