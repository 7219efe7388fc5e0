import { type Task } from '@chimaera/core';
import { type Extent, ExtentAllocator } from './allocator/extent-allocator.js';
import { checkCapacity, checkParams } from './device-options.js';
import { type BlockDevice } from './devices/block-device.js';
import { openDevice } from './devices/open-device.js';
import { type BdevErrorCode } from './error-codes.js';
import { bdevError } from './errors.js';
import { type BdevType, type Block, type CreateParams, type GetStatsTask } from './tasks.js';

/** What getStats answers. */
export type VolumeStats = Omit<GetStatsTask, keyof Task>;

/** The part of a buffer that a transfer needs. */
interface TransferBuffer {
  readonly byteLength: number;
  readonly bytes: Uint8Array;
}

/** A device and the space on it: everything that bdev does, apart from tasks. */
export class Volume {
  readonly bdevType: BdevType;
  readonly alignment: number;
  readonly #device: BlockDevice;
  readonly #space: ExtentAllocator;
  readonly #stats = { readOperations: 0, writeOperations: 0, readBytes: 0, writtenBytes: 0, errors: 0 };

  private constructor(device: BlockDevice, bdevType: BdevType, alignment: number) {
    this.#device = device;
    this.bdevType = bdevType;
    this.alignment = alignment;
    this.#space = new ExtentAllocator(device.capacity, alignment);
  }

  /** Opens the device that the parameters describe; `name` is the path of a file device. */
  static async open(name: string, params: CreateParams): Promise<Volume> {
    const options = checkParams(params);
    const device = await openDevice(name, options);
    try {
      checkCapacity(device.capacity, options.alignment);
      return new Volume(device, options.bdevType, options.alignment);
    } catch (error) {
      await device.close();
      throw error;
    }
  }

  get stats(): VolumeStats {
    const { capacity, remaining, largestFree, extents } = this.#space;
    return {
      ...this.#stats,
      capacity,
      remainingSize: remaining,
      largestFreeSize: largestFree,
      allocatedBlocks: extents,
      blockType: this.bdevType,
      alignment: this.alignment,
    };
  }

  /** Blocks that sum to at least `size` bytes. */
  allocate(size: number): Block[] {
    if (size === 0) this.#refuse('BAD_LENGTH', 'an allocation needs a size of at least 1');
    const extents = this.#space.allocate(size);
    if (extents) return extents.map((extent) => ({ ...extent, blockType: this.bdevType }));
    const { remaining, capacity } = this.#space;
    return this.#refuse('NO_SPACE', `${size} bytes asked for, ${remaining} of ${capacity} are free`);
  }

  /** Frees all of the blocks, each as it was allocated, or throws and frees none. */
  free(blocks: readonly Block[]): void {
    const stranger = blocks.findIndex((block) => block.blockType !== this.bdevType);
    const fault =
      stranger < 0 ? this.#space.release(blocks) : { reason: 'not-an-extent' as const, index: stranger };
    if (!fault) return;
    const block = describe(blocks[fault.index]);
    if (fault.reason === 'already-free')
      this.#refuse('DOUBLE_FREE', `${block} is free already; nothing was freed`);
    this.#refuse('BAD_BLOCK', `${block} is no block as it was allocated here; nothing was freed`);
  }

  /** Writes the first `length` bytes of the buffer to the start of the block; gives how many. */
  write(block: Block, buffer: TransferBuffer, length: number): number | Promise<number> {
    const moved = this.#device.write(block.offset, this.#viewOf(block, buffer, length));
    return typeof moved === 'number'
      ? this.#wrote(moved)
      : this.#settle(moved, (bytes) => this.#wrote(bytes));
  }

  /** Reads the first `length` bytes of the block to the start of the buffer; gives how many. */
  read(block: Block, buffer: TransferBuffer, length: number): number | Promise<number> {
    const moved = this.#device.read(block.offset, this.#viewOf(block, buffer, length));
    return typeof moved === 'number'
      ? this.#didRead(moved)
      : this.#settle(moved, (bytes) => this.#didRead(bytes));
  }

  /** Waits for the transfers under way, then closes the device. */
  async close(): Promise<void> {
    await this.#device.close();
  }

  // Everything that comes from the client is checked here, before a byte moves.
  #viewOf(block: Block, buffer: TransferBuffer, length: number): Uint8Array {
    const { offset, size, blockType } = block;
    if (blockType !== this.bdevType) {
      this.#refuse('BAD_BLOCK', `block type ${blockType} is not this device's, ${this.bdevType}`);
    }
    if (!this.#space.covers(offset, size)) {
      this.#refuse(
        'BAD_BLOCK',
        `${describe(block)} is not allocated, or outside of ${this.#space.capacity} bytes`,
      );
    }
    if (length > size) this.#refuse('BAD_LENGTH', `${length} bytes do not fit into ${describe(block)}`);
    if (length > buffer.byteLength) {
      this.#refuse('BAD_BUFFER', `a buffer of ${buffer.byteLength} bytes is too short for ${length}`);
    }
    return length === buffer.byteLength ? buffer.bytes : buffer.bytes.subarray(0, length);
  }

  async #settle(moved: Promise<number>, count: (bytes: number) => number): Promise<number> {
    try {
      return count(await moved);
    } catch (error) {
      this.#stats.errors++;
      throw error;
    }
  }

  #wrote(bytes: number): number {
    this.#stats.writeOperations++;
    this.#stats.writtenBytes += bytes;
    return bytes;
  }

  #didRead(bytes: number): number {
    this.#stats.readOperations++;
    this.#stats.readBytes += bytes;
    return bytes;
  }

  #refuse(code: BdevErrorCode, message: string): never {
    this.#stats.errors++;
    throw bdevError(code, message);
  }
}

function describe({ offset, size }: Extent): string {
  return `the block of ${size} bytes at ${offset}`;
}
