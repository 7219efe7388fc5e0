/** What a bag holds. A member is in at most one bag. */
export interface BagMember {
  /** @internal Its index in the bag, or -1. */
  $place: number;
}

/**
 * A collection in no particular order. Not a Set: V8 gives a Set that is constantly filled and emptied a new table
 * every few dozen members, and links each old table to its successor. As soon as one of those tables has reached the
 * old generation, everything that enters the set later survives young collections, even as garbage.
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

  /** Does nothing if the member is in no bag. */
  delete(member: T): void {
    const at = member.$place;
    if (at < 0) return;
    member.$place = -1;
    const last = this.members.pop()!;
    if (last === member) return;
    this.members[at] = last;
    last.$place = at;
  }

  /** Iterates over a copy, so members may leave meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.members.slice()[Symbol.iterator]();
  }
}
