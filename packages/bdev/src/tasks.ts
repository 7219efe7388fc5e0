import {
  type bool,
  type BufferRef,
  type f64,
  type GetOrCreatePoolTask,
  type In,
  type InOut,
  type Optional,
  type Out,
  type size,
  Task,
  type u32,
  type Vector,
} from '@chimaera/core';

/** Where the bytes of a device live. */
export const BdevType = {
  /** In the file whose path is the pool's name. */
  kFile: 0,
  /** In the runtime's memory; gone with the pool. */
  kRam: 1,
  /** Nowhere: writes are dropped and reads leave the buffer as it is. For measuring the path alone. */
  kNoop: 2,
} as const;
export type BdevType = (typeof BdevType)[keyof typeof BdevType];

/** What moves the bytes of a file device. */
export const IoEngineType = {
  /** io_uring where the kernel gives it, else node:fs, with a warning in the log. */
  kAuto: 0,
  /** io_uring, or the device is not made. */
  kIoUring: 1,
  /** The threads of node:fs. */
  kNodeFs: 2,
} as const;
export type IoEngineType = (typeof IoEngineType)[keyof typeof IoEngineType];

/** A piece of a device: what allocateBlocks hands out, or a part of one. */
export interface Block {
  /** First byte, from the start of the device. */
  offset: size;
  /** Bytes. */
  size: size;
  /** The BdevType of the device it belongs to. */
  blockType: u32;
}

/** What a device is created with. */
export class CreateParams {
  static readonly chimodLibName = 'chimaera_bdev';

  bdevType: BdevType = BdevType.kFile;
  /** Bytes of the device. 0 for a file: the size that it has. */
  totalSize: size = 0;
  /** Another name for totalSize, the one used in YAML (`capacity: 1GB`). */
  capacity: size = 0;
  /** Most transfers that a file device has under way at once; the others queue. */
  ioDepth: u32 = 32;
  /** Blocks begin and end at multiples of this: a power of two from 512 bytes to 1 MiB. */
  alignment: u32 = 4096;
  /**
   * Sizes that blocks have, in bytes: ascending powers of two. None: the alignment and, of 4, 16, 32, 64, 128, 256 KiB
   * and 1 MiB, those above it.
   */
  sizeClasses: Vector<size> = [];
  /** What moves the bytes of a file device. */
  ioEngine: IoEngineType = IoEngineType.kAuto;
  /** Whether a file device bypasses the page cache where the file system allows it. */
  directIo: bool = true;
  /**
   * Where a file device remembers what is allocated. None: the path of the device and `.meta`, for a regular file; a
   * block device then forgets. `none`: it forgets with the pool.
   */
  metadataPath: string = '';
}

export type CreateTask = GetOrCreatePoolTask<CreateParams>;

/**
 * Reserves at least `size` bytes, in one or several blocks of the device's size classes. What is not contiguous is
 * answered in more blocks, so that it fails only when less than `size` is free.
 */
export abstract class AllocateBlocksTask extends Task {
  abstract size: In<size>;
  /** Answer only when a crash cannot undo it any more. For file devices. */
  abstract durable: In<Optional<bool>>;
  abstract blocks: Out<Vector<Block>>;
}

/** Gives blocks back, each exactly as it was allocated. Either all of them are freed or, with an error, none. */
export abstract class FreeBlocksTask extends Task {
  abstract blocks: In<Vector<Block>>;
  /**
   * Answer only when a crash cannot undo it any more. Left out, that is done for blocks that a crash would bring back,
   * and others are freed at once; false never waits.
   */
  abstract durable: In<Optional<bool>>;
}

/** Writes the first `length` bytes of the buffer to the start of the block. The bytes beside them stay as they are. */
export abstract class WriteTask extends Task {
  abstract block: In<Block>;
  abstract data: In<BufferRef>;
  abstract length: In<size>;
  /** Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices. */
  abstract durable: In<Optional<bool>>;
  /** `length`, or after an IO_ERROR how many bytes were written before it. */
  abstract bytesWritten: Out<size>;
}

