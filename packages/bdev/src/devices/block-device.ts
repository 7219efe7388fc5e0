/** What moves a device's bytes, and how. */
export interface DeviceMedium {
  readonly ioEngine: 'io_uring' | 'node:fs' | 'memory' | 'none';
  /** Whether transfers bypass the page cache. */
  readonly directIo: boolean;
}

/**
 * Hears of the end of a transfer that answers with a promise, before that settles. One object per transfer costs less
 * than the promises that would hand its result on: a thread that follows tasks through promises pays for each of them.
 */
export interface TransferEnd {
  /** `error` is null when all bytes were moved. */
  ended(bytes: number, error: unknown): void;
}

/**
 * Where the bytes of a device live. Ranges are checked by the caller: they lie inside the device. A transfer is whole
 * or fails with an IoError; it answers at once where the bytes are in memory, and else with a promise, until whose end
 * the view must stay valid: it settles when nobody writes or reads there any more. Views point into shared memory and
 * are used in place. Ranges begin and end anywhere; the bytes beside them stay as they are.
 */
export interface BlockDevice {
  /** Bytes of the device. */
  readonly capacity: number;
  readonly medium: DeviceMedium;
  /** Transfers that were under way at once at most. */
  readonly depthReached: number;
  /** Fills the view from the device. Gives the bytes read. */
  read(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number>;
  /** Writes the view to the device. Gives the bytes written. */
  write(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number>;
  /** Everything that was written before lies on the medium when this resolves, as far as the medium has one. */
  flush(): void | Promise<void>;
  /** Waits for the transfers under way, refuses further ones, and lets go of what the device holds. */
  close(): void | Promise<void>;
}
