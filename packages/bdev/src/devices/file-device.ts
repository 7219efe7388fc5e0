import { read, write } from 'node:fs';
import { type FileHandle } from 'node:fs/promises';
import { errnoOf, IoError } from '../errors.js';
import { type BlockDevice } from './block-device.js';
import { IoGate } from './io-gate.js';

// One system call moves at most this much; the operating system has its own limit just below 2 GiB.
const MAX_TRANSFER_BYTES = 2 ** 30;

/**
 * A device in a file, through positional I/O of libuv's threads straight between the file and the view. What the
 * operating system moves only in part is continued; what it fails is an IoError with the errno and the bytes done.
 */
export class FileDevice implements BlockDevice {
  readonly capacity: number;
  readonly #file: FileHandle;
  readonly #gate: IoGate;

  /** Takes the file over: `close` closes it. */
  constructor(file: FileHandle, capacity: number, ioDepth: number) {
    this.#file = file;
    this.capacity = capacity;
    this.#gate = new IoGate(ioDepth);
  }

  read(offset: number, view: Uint8Array): Promise<number> {
    return this.#gate.run(() => transferAll('read', readOnce, this.#file.fd, offset, view));
  }

  write(offset: number, view: Uint8Array): Promise<number> {
    return this.#gate.run(() => transferAll('write', writeOnce, this.#file.fd, offset, view));
  }

  async flush(): Promise<void> {
    await this.#gate.run(async () => {
      try {
        await this.#file.datasync();
      } catch (error) {
        throw new IoError('flush', errnoOf(error), 0, 0, this.capacity);
      }
    });
  }

  async close(): Promise<void> {
    await this.#gate.close();
    await this.#file.close();
  }
}

/** Moves at most `bytes` between the view from `at` and the file from `position`. Gives how many it moved. */
type TransferOnce = (
  fd: number,
  view: Uint8Array,
  at: number,
  bytes: number,
  position: number,
) => Promise<number>;

const readOnce: TransferOnce = (fd, view, at, bytes, position) =>
  new Promise((resolve, reject) => {
    read(fd, view, at, bytes, position, (error, moved) => (error ? reject(error) : resolve(moved)));
  });

const writeOnce: TransferOnce = (fd, view, at, bytes, position) =>
  new Promise((resolve, reject) => {
    write(fd, view, at, bytes, position, (error, moved) => (error ? reject(error) : resolve(moved)));
  });

/** Repeats `once` until the whole view has been moved. Nothing moved and no error means that the file ends here. */
export async function transferAll(
  operation: 'read' | 'write',
  once: TransferOnce,
  fd: number,
  offset: number,
  view: Uint8Array,
): Promise<number> {
  const bytes = view.byteLength;
  let done = 0;
  while (done < bytes) {
    let moved: number;
    try {
      moved = await once(fd, view, done, Math.min(bytes - done, MAX_TRANSFER_BYTES), offset + done);
    } catch (error) {
      throw new IoError(operation, errnoOf(error), offset, done, bytes);
    }
    if (moved === 0) throw new IoError(operation, 'end of file', offset, done, bytes);
    done += moved;
  }
  return done;
}
