/** What moves a device's bytes, and how. */
export interface DeviceMedium {
  readonly ioEngine: 'io_uring' | 'node:fs' | 'memory' | 'none';
  /** Whether transfers bypass the page cache. */
  readonly directIo: boolean;
}

/**
 * Is told of the end of a transfer whose answer is a promise, before that settles. One object per transfer costs less
 * than the promises that would pass its result on: a thread that follows tasks through promises pays for each of them.
 */
export interface TransferEnd {
  /** `error` is null when all bytes were moved. */
  ended(bytes: number, error: unknown): void;
}

/**
 * Where the bytes of a device live. The caller has checked that ranges lie inside the device. A transfer either
 * completes or fails with an IoError. It answers at once where the bytes are in memory, else with a promise that
 * settles when nobody reads or writes the view any more; until then the view must stay valid. Views point into shared
 * memory and are used in place. Ranges begin and end anywhere; the bytes beside them stay as they are.
 */
export interface BlockDevice {
  /** Bytes of the device. */
  readonly capacity: number;
  readonly medium: DeviceMedium;
  /** The most transfers that were under way at once. */
  readonly depthReached: number;
  /** Fills the view from the device. Returns the number of bytes read. */
  read(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number>;
  /** Writes the view to the device. Returns the number of bytes written. */
  write(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number>;
  /** When this resolves, everything that was written before is on the medium, if the device has one. */
  flush(): void | Promise<void>;
  /** Waits for the transfers under way, refuses further ones, and releases the device's resources. */
  close(): void | Promise<void>;
}
