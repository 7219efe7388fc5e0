/** What a bag holds; one member is in one bag at most. */
export interface BagMember {
  /** @internal Its place in the bag, or -1. */
  $place: number;
}

/**
 * Some objects in no particular order. Not a Set: one that is filled and emptied all the time makes itself anew every
 * few dozen members, and V8 leads from each former table to the next one, members and all. As soon as one of them is
 * old, nothing that was ever in the set is collected with the young.
 */
export class Bag<T extends BagMember> implements Iterable<T> {
  private readonly members: T[] = [];

  get size(): number {
    return this.members.length;
  }

  /** It is not in here. */
  add(member: T): void {
    member.$place = this.members.length;
    this.members.push(member);
  }

  /** Of one that is not in here nothing is to be done. */
  delete(member: T): void {
    const at = member.$place;
    if (at < 0) return;
    member.$place = -1;
    const last = this.members.pop()!;
    if (last === member) return;
    this.members[at] = last;
    last.$place = at;
  }

  /** Those of this moment: they may leave meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.members.slice()[Symbol.iterator]();
  }
}
