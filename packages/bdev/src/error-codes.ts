/**
 * How a block device refuses or fails: the `code` of the error and, beside it, its `returnCode`. Both are stable.
 * 1-10, 20 and 21 come from `create`, the others from the methods.
 */
export const BdevErrors = {
  /** The path cannot be opened or created. */
  OPEN_FAILED: 1,
  /** The file cannot be inspected, or is neither a regular file nor a block device. */
  STAT_FAILED: 2,
  /** The file cannot be grown to the capacity, or its space not be reserved. */
  RESIZE_FAILED: 3,
  /** The device would have no space: a RAM device without a size, an empty file without a capacity. */
  ZERO_SIZE: 4,
  /** The memory for the device cannot be had. */
  ALLOCATION_FAILED: 5,
  /** The create parameters contradict each other or are out of range. */
  BAD_PARAMETERS: 6,
  /** The file in the place of the metadata is something else; it was not touched. */
  METADATA_FOREIGN: 7,
  /** The metadata were written by a later version; they were not touched. */
  METADATA_TOO_NEW: 8,
  /** The metadata are damaged where nothing can replace them; they were not touched. */
  METADATA_CORRUPT: 9,
  /** Somebody else has the device open. */
  DEVICE_BUSY: 10,
  /** Less is free than was asked for; nothing was allocated. */
  NO_SPACE: 11,
  /** The block does not lie in allocated space of this device, or is no block as it was allocated. */
  BAD_BLOCK: 12,
  /** The block to be freed is free already; no block of the request was freed. */
  DOUBLE_FREE: 13,
  /**
   * The operating system failed the transfer; the message has its errno, `bytesWritten`/`bytesRead` how far it came.
   */
  IO_ERROR: 14,
  /** The length is longer than the block, or an allocation asks for nothing. */
  BAD_LENGTH: 15,
  /** The buffer is shorter than the length. */
  BAD_BUFFER: 16,
  /** The device is being destroyed. */
  DEVICE_CLOSED: 17,
  /** `durable` was asked of a device that forgets its allocations: one in memory, or without metadata. */
  NOT_DURABLE: 18,
  /** The metadata cannot be written any more; what was asked for may or may not have been done. */
  METADATA_FAILED: 19,
  /** The device is not what its metadata or its parameters say; nothing was touched. */
  DEVICE_MISMATCH: 20,
  /** io_uring was asked for and the kernel gives none. */
  ENGINE_UNAVAILABLE: 21,
} as const;

export type BdevErrorCode = keyof typeof BdevErrors;
