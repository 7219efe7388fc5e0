import { Breather } from '../breather.js';
import { FreeRuns } from './free-runs.js';
import { longestRun } from './longest-run.js';
import { MOST_UNITS_PER_BLOCK, SizeClasses } from './size-classes.js';
import { UnitMap } from './unit-map.js';

/** A run of bytes of the device. */
export interface Extent {
  readonly offset: number;
  readonly size: number;
}

/** Why a release was refused, and because of which of its extents. */
export interface ReleaseFault {
  readonly reason: 'already-free' | 'not-a-block';
  readonly index: number;
}

/** Is told of each change just before it is made, in units. */
export interface AllocationObserver {
  claiming(start: number, units: number): void;
  releasing(start: number, units: number): void;
}

/** A region has at least one word of the map, so that every region begins a word. */
const LEAST_UNITS_PER_REGION = 32;

/** The map of a device of `bytes` bytes with nothing allocated. The units are as large as the smallest class. */
export function emptyMap(bytes: number, classes: readonly number[]): UnitMap {
  const unitsPerRegion = Math.max(LEAST_UNITS_PER_REGION, classes[classes.length - 1] / classes[0]);
  return new UnitMap(Math.floor(bytes / classes[0]), unitsPerRegion);
}

/**
 * Hands out the space of a device in blocks of its size classes, each aligned to its size. However full or large the
 * device is, an operation on a block looks only at the few words of one region and at the index of regions.
 */
export class BlockAllocator {
  /** Bytes of the smallest class. */
  readonly unitBytes: number;
  /** Total size in bytes. */
  readonly capacity: number;
  /** Told of every change. */
  observer: AllocationObserver | null = null;
  readonly #map: UnitMap;
  readonly #runs: FreeRuns;
  readonly #classes: SizeClasses;

  /** Takes the map over, with what is allocated in it. `open` does the same in slices. */
  constructor(map: UnitMap, classes: readonly number[], runs = takenUp(map)) {
    this.#map = map;
    this.#classes = new SizeClasses(classes);
    this.unitBytes = this.#classes.unitBytes;
    this.capacity = map.units * this.unitBytes;
    this.#runs = runs;
  }

  /** For a device that may be large and full: gives the event loop turns meanwhile. */
  static async open(map: UnitMap, classes: readonly number[]): Promise<BlockAllocator> {
    const runs = new FreeRuns(map);
    const breather = new Breather();
    for (const _slice of runs.takeUp()) if (breather.isDue()) await breather.breathe();
    return new BlockAllocator(map, classes, runs);
  }

  get #freeUnits(): number {
    return this.#map.units - this.#map.allocatedUnits;
  }

  get remaining(): number {
    return this.#freeUnits * this.unitBytes;
  }

  /** Bytes of the longest run of free space. Looks at every region: not for the hot path. */
  get largestFree(): number {
    return longestRun(this.#map, this.#runs) * this.unitBytes;
  }

  /** Number of blocks that are allocated now. */
  get blocks(): number {
    return this.#map.blocks;
  }

  /** Blocks that sum to at least `bytes` (which is positive), or null if less than that is free. */
  allocate(bytes: number): Extent[] | null {
    let units = Math.ceil(bytes / this.unitBytes);
    if (units > this.#freeUnits) return null;
    const extents: Extent[] = [];
    while (units > 0) {
      const order = Math.min(this.#classes.orderFor(units), this.#classes.atMost(this.#runs.longestOrder()));
      const start = this.#runs.find(order);
      this.#claim(start, 2 ** order);
      extents.push({ offset: start * this.unitBytes, size: 2 ** order * this.unitBytes });
      units -= 2 ** order;
    }
    return extents;
  }

  /** Frees blocks that `allocate` handed out: either all of them, or none, and says why. */
  release(extents: readonly Extent[]): ReleaseFault | null {
    const seen = extents.length > 1 ? new Set<number>() : null;
    for (let index = 0; index < extents.length; index++) {
      const { offset, size } = extents[index];
      const reason = this.#faultOf(offset, size);
      if (reason) return { reason, index };
      // Two blocks that are allocated and begin at the same place are the same block.
      if (seen?.has(offset)) return { reason: 'already-free', index };
      seen?.add(offset);
    }
    for (let index = 0; index < extents.length; index++) {
      const { offset, size } = extents[index];
      this.#release(offset / this.unitBytes, size / this.unitBytes);
    }
    return null;
  }

  /** Whether the metadata log may remember one of these blocks, which are allocated. */
  isLogged(extents: readonly Extent[]): boolean {
    for (let i = 0; i < extents.length; i++) {
      if (this.#map.isLogged(extents[i].offset / this.unitBytes)) return true;
    }
    return false;
  }

  /** Whether the byte range is not empty and lies in allocated space. */
  covers(offset: number, bytes: number): boolean {
    if (bytes <= 0 || offset + bytes > this.capacity) return false;
    const first = Math.floor(offset / this.unitBytes);
    return this.#map.covers(first, Math.ceil((offset + bytes) / this.unitBytes) - first);
  }

  /** At most `limit` blocks that begin at or after the offset, ascending. */
  list(fromOffset: number, limit: number): Extent[] {
    const extents: Extent[] = [];
    if (limit <= 0 || fromOffset >= this.capacity) return extents;
    for (const start of this.#map.starts(Math.ceil(fromOffset / this.unitBytes))) {
      extents.push({ offset: start * this.unitBytes, size: this.#map.lengthOf(start) * this.unitBytes });
      if (extents.length === limit) break;
    }
    return extents;
  }

  #claim(start: number, units: number): void {
    this.observer?.claiming(start, units);
    this.#map.claim(start, units);
    this.#runs.refresh(this.#map.regionOf(start));
  }

  #release(start: number, units: number): void {
    this.observer?.releasing(start, units);
    this.#map.release(start, units);
    const last = this.#map.regionOf(start + units - 1);
    for (let region = this.#map.regionOf(start); region <= last; region++) this.#runs.refresh(region);
  }

  #faultOf(offset: number, size: number): ReleaseFault['reason'] | null {
    if (size <= 0 || offset + size > this.capacity) return 'not-a-block';
    const start = offset / this.unitBytes;
    const units = size / this.unitBytes;
    // A block may be longer than the largest class, if the device had larger ones before, but never longer than this.
    const isSane = Number.isInteger(start) && Number.isInteger(units) && units <= MOST_UNITS_PER_BLOCK;
    if (!isSane) return 'not-a-block';
    if (this.#map.isBlock(start, units)) return null;
    return this.#map.isFree(start, units) ? 'already-free' : 'not-a-block';
  }
}

function takenUp(map: UnitMap): FreeRuns {
  const runs = new FreeRuns(map);
  for (const _slice of runs.takeUp());
  return runs;
}