/** Reads `length` bytes from the start of the block into the start of the buffer. */
export abstract class ReadTask extends Task {
  abstract block: In<Block>;
  abstract data: InOut<BufferRef>;
  abstract length: In<size>;
  /** `length`, or after an IO_ERROR how many bytes were read before it. */
  abstract bytesRead: Out<size>;
}

/** Writes the first `length` bytes of the buffer to the blocks, one after the other, as if they were one. */
export abstract class WriteBlocksTask extends Task {
  abstract blocks: In<Vector<Block>>;
  abstract data: In<BufferRef>;
  abstract length: In<size>;
  /** Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices. */
  abstract durable: In<Optional<bool>>;
  /** `length`, or after an IO_ERROR how many bytes were written before the first that were not. */
  abstract bytesWritten: Out<size>;
}

/** Reads `length` bytes from the blocks, one after the other, into the start of the buffer. */
export abstract class ReadBlocksTask extends Task {
  abstract blocks: In<Vector<Block>>;
  abstract data: InOut<BufferRef>;
  abstract length: In<size>;
  /** `length`, or after an IO_ERROR how many bytes were read before the first that were not. */
  abstract bytesRead: Out<size>;
}

/**
 * Waits until a crash can undo nothing of what was answered before: the bytes of writes, allocations and frees. On a
 * device in memory there is nothing to wait for.
 */
export abstract class FlushTask extends Task {}

/** The blocks that are allocated, by their offset: what is there after a crash, and has to be freed or used. */
export abstract class ListBlocksTask extends Task {
  /** Those that begin here or behind it. */
  abstract fromOffset: In<size>;
  /** So many at most, and never more than 4096. */
  abstract limit: In<u32>;
  abstract blocks: Out<Vector<Block>>;
}

/** The space of a device and what it has done since it was created. */
export abstract class GetStatsTask extends Task {
  /** Bytes that can be allocated in all: the size asked for, rounded down to the alignment. */
  abstract capacity: Out<size>;
  /** Bytes that are free now. */
  abstract remainingSize: Out<size>;
  /** Longest run of free bytes. */
  abstract largestFreeSize: Out<size>;
  /** The part of the free space, 0 to 1, that is not in the longest run. */
  abstract fragmentation: Out<f64>;
  abstract allocatedBlocks: Out<size>;
  abstract blockType: Out<BdevType>;
  abstract alignment: Out<u32>;
  /** Finished reads and writes. */
  abstract readOperations: Out<size>;
  abstract writeOperations: Out<size>;
  abstract readBytes: Out<size>;
  abstract writtenBytes: Out<size>;
  /** Requests of any kind that were refused or failed. */
  abstract errors: Out<size>;
  /** Whether allocations are remembered: on a file device, unless metadataPath is `none`. */
  abstract remembers: Out<bool>;
  /** Times that allocations and frees were brought to the medium, and times that the log of them was begun anew. */
  abstract metadataCommits: Out<size>;
  abstract metadataCompactions: Out<size>;
  /**
   * Of the log when the device was opened: bytes that were torn or damaged and are not used, and whole commits behind
   * them.
   */
  abstract metadataCutBytes: Out<size>;
  abstract metadataLostCommits: Out<size>;
  /**
   * Microseconds from the begin of a read or write in the device to its end: percentiles, within 3 %. 0 before the
   * first.
   */
  abstract readLatencyUsP50: Out<f64>;
  abstract readLatencyUsP99: Out<f64>;
  abstract readLatencyUsP999: Out<f64>;
  abstract readLatencyUsMax: Out<f64>;
  abstract writeLatencyUsP50: Out<f64>;
  abstract writeLatencyUsP99: Out<f64>;
  abstract writeLatencyUsP999: Out<f64>;
  abstract writeLatencyUsMax: Out<f64>;
  /** Transfers that were under way at once at most; 0 for a device in memory, whose transfers end where they begin. */
  abstract depthReached: Out<u32>;
  /** What moves the bytes: `io_uring`, `node:fs`, `memory`, or `none`. */
  abstract ioEngine: Out<string>;
  /** Whether transfers bypass the page cache. */
  abstract directIo: Out<bool>;
}
