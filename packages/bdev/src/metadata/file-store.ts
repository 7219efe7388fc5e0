import { type FileHandle } from 'node:fs/promises';
import { type MetadataStore } from './metadata-store.js';

/** A metadata file, accessed through libuv's threads. */
export class FileStore implements MetadataStore {
  readonly #file: FileHandle;

  /** Takes the file over: `close` closes it. */
  constructor(file: FileHandle) {
    this.#file = file;
  }

  async read(position: number, byteLength: number): Promise<Buffer> {
    // Not zeroed: a zone may have a hundred megabytes, and only what was read is passed on.
    const bytes = Buffer.allocUnsafeSlow(byteLength);
    let done = 0;
    while (done < byteLength) {
      const { bytesRead } = await this.#file.read(bytes, done, byteLength - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
