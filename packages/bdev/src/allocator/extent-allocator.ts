import { AllocationMap } from './allocation-map.js';
import { FreeSpace } from './free-space.js';

/** A run of bytes of the device. */
export interface Extent {
  readonly offset: number;
  readonly size: number;
}

/** Why a release was refused, and because of which of its extents. */
export interface ReleaseFault {
  readonly reason: 'already-free' | 'not-an-extent';
  readonly index: number;
}

/** Largest extent that is handed out, so that a client can move any of them with a buffer of this size. */
export const LARGEST_EXTENT_BYTES = 2 ** 20;

/**
 * Hands out the space of a device. Sizes are rounded up to the alignment and no further; a request is answered by
 * as few extents as the free space allows, each at most 1 MiB; adjacent free space is one.
 */
export class ExtentAllocator {
  /** Bytes in all: the given ones, rounded down to the alignment. */
  readonly capacity: number;
  readonly #alignment: number;
  readonly #largest: number;
  readonly #free: FreeSpace;
  readonly #map: AllocationMap;
  #extents = 0;

  constructor(bytes: number, alignment: number) {
    const units = Math.floor(bytes / alignment);
    this.capacity = units * alignment;
    this.#alignment = alignment;
    this.#largest = Math.max(1, Math.floor(LARGEST_EXTENT_BYTES / alignment));
    this.#map = new AllocationMap(units);
    this.#free = new FreeSpace(this.#largest);
    if (units > 0) this.#free.give(0, units);
  }

  get remaining(): number {
    return this.#free.units * this.#alignment;
  }

  get largestFree(): number {
    return this.#free.longestUnits * this.#alignment;
  }

  /** Extents that are allocated now. */
  get extents(): number {
    return this.#extents;
  }

  /** Extents that sum to at least `bytes` (which is positive), or null when less than that is free. */
  allocate(bytes: number): Extent[] | null {
    let units = Math.ceil(bytes / this.#alignment);
    if (units > this.#free.units) return null;
    const extents: Extent[] = [];
    while (units > 0) {
      const run = this.#free.take(Math.min(units, this.#largest));
      this.#map.claim(run.start, run.units);
      extents.push({ offset: run.start * this.#alignment, size: run.units * this.#alignment });
      units -= run.units;
    }
    this.#extents += extents.length;
    return extents;
  }

  /** Frees extents that were handed out by `allocate`: all of them, or none and says why. */
  release(extents: readonly Extent[]): ReleaseFault | null {
    for (let index = 0; index < extents.length; index++) {
      const { offset, size } = extents[index];
      const reason = this.#faultOf(offset, size);
      if (reason) {
        this.#claimAgain(extents.slice(0, index));
        return { reason, index };
      }
      // Out of the map at once, so that the same extent later in the list is seen to be free.
      this.#map.release(offset / this.#alignment, size / this.#alignment);
    }
    for (const { offset, size } of extents) this.#free.give(offset / this.#alignment, size / this.#alignment);
    this.#extents -= extents.length;
    return null;
  }

  /** Whether the byte range is not empty and lies in allocated space. */
  covers(offset: number, bytes: number): boolean {
    if (bytes <= 0 || offset + bytes > this.capacity) return false;
    const first = Math.floor(offset / this.#alignment);
    return this.#map.covers(first, Math.ceil((offset + bytes) / this.#alignment) - first);
  }

  #faultOf(offset: number, size: number): ReleaseFault['reason'] | null {
    if (size <= 0 || offset + size > this.capacity) return 'not-an-extent';
    const start = offset / this.#alignment;
    const units = size / this.#alignment;
    if (!Number.isInteger(start) || !Number.isInteger(units)) return 'not-an-extent';
    if (this.#map.isExtent(start, units)) return null;
    return this.#map.isFree(start, units) ? 'already-free' : 'not-an-extent';
  }

  #claimAgain(extents: readonly Extent[]): void {
    for (const { offset, size } of extents) this.#map.claim(offset / this.#alignment, size / this.#alignment);
  }
}
