import { type Task } from '@chimaera/core';
import { BlockAllocator } from './allocator/block-allocator.js';
import { Space } from './allocator/space.js';
import { checkParams, type DeviceOptions } from './device-options.js';
import { type BlockDevice } from './devices/block-device.js';
import { openDevice } from './devices/open-device.js';
import { type ReadResult, type WriteResult } from './engine/measured-transfer.js';
import { type TransferBuffer, Transfers } from './engine/transfers.js';
import { Durability } from './metadata/durability.js';
import { type MetadataLog } from './metadata/metadata-log.js';
import { type OpenDevice, openRemembered } from './metadata/open-remembered.js';
import { type ZoneDamage } from './metadata/zone-reading.js';
import { type BdevType, type Block, type CreateParams, type GetStatsTask } from './tasks.js';

/** What getStats answers. */
export type VolumeStats = Omit<GetStatsTask, keyof Task>;

/** A device, the space on it, and the reads and writes of its blocks: everything that bdev does, apart from tasks. */
export class Volume {
  readonly bdevType: BdevType;
  readonly alignment: number;
  readonly #device: BlockDevice;
  readonly #log: MetadataLog | null;
  readonly #damage: ZoneDamage | null;
  readonly #durability: Durability;
  readonly #space: Space;
  readonly #transfers: Transfers;

  private constructor(
    { device, log, damage }: OpenDevice,
    { bdevType, alignment }: DeviceOptions,
    allocator: BlockAllocator,
  ) {
    this.#device = device;
    this.#log = log;
    this.#damage = damage;
    this.bdevType = bdevType;
    this.alignment = alignment;
    this.#durability = new Durability(device, log);
    allocator.observer = log;
    this.#space = new Space(allocator, bdevType);
    this.#transfers = new Transfers(device, this.#space, bdevType);
  }

  /**
   * Opens the device that the parameters describe.
   * @param name the path of a file device
   * @param warn is told what is not as good as it could be
   */
  static async open(
    name: string,
    params: CreateParams,
    warn: (message: string) => void = () => undefined,
  ): Promise<Volume> {
    const options = checkParams(params);
    const opened = await openRemembered(name, options, () => openDevice(name, options, warn));
    if (opened.damage) warn(describeDamage(name, opened.damage));
    return new Volume(opened, options, await BlockAllocator.open(opened.map, options.sizeClasses));
  }

  get stats(): VolumeStats {
    return {
      ...this.#transfers.stats,
      ...this.#space.stats,
      errors: this.#transfers.errors + this.#space.errors + this.#durability.refused,
      ...this.#device.medium,
      depthReached: this.#device.depthReached,
      blockType: this.bdevType,
      alignment: this.alignment,
      remembers: this.#log !== null,
      metadataCommits: this.#log?.stats.commits ?? 0,
      metadataCompactions: this.#log?.stats.compactions ?? 0,
      metadataCutBytes: this.#damage?.bytes ?? 0,
      metadataLostCommits: this.#damage?.lostFrames ?? 0,
    };
  }

  /** Blocks that sum to at least `size` bytes. */
  allocate(size: number): Block[] {
    this.#durability.demandMemory();
    return this.#space.allocate(size);
  }

  /**
   * Frees all of the blocks, each as it was allocated, or throws and frees none.
   * @returns whether a crash could bring one of them back until the free is committed
   */
  free(blocks: readonly Block[]): boolean {
    this.#durability.demandMemory();
    return this.#space.free(blocks);
  }

  /** At most `limit` blocks that begin at or after the offset. */
  list(fromOffset: number, limit: number): Block[] {
    return this.#space.list(fromOffset, limit);
  }

  /** @throws NOT_DURABLE for a device on which nothing is durable */
  demandDurable(): void {
    this.#durability.demand();
  }

  /** Resolves when a crash cannot undo the allocations and frees so far; undefined if that is so already. */
  commit(): Promise<void> | undefined {
    return this.#durability.commit();
  }

  /** Resolves when a crash cannot undo anything that has ended before. */
  flush(): Promise<void> {
    return this.#durability.flush();
  }

  /**
   * Writes the first `length` bytes of the buffer to the start of the block. Notes the number in `result`, then returns
   * it.
   */
  write(
    block: Block,
    buffer: TransferBuffer,
    length: number,
    result?: WriteResult,
  ): number | PromiseLike<number> {
    return this.#transfers.write(block, buffer, length, result);
  }

  /**
   * Reads the first `length` bytes of the block into the start of the buffer. Notes the number in `result`, then
   * returns it.
   */
  read(
    block: Block,
    buffer: TransferBuffer,
    length: number,
    result?: ReadResult,
  ): number | PromiseLike<number> {
    return this.#transfers.read(block, buffer, length, result);
  }

  /** Writes the first `length` bytes of the buffer to the blocks, one after the other; returns the number. */
  writeBlocks(
    blocks: readonly Block[],
    buffer: TransferBuffer,
    length: number,
  ): number | PromiseLike<number> {
    return this.#transfers.writeBlocks(blocks, buffer, length);
  }

  /**
   * Reads the first `length` bytes of the blocks, one after the other, into the start of the buffer; returns the
   * number.
   */
  readBlocks(blocks: readonly Block[], buffer: TransferBuffer, length: number): number | PromiseLike<number> {
    return this.#transfers.readBlocks(blocks, buffer, length);
  }

  /** Waits for the transfers under way, remembers what is allocated, and closes the device. */
  async close(): Promise<void> {
    try {
      await this.#device.close();
    } finally {
      await this.#log?.close();
    }
  }
}

function describeDamage(name: string, { bytes, lostFrames }: ZoneDamage): string {
  const lost =
    lostFrames === 0
      ? 'If a crash has torn a write there, nothing that was committed is missing'
      : `${lostFrames} commits behind it are intact, but were not used: allocated blocks may be free now, and the other way round`;
  return `the metadata log of ${name} ends in ${bytes} bytes that are not a complete commit; they were cut off. ${lost}`;
}
