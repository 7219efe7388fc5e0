import { type Task } from '@chimaera/core';
import { BlockAllocator, emptyMap } from './allocator/block-allocator.js';
import { Space } from './allocator/space.js';
import { checkCapacity, checkParams, type DeviceOptions } from './device-options.js';
import { type BlockDevice } from './devices/block-device.js';
import { openDevice } from './devices/open-device.js';
import { type TransferBuffer, Transfers } from './engine/transfers.js';
import { type BdevType, type Block, type CreateParams, type GetStatsTask } from './tasks.js';

/** What getStats answers. */
export type VolumeStats = Omit<GetStatsTask, keyof Task>;

/** A device, the space on it, and the reads and writes of its blocks: everything that bdev does, apart from tasks. */
export class Volume {
  readonly bdevType: BdevType;
  readonly alignment: number;
  readonly #device: BlockDevice;
  readonly #space: Space;
  readonly #transfers: Transfers;

  private constructor(device: BlockDevice, space: Space, { bdevType, alignment }: DeviceOptions) {
    this.#device = device;
    this.bdevType = bdevType;
    this.alignment = alignment;
    this.#space = space;
    this.#transfers = new Transfers(device, space, bdevType);
  }

  /**
   * Opens the device that the parameters describe.
   * @param name the path of a file device
   * @param warn hears what is not as good as it could be
   */
  static async open(
    name: string,
    params: CreateParams,
    warn: (message: string) => void = () => undefined,
  ): Promise<Volume> {
    const options = checkParams(params);
    const device = await openDevice(name, options, warn);
    try {
      const { sizeClasses } = options;
      checkCapacity(device.capacity, sizeClasses[0]);
      const allocator = new BlockAllocator(emptyMap(device.capacity, sizeClasses), sizeClasses);
      return new Volume(device, new Space(allocator, options.bdevType), options);
    } catch (error) {
      await device.close();
      throw error;
    }
  }

  get stats(): VolumeStats {
    return {
      ...this.#transfers.stats,
      ...this.#space.stats,
      errors: this.#transfers.errors + this.#space.errors,
      ...this.#device.medium,
      depthReached: this.#device.depthReached,
      blockType: this.bdevType,
      alignment: this.alignment,
    };
  }

  /** Blocks that sum to at least `size` bytes. */
  allocate(size: number): Block[] {
    return this.#space.allocate(size);
  }

  /** Frees all of the blocks, each as it was allocated, or throws and frees none. */
  free(blocks: readonly Block[]): void {
    this.#space.free(blocks);
  }

  /** Writes the first `length` bytes of the buffer to the start of the block; gives how many. */
  write(block: Block, buffer: TransferBuffer, length: number): number | Promise<number> {
    return this.#transfers.write(block, buffer, length);
  }

  /** Reads the first `length` bytes of the block to the start of the buffer; gives how many. */
  read(block: Block, buffer: TransferBuffer, length: number): number | Promise<number> {
    return this.#transfers.read(block, buffer, length);
  }

  /** Writes the first `length` bytes of the buffer to the blocks, one after the other; gives how many. */
  writeBlocks(blocks: readonly Block[], buffer: TransferBuffer, length: number): number | Promise<number> {
    return this.#transfers.writeBlocks(blocks, buffer, length);
  }

  /** Reads the first `length` bytes of the blocks, one after the other, to the start of the buffer; gives how many. */
  readBlocks(blocks: readonly Block[], buffer: TransferBuffer, length: number): number | Promise<number> {
    return this.#transfers.readBlocks(blocks, buffer, length);
  }

  /** Waits for the transfers under way, then closes the device. */
  async close(): Promise<void> {
    await this.#device.close();
  }
}
