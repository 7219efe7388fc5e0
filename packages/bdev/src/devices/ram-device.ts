import { totalmem } from 'node:os';
import { deviceIo } from '@chimaera/core/module';
import { bdevError } from '../errors.js';
import { type BlockDevice, type DeviceMedium } from './block-device.js';

// Node 20 has no ArrayBuffer of more than 4 GiB, so a large device consists of several.
const CHUNK_BYTES = 2 ** 30;

/**
 * A device in the memory of the process. A transfer is a single copy, and allocates nothing if it lies in one chunk.
 * The memory is zero pages until it is written, so creation is cheap at any size.
 */
export class RamDevice implements BlockDevice {
  readonly capacity: number;
  readonly medium: DeviceMedium = { ioEngine: 'memory', directIo: false };
  readonly depthReached = 0;
  readonly #chunkBytes: number;
  #chunks: Uint8Array[];

  constructor(capacity: number, chunkBytes = CHUNK_BYTES) {
    this.capacity = capacity;
    this.#chunkBytes = chunkBytes;
    this.#chunks = allocateChunks(capacity, chunkBytes);
  }

  read(offset: number, view: Uint8Array): number {
    for (let done = 0; done < view.byteLength;) {
      const [chunk, from, bytes] = this.#spanAt(offset + done, view.byteLength - done);
      view.set(chunk.subarray(from, from + bytes), done);
      done += bytes;
    }
    return view.byteLength;
  }

  write(offset: number, view: Uint8Array): number {
    for (let done = 0; done < view.byteLength;) {
      const [chunk, from, bytes] = this.#spanAt(offset + done, view.byteLength - done);
      chunk.set(bytes === view.byteLength ? view : view.subarray(done, done + bytes), from);
      done += bytes;
    }
    return view.byteLength;
  }

  flush(): void {}

  close(): void {
    for (const chunk of this.#chunks) deviceIo.giveBulkMemory(chunk);
    this.#chunks = [];
  }

  // The part of a transfer that lies in one chunk.
  #spanAt(offset: number, wanted: number): [chunk: Uint8Array, from: number, bytes: number] {
    const from = offset % this.#chunkBytes;
    const chunk = this.#chunks[(offset - from) / this.#chunkBytes];
    return [chunk, from, Math.min(wanted, chunk.byteLength - from)];
  }
}

function allocateChunks(capacity: number, chunkBytes: number): Uint8Array[] {
  // The system would promise more than it has, and break the promise when the bytes are written.
  if (capacity > totalmem()) {
    throw bdevError('ALLOCATION_FAILED', `a RAM device of ${capacity} bytes: the machine has ${totalmem()}`);
  }
  const chunks: Uint8Array[] = [];
  try {
    for (let at = 0; at < capacity; at += chunkBytes) {
      chunks.push(deviceIo.takeBulkMemory(Math.min(chunkBytes, capacity - at)));
    }
  } catch (error) {
    for (const chunk of chunks) deviceIo.giveBulkMemory(chunk);
    const reason = error instanceof Error ? error.message : String(error);
    throw bdevError('ALLOCATION_FAILED', `no memory for a RAM device of ${capacity} bytes: ${reason}`);
  }
  return chunks;
}
