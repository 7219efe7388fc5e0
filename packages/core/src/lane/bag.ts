/** What a bag holds; one member is in one bag at most. */
export interface BagMember {
  /** @internal Its place in the bag, or -1. */
  $place: number;
}

/**
 * Some objects in no particular order. Not a Set: one that is filled and emptied all the time gets a new table every
 * few dozen members, and V8 leads from each former table to its successor. As soon as one of them has grown old,
 * whatever is in the set from then on outlives the collections of the young, as garbage too.
 */
export class Bag<T extends BagMember> implements Iterable<T> {
  private readonly members: T[] = [];

  get size(): number {
    return this.members.length;
  }

  /** @param member one that is in no bag */
  add(member: T): void {
    member.$place = this.members.length;
    this.members.push(member);
  }

  /** Does nothing for one that is in no bag. */
  delete(member: T): void {
    const at = member.$place;
    if (at < 0) return;
    member.$place = -1;
    const last = this.members.pop()!;
    if (last === member) return;
    this.members[at] = last;
    last.$place = at;
  }

  /** A copy is gone through: members may leave meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.members.slice()[Symbol.iterator]();
  }
}
