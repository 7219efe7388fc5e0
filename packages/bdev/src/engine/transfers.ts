import { describeExtent, type Space } from '../allocator/space.js';
import { type BlockDevice } from '../devices/block-device.js';
import { type BdevErrorCode } from '../error-codes.js';
import { bdevError } from '../errors.js';
import { type BdevType, type Block } from '../tasks.js';

/** The part of a buffer that a transfer needs. */
export interface TransferBuffer {
  readonly byteLength: number;
  readonly bytes: Uint8Array;
}

/** What getStats says of reads and writes. */
export interface TransferStats {
  readonly readOperations: number;
  readonly writeOperations: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Reads and writes of a device's blocks: everything that comes from a client is checked here, before a byte moves. */
export class Transfers {
  readonly #device: BlockDevice;
  readonly #space: Space;
  readonly #bdevType: BdevType;
  readonly #stats = { readOperations: 0, writeOperations: 0, readBytes: 0, writtenBytes: 0 };
  /** Requests that were refused or failed. */
  errors = 0;

  constructor(device: BlockDevice, space: Space, bdevType: BdevType) {
    this.#device = device;
    this.#space = space;
    this.#bdevType = bdevType;
  }

  get stats(): TransferStats {
    return { ...this.#stats };
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

  #viewOf(block: Block, buffer: TransferBuffer, length: number): Uint8Array {
    const { offset, size, blockType } = block;
    if (blockType !== this.#bdevType) {
      this.#refuse('BAD_BLOCK', `block type ${blockType} is not this device's, ${this.#bdevType}`);
    }
    if (!this.#space.covers(offset, size)) {
      this.#refuse(
        'BAD_BLOCK',
        `${describeExtent(block)} is not allocated, or outside of ${this.#space.capacity} bytes`,
      );
    }
    if (length > size) this.#refuse('BAD_LENGTH', `${length} bytes do not fit into ${describeExtent(block)}`);
    if (length > buffer.byteLength) {
      this.#refuse('BAD_BUFFER', `a buffer of ${buffer.byteLength} bytes is too short for ${length}`);
    }
    return length === buffer.byteLength ? buffer.bytes : buffer.bytes.subarray(0, length);
  }

  async #settle(moved: Promise<number>, count: (bytes: number) => number): Promise<number> {
    try {
      return count(await moved);
    } catch (error) {
      this.errors++;
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
    this.errors++;
    throw bdevError(code, message);
  }
}
