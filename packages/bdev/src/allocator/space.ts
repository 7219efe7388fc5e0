import { type BdevErrorCode } from '../error-codes.js';
import { bdevError } from '../errors.js';
import { type BdevType, type Block } from '../tasks.js';
import { type Extent, type BlockAllocator } from './block-allocator.js';

/** What getStats says of the space. */
export interface SpaceStats {
  readonly capacity: number;
  readonly remainingSize: number;
  readonly largestFreeSize: number;
  /** Share of the free space that is not in its longest run: 0 if it is a single run, near 1 if it is in crumbs. */
  readonly fragmentation: number;
  readonly allocatedBlocks: number;
}

/** The space of a device as its clients see it: hands out blocks, takes them back, and refuses errors with a code. */
export class Space {
  readonly #bdevType: BdevType;
  readonly #allocator: BlockAllocator;
  /** Number of requests that were refused. */
  errors = 0;

  constructor(allocator: BlockAllocator, bdevType: BdevType) {
    this.#bdevType = bdevType;
    this.#allocator = allocator;
  }

  /** Total size in bytes. */
  get capacity(): number {
    return this.#allocator.capacity;
  }

  get stats(): SpaceStats {
    const { capacity, remaining, largestFree, blocks } = this.#allocator;
    return {
      capacity,
      remainingSize: remaining,
      largestFreeSize: largestFree,
      fragmentation: remaining === 0 ? 0 : 1 - largestFree / remaining,
      allocatedBlocks: blocks,
    };
  }

  /** Blocks that sum to at least `size` bytes. */
  allocate(size: number): Block[] {
    if (size === 0) this.#refuse('BAD_LENGTH', 'an allocation needs a size of at least 1');
    const extents = this.#allocator.allocate(size);
    if (extents) return this.#blocksOf(extents);
    const { remaining, capacity } = this.#allocator;
    return this.#refuse('NO_SPACE', `${size} bytes asked for, ${remaining} of ${capacity} are free`);
  }

  /**
   * Frees all of the blocks, each as it was allocated, or throws and frees none.
   * @returns whether the metadata log may remember one of them
   */
  free(blocks: readonly Block[]): boolean {
    const isLogged = this.#allocator.isLogged(blocks);
    const stranger = blocks.findIndex((block) => block.blockType !== this.#bdevType);
    const fault =
      stranger < 0 ? this.#allocator.release(blocks) : { reason: 'not-a-block' as const, index: stranger };
    if (!fault) return isLogged;
    const block = describeExtent(blocks[fault.index]);
    if (fault.reason === 'already-free')
      this.#refuse('DOUBLE_FREE', `${block} is free already; nothing was freed`);
    return this.#refuse('BAD_BLOCK', `${block} is not a block as it was allocated here; nothing was freed`);
  }

  /** At most `limit` blocks that begin at or after the offset, ascending. */
  list(fromOffset: number, limit: number): Block[] {
    return this.#allocator
      .list(fromOffset, limit)
      .map((extent) => ({ ...extent, blockType: this.#bdevType }));
  }

  /** Whether the byte range is not empty and lies in allocated space. */
  covers(offset: number, bytes: number): boolean {
    return this.#allocator.covers(offset, bytes);
  }

  // A loop, because this is part of every allocation.
  #blocksOf(extents: readonly Extent[]): Block[] {
    const blocks: Block[] = [];
    for (let i = 0; i < extents.length; i++) {
      const { offset, size } = extents[i];
      blocks.push({ offset, size, blockType: this.#bdevType });
    }
    return blocks;
  }

  #refuse(code: BdevErrorCode, message: string): never {
    this.errors++;
    throw bdevError(code, message);
  }
}

/** How messages name a range. */
export function describeExtent({ offset, size }: Extent): string {
  return `the block of ${size} bytes at ${offset}`;
}
