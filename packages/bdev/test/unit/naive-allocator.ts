/** The allocator's promises, written as simply as possible: one array entry per unit. */
export class NaiveAllocator {
  readonly #owners: (number | null)[];
  #extents = new Map<number, { offset: number; size: number }>();
  #next = 1;

  constructor(
    units: number,
    private readonly unitBytes: number,
  ) {
    this.#owners = new Array<number | null>(units).fill(null);
  }

  get remaining(): number {
    return this.#owners.filter((owner) => owner === null).length * this.unitBytes;
  }

  get largestFree(): number {
    let run = 0;
    let longest = 0;
    for (const owner of this.#owners) {
      run = owner === null ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest * this.unitBytes;
  }

  get extents(): number {
    return this.#extents.size;
  }

  /** Takes over what the real one has handed out; throws if it overlaps or is out of place. */
  claim(extent: { offset: number; size: number }): void {
    const id = this.#next++;
    const units = this.unitsOf(extent);
    if (units.length === 0) throw new Error('empty extent');
    for (const unit of units) {
      if (this.#owners[unit] !== null) throw new Error(`unit ${unit} is out of the device or taken`);
      this.#owners[unit] = id;
    }
    this.#extents.set(id, extent);
  }

  /** Whether these extents may be freed together. */
  mayRelease(extents: readonly { offset: number; size: number }[]): boolean {
    const ids = extents.map((wanted) => this.idOf(wanted));
    return ids.every((id) => id !== undefined) && new Set(ids).size === ids.length;
  }

  release(extents: readonly { offset: number; size: number }[]): void {
    for (const extent of extents) {
      this.#extents.delete(this.idOf(extent)!);
      for (const unit of this.unitsOf(extent)) this.#owners[unit] = null;
    }
  }

  covers(offset: number, bytes: number): boolean {
    if (bytes <= 0 || offset + bytes > this.#owners.length * this.unitBytes) return false;
    const last = Math.floor((offset + bytes - 1) / this.unitBytes);
    for (let unit = Math.floor(offset / this.unitBytes); unit <= last; unit++) {
      if (this.#owners[unit] === null) return false;
    }
    return true;
  }

  private idOf(wanted: { offset: number; size: number }): number | undefined {
    for (const [id, { offset, size }] of this.#extents) {
      if (offset === wanted.offset && size === wanted.size) return id;
    }
    return undefined;
  }

  private unitsOf({ offset, size }: { offset: number; size: number }): number[] {
    return Array.from({ length: size / this.unitBytes }, (_, i) => offset / this.unitBytes + i);
  }
}
