import { describeExtent, type Space } from '../allocator/space.js';
import { type BlockDevice } from '../devices/block-device.js';
import { type BdevErrorCode } from '../error-codes.js';
import { bdevError } from '../errors.js';
import { BdevType, type Block } from '../tasks.js';
import { joinParts } from './joined-transfer.js';
import { MeasuredRead, MeasuredWrite, type ReadResult, type WriteResult } from './measured-transfer.js';
import { TransferMeter, type TransferStats } from './transfer-meter.js';

/** The part of a buffer that a transfer needs. */
export interface TransferBuffer {
  readonly byteLength: number;
  readonly bytes: Uint8Array;
}

/** Bytes of the device, and where they go to or come from. */
interface Part {
  readonly offset: number;
  readonly view: Uint8Array;
}

/** Reads and writes a device's blocks. Everything that comes from a client is checked here, before a byte is moved. */
export class Transfers {
  readonly #device: BlockDevice;
  readonly #space: Space;
  readonly #bdevType: BdevType;
  /** Whether transfers end before the call returns. */
  readonly #isInMemory: boolean;
  readonly #reads: TransferMeter;
  readonly #writes: TransferMeter;
  /** Number of requests that were refused. */
  #refused = 0;

  constructor(device: BlockDevice, space: Space, bdevType: BdevType) {
    this.#device = device;
    this.#space = space;
    this.#bdevType = bdevType;
    this.#isInMemory = bdevType !== BdevType.kFile;
    this.#reads = new TransferMeter(!this.#isInMemory);
    this.#writes = new TransferMeter(!this.#isInMemory);
  }

  get stats(): TransferStats {
    return { ...this.#reads.asReads(), ...this.#writes.asWrites() };
  }

  /** Number of requests that were refused or failed. */
  get errors(): number {
    return this.#refused + this.#reads.failures + this.#writes.failures;
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
    const view = this.#viewOf(block, buffer, length);
    const beganMs = this.#writes.begin(length);
    const end = this.#isInMemory ? undefined : new MeasuredWrite(this.#writes, beganMs, result);
    const moved = this.#device.write(block.offset, view, end);
    if (typeof moved === 'number') {
      this.#writes.note(beganMs, moved);
      if (result !== undefined) result.bytesWritten = moved;
    }
    return moved;
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
    const view = this.#viewOf(block, buffer, length);
    const beganMs = this.#reads.begin(length);
    const end = this.#isInMemory ? undefined : new MeasuredRead(this.#reads, beganMs, result);
    const moved = this.#device.read(block.offset, view, end);
    if (typeof moved === 'number') {
      this.#reads.note(beganMs, moved);
      if (result !== undefined) result.bytesRead = moved;
    }
    return moved;
  }

  /** Writes the first `length` bytes of the buffer to the blocks, as if they were one; returns the number. */
  writeBlocks(
    blocks: readonly Block[],
    buffer: TransferBuffer,
    length: number,
  ): number | PromiseLike<number> {
    const parts = this.#partsOf(blocks, buffer, length);
    const beganMs = this.#writes.begin(length);
    const moved = parts.map(({ offset, view }) => this.#device.write(offset, view));
    return this.#writes.measure(beganMs, joinParts(moved));
  }

  /**
   * Reads the first `length` bytes of the blocks, as if they were one, into the start of the buffer; returns the
   * number.
   */
  readBlocks(blocks: readonly Block[], buffer: TransferBuffer, length: number): number | PromiseLike<number> {
    const parts = this.#partsOf(blocks, buffer, length);
    const beganMs = this.#reads.begin(length);
    const moved = parts.map(({ offset, view }) => this.#device.read(offset, view));
    return this.#reads.measure(beganMs, joinParts(moved));
  }

  #viewOf(block: Block, buffer: TransferBuffer, length: number): Uint8Array {
    this.#checkBlock(block);
    if (length > block.size)
      this.#refuse('BAD_LENGTH', `${length} bytes do not fit into ${describeExtent(block)}`);
    this.#checkBuffer(buffer, length);
    return length === buffer.byteLength ? buffer.bytes : buffer.bytes.subarray(0, length);
  }

  #partsOf(blocks: readonly Block[], buffer: TransferBuffer, length: number): Part[] {
    this.#checkBuffer(buffer, length);
    const parts: Part[] = [];
    let done = 0;
    for (const block of blocks) {
      this.#checkBlock(block);
      const bytes = Math.min(block.size, length - done);
      if (bytes > 0) parts.push({ offset: block.offset, view: buffer.bytes.subarray(done, done + bytes) });
      done += bytes;
    }
    if (done < length)
      this.#refuse(
        'BAD_LENGTH',
        `${length} bytes do not fit into the ${blocks.length} blocks, which have ${done}`,
      );
    return parts;
  }

  #checkBlock(block: Block): void {
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
  }

  #checkBuffer(buffer: TransferBuffer, length: number): void {
    if (length > buffer.byteLength) {
      this.#refuse('BAD_BUFFER', `a buffer of ${buffer.byteLength} bytes is too short for ${length}`);
    }
  }

  #refuse(code: BdevErrorCode, message: string): never {
    this.#refused++;
    throw bdevError(code, message);
  }
}
