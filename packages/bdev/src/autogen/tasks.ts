// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
// Pictures have offsets in bytes; `word + n`, and the numbers of strings and other regions, count words of 4 bytes.
// With access 1 inputs may be read, with 2 all fields may be read and written.
import {
  badData,
  badValue,
  type BufferRef,
  defineParams,
  defineTaskType,
  type Ipc,
  OUTPUT_RESERVE_BYTES,
  type Reader,
  readSize,
  type Replica,
  type Task,
  type Writer,
  writeSize,
} from '@chimaera/core/codegen';
import {
  AllocateBlocksTask,
  BdevType,
  type Block,
  CreateParams,
  FlushTask,
  FreeBlocksTask,
  GetStatsTask,
  IoEngineType,
  ListBlocksTask,
  ReadBlocksTask,
  ReadTask,
  WriteBlocksTask,
  WriteTask,
} from '../tasks.js';

/** Inputs of allocateBlocks. */
export interface AllocateBlocksInput {
  size: number;
  /** Answer only when a crash cannot undo it any more. For file devices. */
  durable?: boolean | undefined;
}

/** What allocateBlocks gives back, copied out of shared memory. */
export interface AllocateBlocksResult {
  blocks: Block[];
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<AllocateBlocksResult>[];
}

/**
 * Reserves at least `size` bytes, in one or several blocks of the device's size classes. What is not contiguous is
 * answered in more blocks, so that it fails only when less than `size` is free.
 *
 * Where kAllocateBlocks (10) lies in its block:
 *
 * ```text
 *       +---------+----------------+----+-----+
 *     0 | header  |                | 88 |     |
 *    88 | blocks  | Vector<Block>  |  8 | Out |
 *    96 | size    | size           |  8 | In  |
 *   104 | durable | Optional<bool> |  8 | In  |
 *       +---------+----------------+----+-----+
 *   112 | heap: blocks, durable
 * ```
 */
export class AllocateBlocksTaskView extends AllocateBlocksTask {
  override get size(): number {
    if (this.$memory.access < 1) this.$refuse('size', 1);
    return readSize(this.$memory.seg, this.$memory.word + 24);
  }

  override set size(v: number) {
    if (this.$memory.access < 2) this.$refuse('size', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('AllocateBlocksTask.size', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 24, v);
  }

  /** Answer only when a crash cannot undo it any more. For file devices. */
  override get durable(): boolean | undefined {
    if (this.$memory.access < 1) this.$refuse('durable', 1);
    if (this.$memory.seg.u32[this.$memory.word + 27] === 0) return undefined;
    return decodeOptionalBool(this.$memory.openRegion(26));
  }

  override set durable(v: boolean | undefined) {
    if (this.$memory.access < 2) this.$refuse('durable', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 26] = 0;
      this.$memory.seg.u32[this.$memory.word + 27] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalBool(w, v, 'AllocateBlocksTask.durable');
    this.$memory.endRegion(26, w, 8);
  }

  override get blocks(): Block[] {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    if (this.$memory.seg.u32[this.$memory.word + 23] === 0) return [];
    return decodeBlockVector(this.$memory.openRegion(22));
  }

  override set blocks(v: readonly Block[]) {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    const bytes = boundBlockVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeBlockVector(w, v, 'AllocateBlocksTask.blocks');
    this.$memory.endRegion(22, w, bytes);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<AllocateBlocksResult>[] {
    return super.replicas as readonly Replica<AllocateBlocksResult>[];
  }

  saveIn(w: Writer): void {
    w.size(readSize(this.$memory.seg, this.$memory.word + 24));
    this.$memory.saveRegion(26, w);
  }

  loadIn(r: Reader): void {
    writeSize(this.$memory.seg, this.$memory.word + 24, r.size());
    this.$memory.loadRegion(26, r);
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(22, w);
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(22, r);
  }

  /** Copies the fields. */
  copyTo(copy: AllocateBlocksTaskView): AllocateBlocksTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 96, this.$memory.base + 96, this.$memory.base + 104);
    copy.$memory.writeBytes(26, this.$memory.readBytes(26));
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    return copy;
  }
}

/** How kAllocateBlocks is sent and answered. */
export const allocateBlocksTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kAllocateBlocks',
  method: 10,
  layoutHash: 0x2f5374e1,
  fixedBytes: 112,
  View: AllocateBlocksTaskView,
  inputs: ['size', 'durable'],
  heapBytes(_input: AllocateBlocksInput): number {
    return OUTPUT_RESERVE_BYTES + 16;
  },
  fill(task: AllocateBlocksTaskView, input: AllocateBlocksInput): void {
    const { seg, word } = task.$memory;
    if (!Number.isSafeInteger(input.size) || input.size < 0)
      badValue('AllocateBlocksTask.size', 'size', input.size);
    writeSize(seg, word + 24, input.size);
    task.durable = input.durable;
  },
  result(task: AllocateBlocksTaskView, returnCode: number): AllocateBlocksResult {
    return { blocks: task.blocks, returnCode };
  },
});

/** Inputs of freeBlocks. */
export interface FreeBlocksInput {
  blocks: readonly Block[];
  /**
   * Answer only when a crash cannot undo it any more. Left out, that is done for blocks that a crash would bring back,
   * and others are freed at once; false never waits.
   */
  durable?: boolean | undefined;
}

/** What freeBlocks gives back, copied out of shared memory. */
export interface FreeBlocksResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<FreeBlocksResult>[];
}

/**
 * Gives blocks back, each exactly as it was allocated. Either all of them are freed or, with an error, none.
 *
 * Where kFreeBlocks (11) lies in its block:
 *
 * ```text
 *       +---------+----------------+----+----+
 *     0 | header  |                | 88 |    |
 *    88 | blocks  | Vector<Block>  |  8 | In |
 *    96 | durable | Optional<bool> |  8 | In |
 *       +---------+----------------+----+----+
 *   104 | heap: blocks, durable
 * ```
 */
export class FreeBlocksTaskView extends FreeBlocksTask {
  override get blocks(): Block[] {
    if (this.$memory.access < 1) this.$refuse('blocks', 1);
    if (this.$memory.seg.u32[this.$memory.word + 23] === 0) return [];
    return decodeBlockVector(this.$memory.openRegion(22));
  }

  override set blocks(v: readonly Block[]) {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    const bytes = boundBlockVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeBlockVector(w, v, 'FreeBlocksTask.blocks');
    this.$memory.endRegion(22, w, bytes);
  }

  /**
   * Answer only when a crash cannot undo it any more. Left out, that is done for blocks that a crash would bring back,
   * and others are freed at once; false never waits.
   */
  override get durable(): boolean | undefined {
    if (this.$memory.access < 1) this.$refuse('durable', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return undefined;
    return decodeOptionalBool(this.$memory.openRegion(24));
  }

  override set durable(v: boolean | undefined) {
    if (this.$memory.access < 2) this.$refuse('durable', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 24] = 0;
      this.$memory.seg.u32[this.$memory.word + 25] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalBool(w, v, 'FreeBlocksTask.durable');
    this.$memory.endRegion(24, w, 8);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<FreeBlocksResult>[] {
    return super.replicas as readonly Replica<FreeBlocksResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(22, w);
    this.$memory.saveRegion(24, w);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(22, r);
    this.$memory.loadRegion(24, r);
  }

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields. */
  copyTo(copy: FreeBlocksTaskView): FreeBlocksTaskView {
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    return copy;
  }
}

/** How kFreeBlocks is sent and answered. */
export const freeBlocksTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kFreeBlocks',
  method: 11,
  layoutHash: 0x9e78e181,
  fixedBytes: 104,
  View: FreeBlocksTaskView,
  inputs: ['blocks', 'durable'],
  heapBytes(input: FreeBlocksInput): number {
    return 24 + boundBlockVector(input.blocks);
  },
  fill(task: FreeBlocksTaskView, input: FreeBlocksInput): void {
    task.blocks = input.blocks;
    task.durable = input.durable;
  },
  result(_task: FreeBlocksTaskView, returnCode: number): FreeBlocksResult {
    return { returnCode };
  },
});

/** Inputs of write. */
export interface WriteInput {
  block: Block;
  data: BufferRef;
  length: number;
  /**
   * Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices.
   */
  durable?: boolean | undefined;
}

/** What write gives back, copied out of shared memory. */
export interface WriteResult {
  /** `length`, or after an IO_ERROR how many bytes were written before it. */
  bytesWritten: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<WriteResult>[];
}

/**
 * Writes the first `length` bytes of the buffer to the start of the block. The bytes beside them stay as they are.
 *
 * Where kWrite (12) lies in its block:
 *
 * ```text
 *       +--------------+----------------+----+-----+
 *     0 | header       |                | 88 |     |
 *    88 | bytesWritten | size           |  8 | Out |
 *    96 | block        | Block          | 24 | In  |
 *   120 | data         | BufferRef      | 16 | In  |
 *   136 | length       | size           |  8 | In  |
 *   144 | durable      | Optional<bool> |  8 | In  |
 *       +--------------+----------------+----+-----+
 *   152 | heap: durable
 * ```
 */
export class WriteTaskView extends WriteTask {
  override get block(): Block {
    if (this.$memory.access < 1) this.$refuse('block', 1);
    return readBlock(this, 96);
  }

  override set block(v: Block) {
    if (this.$memory.access < 2) this.$refuse('block', 2);
    writeBlock(this, 96, v, 'WriteTask.block');
  }

  override get data(): BufferRef {
    if (this.$memory.access < 1) this.$refuse('data', 1);
    return this.$memory.readBuffer(30);
  }

  override set data(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'object' || v === null) badValue('WriteTask.data', 'BufferRef', v);
    this.$memory.writeBuffer(30, v);
  }

  override get length(): number {
    if (this.$memory.access < 1) this.$refuse('length', 1);
    return readSize(this.$memory.seg, this.$memory.word + 34);
  }

  override set length(v: number) {
    if (this.$memory.access < 2) this.$refuse('length', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('WriteTask.length', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 34, v);
  }

  /**
   * Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices.
   */
  override get durable(): boolean | undefined {
    if (this.$memory.access < 1) this.$refuse('durable', 1);
    if (this.$memory.seg.u32[this.$memory.word + 37] === 0) return undefined;
    return decodeOptionalBool(this.$memory.openRegion(36));
  }

  override set durable(v: boolean | undefined) {
    if (this.$memory.access < 2) this.$refuse('durable', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 36] = 0;
      this.$memory.seg.u32[this.$memory.word + 37] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalBool(w, v, 'WriteTask.durable');
    this.$memory.endRegion(36, w, 8);
  }

  /** `length`, or after an IO_ERROR how many bytes were written before it. */
  override get bytesWritten(): number {
    if (this.$memory.access < 2) this.$refuse('bytesWritten', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set bytesWritten(v: number) {
    if (this.$memory.access < 2) this.$refuse('bytesWritten', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('WriteTask.bytesWritten', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<WriteResult>[] {
    return super.replicas as readonly Replica<WriteResult>[];
  }

  saveIn(w: Writer): void {
    encodeBlock(w, readBlock(this, 96), 'WriteTask.block');
    w.buffer(this.$memory.readBuffer(30));
    w.size(readSize(this.$memory.seg, this.$memory.word + 34));
    this.$memory.saveRegion(36, w);
  }

  loadIn(r: Reader): void {
    writeBlock(this, 96, decodeBlock(r), 'WriteTask.block');
    this.$memory.loadBuffer(30, r);
    writeSize(this.$memory.seg, this.$memory.word + 34, r.size());
    this.$memory.loadRegion(36, r);
  }

  saveOut(w: Writer): void {
    w.size(readSize(this.$memory.seg, this.$memory.word + 22));
  }

  loadOut(r: Reader): void {
    writeSize(this.$memory.seg, this.$memory.word + 22, r.size());
  }

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: WriteTaskView, ipc?: Ipc): WriteTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 144);
    if (ipc !== undefined) copy.$memory.writeBuffer(30, ipc.copyBuffer(this.$memory.readBuffer(30)));
    copy.$memory.writeBytes(36, this.$memory.readBytes(36));
    return copy;
  }
}

/** How kWrite is sent and answered. */
export const writeTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kWrite',
  method: 12,
  layoutHash: 0xd44f5a1f,
  fixedBytes: 152,
  View: WriteTaskView,
  inputs: ['block', 'data', 'length', 'durable'],
  heapBytes(_input: WriteInput): number {
    return 16;
  },
  fill(task: WriteTaskView, input: WriteInput): void {
    const { seg, word } = task.$memory;
    task.block = input.block;
    task.data = input.data;
    if (!Number.isSafeInteger(input.length) || input.length < 0)
      badValue('WriteTask.length', 'size', input.length);
    writeSize(seg, word + 34, input.length);
    task.durable = input.durable;
  },
  result(task: WriteTaskView, returnCode: number): WriteResult {
    return { bytesWritten: task.bytesWritten, returnCode };
  },
});

/** Inputs of read. */
export interface ReadInput {
  block: Block;
  data: BufferRef;
  length: number;
}

/** What read gives back, copied out of shared memory. */
export interface ReadResult {
  data: BufferRef;
  /** `length`, or after an IO_ERROR how many bytes were read before it. */
  bytesRead: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<ReadResult>[];
}

/**
 * Reads `length` bytes from the start of the block into the start of the buffer.
 *
 * Where kRead (13) lies in its block:
 *
 * ```text
 *       +-----------+-----------+----+-------+
 *     0 | header    |           | 88 |       |
 *    88 | bytesRead | size      |  8 | Out   |
 *    96 | block     | Block     | 24 | In    |
 *   120 | data      | BufferRef | 16 | InOut |
 *   136 | length    | size      |  8 | In    |
 *       +-----------+-----------+----+-------+
 *   144 | heap
 * ```
 */
export class ReadTaskView extends ReadTask {
  override get block(): Block {
    if (this.$memory.access < 1) this.$refuse('block', 1);
    return readBlock(this, 96);
  }

  override set block(v: Block) {
    if (this.$memory.access < 2) this.$refuse('block', 2);
    writeBlock(this, 96, v, 'ReadTask.block');
  }

  override get data(): BufferRef {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    return this.$memory.readBuffer(30);
  }

  override set data(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'object' || v === null) badValue('ReadTask.data', 'BufferRef', v);
    this.$memory.writeBuffer(30, v);
  }

  override get length(): number {
    if (this.$memory.access < 1) this.$refuse('length', 1);
    return readSize(this.$memory.seg, this.$memory.word + 34);
  }

  override set length(v: number) {
    if (this.$memory.access < 2) this.$refuse('length', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('ReadTask.length', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 34, v);
  }

  /** `length`, or after an IO_ERROR how many bytes were read before it. */
  override get bytesRead(): number {
    if (this.$memory.access < 2) this.$refuse('bytesRead', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set bytesRead(v: number) {
    if (this.$memory.access < 2) this.$refuse('bytesRead', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('ReadTask.bytesRead', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<ReadResult>[] {
    return super.replicas as readonly Replica<ReadResult>[];
  }

  saveIn(w: Writer): void {
    encodeBlock(w, readBlock(this, 96), 'ReadTask.block');
    w.buffer(this.$memory.readBuffer(30));
    w.size(readSize(this.$memory.seg, this.$memory.word + 34));
  }

  loadIn(r: Reader): void {
    writeBlock(this, 96, decodeBlock(r), 'ReadTask.block');
    this.$memory.loadBuffer(30, r);
    writeSize(this.$memory.seg, this.$memory.word + 34, r.size());
  }

  saveOut(w: Writer): void {
    w.buffer(this.$memory.readBuffer(30));
    w.size(readSize(this.$memory.seg, this.$memory.word + 22));
  }

  loadOut(r: Reader): void {
    this.$memory.loadBuffer(30, r);
    writeSize(this.$memory.seg, this.$memory.word + 22, r.size());
  }

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: ReadTaskView, ipc?: Ipc): ReadTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 144);
    if (ipc !== undefined) copy.$memory.writeBuffer(30, ipc.copyBuffer(this.$memory.readBuffer(30)));
    return copy;
  }
}

/** How kRead is sent and answered. */
export const readTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kRead',
  method: 13,
  layoutHash: 0xeeb13b88,
  fixedBytes: 144,
  View: ReadTaskView,
  inputs: ['block', 'data', 'length'],
  heapBytes(_input: ReadInput): number {
    return 0;
  },
  fill(task: ReadTaskView, input: ReadInput): void {
    const { seg, word } = task.$memory;
    task.block = input.block;
    task.data = input.data;
    if (!Number.isSafeInteger(input.length) || input.length < 0)
      badValue('ReadTask.length', 'size', input.length);
    writeSize(seg, word + 34, input.length);
  },
  result(task: ReadTaskView, returnCode: number): ReadResult {
    return { data: task.data, bytesRead: task.bytesRead, returnCode };
  },
});

/** Inputs of getStats. */
export type GetStatsInput = Record<string, never>;

/** What getStats gives back, copied out of shared memory. */
export interface GetStatsResult {
  /** Bytes that can be allocated in all: the size asked for, rounded down to the alignment. */
  capacity: number;
  /** Bytes that are free now. */
  remainingSize: number;
  /** Longest run of free bytes. */
  largestFreeSize: number;
  /** The part of the free space, 0 to 1, that is not in the longest run. */
  fragmentation: number;
  allocatedBlocks: number;
  blockType: BdevType;
  alignment: number;
  /** Finished reads and writes. */
  readOperations: number;
  writeOperations: number;
  readBytes: number;
  writtenBytes: number;
  /** Requests of any kind that were refused or failed. */
  errors: number;
  /** Whether allocations are remembered: on a file device, unless metadataPath is `none`. */
  remembers: boolean;
  /**
   * Times that allocations and frees were brought to the medium, and times that the log of them was begun anew.
   */
  metadataCommits: number;
  metadataCompactions: number;
  /**
   * Of the log when the device was opened: bytes that were torn or damaged and are not used, and whole commits behind
   * them.
   */
  metadataCutBytes: number;
  metadataLostCommits: number;
  /**
   * Microseconds from the begin of a read or write in the device to its end: percentiles, within 3 %. 0 before the
   * first.
   */
  readLatencyUsP50: number;
  readLatencyUsP99: number;
  readLatencyUsP999: number;
  readLatencyUsMax: number;
  writeLatencyUsP50: number;
  writeLatencyUsP99: number;
  writeLatencyUsP999: number;
  writeLatencyUsMax: number;
  /**
   * Transfers that were under way at once at most; 0 for a device in memory, whose transfers end where they begin.
   */
  depthReached: number;
  /** What moves the bytes: `io_uring`, `node:fs`, `memory`, or `none`. */
  ioEngine: string;
  /** Whether transfers bypass the page cache. */
  directIo: boolean;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<GetStatsResult>[];
}

/**
 * The space of a device and what it has done since it was created.
 *
 * Where kGetStats (14) lies in its block:
 *
 * ```text
 *       +---------------------+----------+----+-----+
 *     0 | header              |          | 88 |     |
 *    88 | capacity            | size     |  8 | Out |
 *    96 | remainingSize       | size     |  8 | Out |
 *   104 | largestFreeSize     | size     |  8 | Out |
 *   112 | fragmentation       | f64      |  8 | Out |
 *   120 | allocatedBlocks     | size     |  8 | Out |
 *   128 | blockType           | BdevType |  4 | Out |
 *   132 | alignment           | u32      |  4 | Out |
 *   136 | readOperations      | size     |  8 | Out |
 *   144 | writeOperations     | size     |  8 | Out |
 *   152 | readBytes           | size     |  8 | Out |
 *   160 | writtenBytes        | size     |  8 | Out |
 *   168 | errors              | size     |  8 | Out |
 *   176 | remembers           | bool     |  1 | Out |
 *   184 | metadataCommits     | size     |  8 | Out |
 *   192 | metadataCompactions | size     |  8 | Out |
 *   200 | metadataCutBytes    | size     |  8 | Out |
 *   208 | metadataLostCommits | size     |  8 | Out |
 *   216 | readLatencyUsP50    | f64      |  8 | Out |
 *   224 | readLatencyUsP99    | f64      |  8 | Out |
 *   232 | readLatencyUsP999   | f64      |  8 | Out |
 *   240 | readLatencyUsMax    | f64      |  8 | Out |
 *   248 | writeLatencyUsP50   | f64      |  8 | Out |
 *   256 | writeLatencyUsP99   | f64      |  8 | Out |
 *   264 | writeLatencyUsP999  | f64      |  8 | Out |
 *   272 | writeLatencyUsMax   | f64      |  8 | Out |
 *   280 | depthReached        | u32      |  4 | Out |
 *   284 | ioEngine            | string   |  8 | Out |
 *   292 | directIo            | bool     |  1 | Out |
 *       +---------------------+----------+----+-----+
 *   296 | heap: ioEngine
 * ```
 */
export class GetStatsTaskView extends GetStatsTask {
  /** Bytes that can be allocated in all: the size asked for, rounded down to the alignment. */
  override get capacity(): number {
    if (this.$memory.access < 2) this.$refuse('capacity', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set capacity(v: number) {
    if (this.$memory.access < 2) this.$refuse('capacity', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.capacity', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Bytes that are free now. */
  override get remainingSize(): number {
    if (this.$memory.access < 2) this.$refuse('remainingSize', 2);
    return readSize(this.$memory.seg, this.$memory.word + 24);
  }

  override set remainingSize(v: number) {
    if (this.$memory.access < 2) this.$refuse('remainingSize', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.remainingSize', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 24, v);
  }

  /** Longest run of free bytes. */
  override get largestFreeSize(): number {
    if (this.$memory.access < 2) this.$refuse('largestFreeSize', 2);
    return readSize(this.$memory.seg, this.$memory.word + 26);
  }

  override set largestFreeSize(v: number) {
    if (this.$memory.access < 2) this.$refuse('largestFreeSize', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.largestFreeSize', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 26, v);
  }

  /** The part of the free space, 0 to 1, that is not in the longest run. */
  override get fragmentation(): number {
    if (this.$memory.access < 2) this.$refuse('fragmentation', 2);
    return this.$memory.seg.f64[(this.$memory.base + 112) >>> 3]!;
  }

  override set fragmentation(v: number) {
    if (this.$memory.access < 2) this.$refuse('fragmentation', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.fragmentation', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 112) >>> 3] = v;
  }

  override get allocatedBlocks(): number {
    if (this.$memory.access < 2) this.$refuse('allocatedBlocks', 2);
    return readSize(this.$memory.seg, this.$memory.word + 30);
  }

  override set allocatedBlocks(v: number) {
    if (this.$memory.access < 2) this.$refuse('allocatedBlocks', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.allocatedBlocks', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 30, v);
  }

  override get blockType(): BdevType {
    if (this.$memory.access < 2) this.$refuse('blockType', 2);
    return toBdevType(this.$memory.seg.u32[this.$memory.word + 32]!);
  }

  override set blockType(v: BdevType) {
    if (this.$memory.access < 2) this.$refuse('blockType', 2);
    if (v >>> 0 !== v || v > 2) badValue('GetStatsTask.blockType', 'BdevType', v);
    this.$memory.seg.u32[this.$memory.word + 32] = v;
  }

  override get alignment(): number {
    if (this.$memory.access < 2) this.$refuse('alignment', 2);
    return this.$memory.seg.u32[this.$memory.word + 33]!;
  }

  override set alignment(v: number) {
    if (this.$memory.access < 2) this.$refuse('alignment', 2);
    if (v >>> 0 !== v) badValue('GetStatsTask.alignment', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 33] = v;
  }

  /** Finished reads and writes. */
  override get readOperations(): number {
    if (this.$memory.access < 2) this.$refuse('readOperations', 2);
    return readSize(this.$memory.seg, this.$memory.word + 34);
  }

  override set readOperations(v: number) {
    if (this.$memory.access < 2) this.$refuse('readOperations', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.readOperations', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 34, v);
  }

  override get writeOperations(): number {
    if (this.$memory.access < 2) this.$refuse('writeOperations', 2);
    return readSize(this.$memory.seg, this.$memory.word + 36);
  }

  override set writeOperations(v: number) {
    if (this.$memory.access < 2) this.$refuse('writeOperations', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.writeOperations', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 36, v);
  }

  override get readBytes(): number {
    if (this.$memory.access < 2) this.$refuse('readBytes', 2);
    return readSize(this.$memory.seg, this.$memory.word + 38);
  }

  override set readBytes(v: number) {
    if (this.$memory.access < 2) this.$refuse('readBytes', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.readBytes', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 38, v);
  }

  override get writtenBytes(): number {
    if (this.$memory.access < 2) this.$refuse('writtenBytes', 2);
    return readSize(this.$memory.seg, this.$memory.word + 40);
  }

  override set writtenBytes(v: number) {
    if (this.$memory.access < 2) this.$refuse('writtenBytes', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.writtenBytes', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 40, v);
  }

  /** Requests of any kind that were refused or failed. */
  override get errors(): number {
    if (this.$memory.access < 2) this.$refuse('errors', 2);
    return readSize(this.$memory.seg, this.$memory.word + 42);
  }

  override set errors(v: number) {
    if (this.$memory.access < 2) this.$refuse('errors', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.errors', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 42, v);
  }

  /** Whether allocations are remembered: on a file device, unless metadataPath is `none`. */
  override get remembers(): boolean {
    if (this.$memory.access < 2) this.$refuse('remembers', 2);
    return this.$memory.seg.u8[this.$memory.base + 176]! !== 0;
  }

  override set remembers(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('remembers', 2);
    if (typeof v !== 'boolean') badValue('GetStatsTask.remembers', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 176] = v ? 1 : 0;
  }

  /**
   * Times that allocations and frees were brought to the medium, and times that the log of them was begun anew.
   */
  override get metadataCommits(): number {
    if (this.$memory.access < 2) this.$refuse('metadataCommits', 2);
    return readSize(this.$memory.seg, this.$memory.word + 46);
  }

  override set metadataCommits(v: number) {
    if (this.$memory.access < 2) this.$refuse('metadataCommits', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.metadataCommits', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 46, v);
  }

  override get metadataCompactions(): number {
    if (this.$memory.access < 2) this.$refuse('metadataCompactions', 2);
    return readSize(this.$memory.seg, this.$memory.word + 48);
  }

  override set metadataCompactions(v: number) {
    if (this.$memory.access < 2) this.$refuse('metadataCompactions', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.metadataCompactions', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 48, v);
  }

  /**
   * Of the log when the device was opened: bytes that were torn or damaged and are not used, and whole commits behind
   * them.
   */
  override get metadataCutBytes(): number {
    if (this.$memory.access < 2) this.$refuse('metadataCutBytes', 2);
    return readSize(this.$memory.seg, this.$memory.word + 50);
  }

  override set metadataCutBytes(v: number) {
    if (this.$memory.access < 2) this.$refuse('metadataCutBytes', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.metadataCutBytes', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 50, v);
  }

  override get metadataLostCommits(): number {
    if (this.$memory.access < 2) this.$refuse('metadataLostCommits', 2);
    return readSize(this.$memory.seg, this.$memory.word + 52);
  }

  override set metadataLostCommits(v: number) {
    if (this.$memory.access < 2) this.$refuse('metadataLostCommits', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('GetStatsTask.metadataLostCommits', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 52, v);
  }

  /**
   * Microseconds from the begin of a read or write in the device to its end: percentiles, within 3 %. 0 before the
   * first.
   */
  override get readLatencyUsP50(): number {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP50', 2);
    return this.$memory.seg.f64[(this.$memory.base + 216) >>> 3]!;
  }

  override set readLatencyUsP50(v: number) {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP50', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.readLatencyUsP50', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 216) >>> 3] = v;
  }

  override get readLatencyUsP99(): number {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP99', 2);
    return this.$memory.seg.f64[(this.$memory.base + 224) >>> 3]!;
  }

  override set readLatencyUsP99(v: number) {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP99', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.readLatencyUsP99', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 224) >>> 3] = v;
  }

  override get readLatencyUsP999(): number {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP999', 2);
    return this.$memory.seg.f64[(this.$memory.base + 232) >>> 3]!;
  }

  override set readLatencyUsP999(v: number) {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsP999', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.readLatencyUsP999', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 232) >>> 3] = v;
  }

  override get readLatencyUsMax(): number {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsMax', 2);
    return this.$memory.seg.f64[(this.$memory.base + 240) >>> 3]!;
  }

  override set readLatencyUsMax(v: number) {
    if (this.$memory.access < 2) this.$refuse('readLatencyUsMax', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.readLatencyUsMax', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 240) >>> 3] = v;
  }

  override get writeLatencyUsP50(): number {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP50', 2);
    return this.$memory.seg.f64[(this.$memory.base + 248) >>> 3]!;
  }

  override set writeLatencyUsP50(v: number) {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP50', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.writeLatencyUsP50', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 248) >>> 3] = v;
  }

  override get writeLatencyUsP99(): number {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP99', 2);
    return this.$memory.seg.f64[(this.$memory.base + 256) >>> 3]!;
  }

  override set writeLatencyUsP99(v: number) {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP99', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.writeLatencyUsP99', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 256) >>> 3] = v;
  }

  override get writeLatencyUsP999(): number {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP999', 2);
    return this.$memory.seg.f64[(this.$memory.base + 264) >>> 3]!;
  }

  override set writeLatencyUsP999(v: number) {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsP999', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.writeLatencyUsP999', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 264) >>> 3] = v;
  }

  override get writeLatencyUsMax(): number {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsMax', 2);
    return this.$memory.seg.f64[(this.$memory.base + 272) >>> 3]!;
  }

  override set writeLatencyUsMax(v: number) {
    if (this.$memory.access < 2) this.$refuse('writeLatencyUsMax', 2);
    if (typeof v !== 'number') badValue('GetStatsTask.writeLatencyUsMax', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 272) >>> 3] = v;
  }

  /**
   * Transfers that were under way at once at most; 0 for a device in memory, whose transfers end where they begin.
   */
  override get depthReached(): number {
    if (this.$memory.access < 2) this.$refuse('depthReached', 2);
    return this.$memory.seg.u32[this.$memory.word + 70]!;
  }

  override set depthReached(v: number) {
    if (this.$memory.access < 2) this.$refuse('depthReached', 2);
    if (v >>> 0 !== v) badValue('GetStatsTask.depthReached', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 70] = v;
  }

  /** What moves the bytes: `io_uring`, `node:fs`, `memory`, or `none`. */
  override get ioEngine(): string {
    if (this.$memory.access < 2) this.$refuse('ioEngine', 2);
    return this.$memory.readString(71);
  }

  override set ioEngine(v: string) {
    if (this.$memory.access < 2) this.$refuse('ioEngine', 2);
    if (typeof v !== 'string') badValue('GetStatsTask.ioEngine', 'string', v);
    this.$memory.writeString(71, v);
  }

  /** Whether transfers bypass the page cache. */
  override get directIo(): boolean {
    if (this.$memory.access < 2) this.$refuse('directIo', 2);
    return this.$memory.seg.u8[this.$memory.base + 292]! !== 0;
  }

  override set directIo(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('directIo', 2);
    if (typeof v !== 'boolean') badValue('GetStatsTask.directIo', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 292] = v ? 1 : 0;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<GetStatsResult>[] {
    return super.replicas as readonly Replica<GetStatsResult>[];
  }

  saveIn(_w: Writer): void {}

  loadIn(_r: Reader): void {}

  saveOut(w: Writer): void {
    const at = w.words(0, 49);
    const on = (at + 1) & ~1;
    const to = w.views.u32;
    to[on] = this.$memory.seg.u32[this.$memory.word + 22]!;
    to[on + 1] = this.$memory.seg.u32[this.$memory.word + 23]!;
    to[on + 2] = this.$memory.seg.u32[this.$memory.word + 24]!;
    to[on + 3] = this.$memory.seg.u32[this.$memory.word + 25]!;
    to[on + 4] = this.$memory.seg.u32[this.$memory.word + 26]!;
    to[on + 5] = this.$memory.seg.u32[this.$memory.word + 27]!;
    to[on + 6] = this.$memory.seg.u32[this.$memory.word + 28]!;
    to[on + 7] = this.$memory.seg.u32[this.$memory.word + 29]!;
    to[on + 8] = this.$memory.seg.u32[this.$memory.word + 30]!;
    to[on + 9] = this.$memory.seg.u32[this.$memory.word + 31]!;
    to[on + 10] = this.$memory.seg.u32[this.$memory.word + 32]!;
    to[on + 11] = this.$memory.seg.u32[this.$memory.word + 33]!;
    to[on + 12] = this.$memory.seg.u32[this.$memory.word + 34]!;
    to[on + 13] = this.$memory.seg.u32[this.$memory.word + 35]!;
    to[on + 14] = this.$memory.seg.u32[this.$memory.word + 36]!;
    to[on + 15] = this.$memory.seg.u32[this.$memory.word + 37]!;
    to[on + 16] = this.$memory.seg.u32[this.$memory.word + 38]!;
    to[on + 17] = this.$memory.seg.u32[this.$memory.word + 39]!;
    to[on + 18] = this.$memory.seg.u32[this.$memory.word + 40]!;
    to[on + 19] = this.$memory.seg.u32[this.$memory.word + 41]!;
    to[on + 20] = this.$memory.seg.u32[this.$memory.word + 42]!;
    to[on + 21] = this.$memory.seg.u32[this.$memory.word + 43]!;
    to[on + 22] = this.$memory.seg.u8[this.$memory.base + 176]! !== 0 ? 1 : 0;
    to[on + 24] = this.$memory.seg.u32[this.$memory.word + 46]!;
    to[on + 25] = this.$memory.seg.u32[this.$memory.word + 47]!;
    to[on + 26] = this.$memory.seg.u32[this.$memory.word + 48]!;
    to[on + 27] = this.$memory.seg.u32[this.$memory.word + 49]!;
    to[on + 28] = this.$memory.seg.u32[this.$memory.word + 50]!;
    to[on + 29] = this.$memory.seg.u32[this.$memory.word + 51]!;
    to[on + 30] = this.$memory.seg.u32[this.$memory.word + 52]!;
    to[on + 31] = this.$memory.seg.u32[this.$memory.word + 53]!;
    to[on + 32] = this.$memory.seg.u32[this.$memory.word + 54]!;
    to[on + 33] = this.$memory.seg.u32[this.$memory.word + 55]!;
    to[on + 34] = this.$memory.seg.u32[this.$memory.word + 56]!;
    to[on + 35] = this.$memory.seg.u32[this.$memory.word + 57]!;
    to[on + 36] = this.$memory.seg.u32[this.$memory.word + 58]!;
    to[on + 37] = this.$memory.seg.u32[this.$memory.word + 59]!;
    to[on + 38] = this.$memory.seg.u32[this.$memory.word + 60]!;
    to[on + 39] = this.$memory.seg.u32[this.$memory.word + 61]!;
    to[on + 40] = this.$memory.seg.u32[this.$memory.word + 62]!;
    to[on + 41] = this.$memory.seg.u32[this.$memory.word + 63]!;
    to[on + 42] = this.$memory.seg.u32[this.$memory.word + 64]!;
    to[on + 43] = this.$memory.seg.u32[this.$memory.word + 65]!;
    to[on + 44] = this.$memory.seg.u32[this.$memory.word + 66]!;
    to[on + 45] = this.$memory.seg.u32[this.$memory.word + 67]!;
    to[on + 46] = this.$memory.seg.u32[this.$memory.word + 68]!;
    to[on + 47] = this.$memory.seg.u32[this.$memory.word + 69]!;
    to[on + 48] = this.$memory.seg.u32[this.$memory.word + 70]!;
    to[on + 23] = 0;
    this.$memory.saveRegion(71, w);
    w.bool(this.$memory.seg.u8[this.$memory.base + 292]! !== 0);
  }

  loadOut(r: Reader): void {
    const at = r.words(0, 49);
    const on = (at + 1) & ~1;
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 22] = from[on]!;
    this.$memory.seg.u32[this.$memory.word + 23] = from[on + 1]!;
    this.$memory.seg.u32[this.$memory.word + 24] = from[on + 2]!;
    this.$memory.seg.u32[this.$memory.word + 25] = from[on + 3]!;
    this.$memory.seg.u32[this.$memory.word + 26] = from[on + 4]!;
    this.$memory.seg.u32[this.$memory.word + 27] = from[on + 5]!;
    this.$memory.seg.u32[this.$memory.word + 28] = from[on + 6]!;
    this.$memory.seg.u32[this.$memory.word + 29] = from[on + 7]!;
    this.$memory.seg.u32[this.$memory.word + 30] = from[on + 8]!;
    this.$memory.seg.u32[this.$memory.word + 31] = from[on + 9]!;
    this.$memory.seg.u32[this.$memory.word + 32] = toBdevType(from[on + 10]!);
    this.$memory.seg.u32[this.$memory.word + 33] = from[on + 11]!;
    this.$memory.seg.u32[this.$memory.word + 34] = from[on + 12]!;
    this.$memory.seg.u32[this.$memory.word + 35] = from[on + 13]!;
    this.$memory.seg.u32[this.$memory.word + 36] = from[on + 14]!;
    this.$memory.seg.u32[this.$memory.word + 37] = from[on + 15]!;
    this.$memory.seg.u32[this.$memory.word + 38] = from[on + 16]!;
    this.$memory.seg.u32[this.$memory.word + 39] = from[on + 17]!;
    this.$memory.seg.u32[this.$memory.word + 40] = from[on + 18]!;
    this.$memory.seg.u32[this.$memory.word + 41] = from[on + 19]!;
    this.$memory.seg.u32[this.$memory.word + 42] = from[on + 20]!;
    this.$memory.seg.u32[this.$memory.word + 43] = from[on + 21]!;
    this.$memory.seg.u8[this.$memory.base + 176] = from[on + 22]! !== 0 ? 1 : 0;
    this.$memory.seg.u32[this.$memory.word + 46] = from[on + 24]!;
    this.$memory.seg.u32[this.$memory.word + 47] = from[on + 25]!;
    this.$memory.seg.u32[this.$memory.word + 48] = from[on + 26]!;
    this.$memory.seg.u32[this.$memory.word + 49] = from[on + 27]!;
    this.$memory.seg.u32[this.$memory.word + 50] = from[on + 28]!;
    this.$memory.seg.u32[this.$memory.word + 51] = from[on + 29]!;
    this.$memory.seg.u32[this.$memory.word + 52] = from[on + 30]!;
    this.$memory.seg.u32[this.$memory.word + 53] = from[on + 31]!;
    this.$memory.seg.u32[this.$memory.word + 54] = from[on + 32]!;
    this.$memory.seg.u32[this.$memory.word + 55] = from[on + 33]!;
    this.$memory.seg.u32[this.$memory.word + 56] = from[on + 34]!;
    this.$memory.seg.u32[this.$memory.word + 57] = from[on + 35]!;
    this.$memory.seg.u32[this.$memory.word + 58] = from[on + 36]!;
    this.$memory.seg.u32[this.$memory.word + 59] = from[on + 37]!;
    this.$memory.seg.u32[this.$memory.word + 60] = from[on + 38]!;
    this.$memory.seg.u32[this.$memory.word + 61] = from[on + 39]!;
    this.$memory.seg.u32[this.$memory.word + 62] = from[on + 40]!;
    this.$memory.seg.u32[this.$memory.word + 63] = from[on + 41]!;
    this.$memory.seg.u32[this.$memory.word + 64] = from[on + 42]!;
    this.$memory.seg.u32[this.$memory.word + 65] = from[on + 43]!;
    this.$memory.seg.u32[this.$memory.word + 66] = from[on + 44]!;
    this.$memory.seg.u32[this.$memory.word + 67] = from[on + 45]!;
    this.$memory.seg.u32[this.$memory.word + 68] = from[on + 46]!;
    this.$memory.seg.u32[this.$memory.word + 69] = from[on + 47]!;
    this.$memory.seg.u32[this.$memory.word + 70] = from[on + 48]!;
    this.$memory.loadRegion(71, r);
    this.$memory.seg.u8[this.$memory.base + 292] = r.bool() ? 1 : 0;
  }

  /** Copies the fields. */
  copyTo(copy: GetStatsTaskView): GetStatsTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 284);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 292, this.$memory.base + 292, this.$memory.base + 293);
    copy.$memory.writeBytes(71, this.$memory.readBytes(71));
    return copy;
  }
}

/** How kGetStats is sent and answered. */
export const getStatsTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kGetStats',
  method: 14,
  layoutHash: 0x9454f2c0,
  fixedBytes: 296,
  View: GetStatsTaskView,
  inputs: [],
  heapBytes(_input: GetStatsInput): number {
    return OUTPUT_RESERVE_BYTES;
  },
  fill(_task: GetStatsTaskView, _input: GetStatsInput): void {},
  result(task: GetStatsTaskView, returnCode: number): GetStatsResult {
    return {
      capacity: task.capacity,
      remainingSize: task.remainingSize,
      largestFreeSize: task.largestFreeSize,
      fragmentation: task.fragmentation,
      allocatedBlocks: task.allocatedBlocks,
      blockType: task.blockType,
      alignment: task.alignment,
      readOperations: task.readOperations,
      writeOperations: task.writeOperations,
      readBytes: task.readBytes,
      writtenBytes: task.writtenBytes,
      errors: task.errors,
      remembers: task.remembers,
      metadataCommits: task.metadataCommits,
      metadataCompactions: task.metadataCompactions,
      metadataCutBytes: task.metadataCutBytes,
      metadataLostCommits: task.metadataLostCommits,
      readLatencyUsP50: task.readLatencyUsP50,
      readLatencyUsP99: task.readLatencyUsP99,
      readLatencyUsP999: task.readLatencyUsP999,
      readLatencyUsMax: task.readLatencyUsMax,
      writeLatencyUsP50: task.writeLatencyUsP50,
      writeLatencyUsP99: task.writeLatencyUsP99,
      writeLatencyUsP999: task.writeLatencyUsP999,
      writeLatencyUsMax: task.writeLatencyUsMax,
      depthReached: task.depthReached,
      ioEngine: task.ioEngine,
      directIo: task.directIo,
      returnCode,
    };
  },
});

/** Inputs of flush. */
export type FlushInput = Record<string, never>;

/** What flush gives back, copied out of shared memory. */
export interface FlushResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<FlushResult>[];
}

/**
 * Waits until a crash can undo nothing of what was answered before: the bytes of writes, allocations and frees. On a
 * device in memory there is nothing to wait for.
 *
 * Where kFlush (15) lies in its block:
 *
 * ```text
 *       +--------+--+----+--+
 *     0 | header |  | 88 |  |
 *       +--------+--+----+--+
 *    88 | heap
 * ```
 */
export class FlushTaskView extends FlushTask {
  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<FlushResult>[] {
    return super.replicas as readonly Replica<FlushResult>[];
  }

  saveIn(_w: Writer): void {}

  loadIn(_r: Reader): void {}

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields. */
  copyTo(copy: FlushTaskView): FlushTaskView {
    return copy;
  }
}

/** How kFlush is sent and answered. */
export const flushTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kFlush',
  method: 15,
  layoutHash: 0x61935f8a,
  fixedBytes: 88,
  View: FlushTaskView,
  inputs: [],
  heapBytes(_input: FlushInput): number {
    return 0;
  },
  fill(_task: FlushTaskView, _input: FlushInput): void {},
  result(_task: FlushTaskView, returnCode: number): FlushResult {
    return { returnCode };
  },
});

/** Inputs of listBlocks. */
export interface ListBlocksInput {
  /** Those that begin here or behind it. */
  fromOffset: number;
  /** So many at most, and never more than 4096. */
  limit: number;
}

/** What listBlocks gives back, copied out of shared memory. */
export interface ListBlocksResult {
  blocks: Block[];
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<ListBlocksResult>[];
}

/**
 * The blocks that are allocated, by their offset: what is there after a crash, and has to be freed or used.
 *
 * Where kListBlocks (16) lies in its block:
 *
 * ```text
 *       +------------+---------------+----+-----+
 *     0 | header     |               | 88 |     |
 *    88 | blocks     | Vector<Block> |  8 | Out |
 *    96 | fromOffset | size          |  8 | In  |
 *   104 | limit      | u32           |  4 | In  |
 *       +------------+---------------+----+-----+
 *   112 | heap: blocks
 * ```
 */
export class ListBlocksTaskView extends ListBlocksTask {
  /** Those that begin here or behind it. */
  override get fromOffset(): number {
    if (this.$memory.access < 1) this.$refuse('fromOffset', 1);
    return readSize(this.$memory.seg, this.$memory.word + 24);
  }

  override set fromOffset(v: number) {
    if (this.$memory.access < 2) this.$refuse('fromOffset', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('ListBlocksTask.fromOffset', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 24, v);
  }

  /** So many at most, and never more than 4096. */
  override get limit(): number {
    if (this.$memory.access < 1) this.$refuse('limit', 1);
    return this.$memory.seg.u32[this.$memory.word + 26]!;
  }

  override set limit(v: number) {
    if (this.$memory.access < 2) this.$refuse('limit', 2);
    if (v >>> 0 !== v) badValue('ListBlocksTask.limit', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 26] = v;
  }

  override get blocks(): Block[] {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    if (this.$memory.seg.u32[this.$memory.word + 23] === 0) return [];
    return decodeBlockVector(this.$memory.openRegion(22));
  }

  override set blocks(v: readonly Block[]) {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    const bytes = boundBlockVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeBlockVector(w, v, 'ListBlocksTask.blocks');
    this.$memory.endRegion(22, w, bytes);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<ListBlocksResult>[] {
    return super.replicas as readonly Replica<ListBlocksResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(0, 3);
    const on = (at + 1) & ~1;
    const to = w.views.u32;
    to[on] = this.$memory.seg.u32[this.$memory.word + 24]!;
    to[on + 1] = this.$memory.seg.u32[this.$memory.word + 25]!;
    to[on + 2] = this.$memory.seg.u32[this.$memory.word + 26]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(0, 3);
    const on = (at + 1) & ~1;
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 24] = from[on]!;
    this.$memory.seg.u32[this.$memory.word + 25] = from[on + 1]!;
    this.$memory.seg.u32[this.$memory.word + 26] = from[on + 2]!;
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(22, w);
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(22, r);
  }

  /** Copies the fields. */
  copyTo(copy: ListBlocksTaskView): ListBlocksTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 96, this.$memory.base + 96, this.$memory.base + 108);
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    return copy;
  }
}

/** How kListBlocks is sent and answered. */
export const listBlocksTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kListBlocks',
  method: 16,
  layoutHash: 0xfce6b848,
  fixedBytes: 112,
  View: ListBlocksTaskView,
  inputs: ['fromOffset', 'limit'],
  heapBytes(_input: ListBlocksInput): number {
    return OUTPUT_RESERVE_BYTES;
  },
  fill(task: ListBlocksTaskView, input: ListBlocksInput): void {
    const { seg, word } = task.$memory;
    if (!Number.isSafeInteger(input.fromOffset) || input.fromOffset < 0)
      badValue('ListBlocksTask.fromOffset', 'size', input.fromOffset);
    writeSize(seg, word + 24, input.fromOffset);
    if (input.limit >>> 0 !== input.limit) badValue('ListBlocksTask.limit', 'u32', input.limit);
    seg.u32[word + 26] = input.limit;
  },
  result(task: ListBlocksTaskView, returnCode: number): ListBlocksResult {
    return { blocks: task.blocks, returnCode };
  },
});

/** Inputs of writeBlocks. */
export interface WriteBlocksInput {
  blocks: readonly Block[];
  data: BufferRef;
  length: number;
  /**
   * Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices.
   */
  durable?: boolean | undefined;
}

/** What writeBlocks gives back, copied out of shared memory. */
export interface WriteBlocksResult {
  /**
   * `length`, or after an IO_ERROR how many bytes were written before the first that were not.
   */
  bytesWritten: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<WriteBlocksResult>[];
}

/**
 * Writes the first `length` bytes of the buffer to the blocks, one after the other, as if they were one.
 *
 * Where kWriteBlocks (20) lies in its block:
 *
 * ```text
 *       +--------------+----------------+----+-----+
 *     0 | header       |                | 88 |     |
 *    88 | bytesWritten | size           |  8 | Out |
 *    96 | blocks       | Vector<Block>  |  8 | In  |
 *   104 | data         | BufferRef      | 16 | In  |
 *   120 | length       | size           |  8 | In  |
 *   128 | durable      | Optional<bool> |  8 | In  |
 *       +--------------+----------------+----+-----+
 *   136 | heap: blocks, durable
 * ```
 */
export class WriteBlocksTaskView extends WriteBlocksTask {
  override get blocks(): Block[] {
    if (this.$memory.access < 1) this.$refuse('blocks', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return [];
    return decodeBlockVector(this.$memory.openRegion(24));
  }

  override set blocks(v: readonly Block[]) {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    const bytes = boundBlockVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeBlockVector(w, v, 'WriteBlocksTask.blocks');
    this.$memory.endRegion(24, w, bytes);
  }

  override get data(): BufferRef {
    if (this.$memory.access < 1) this.$refuse('data', 1);
    return this.$memory.readBuffer(26);
  }

  override set data(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'object' || v === null) badValue('WriteBlocksTask.data', 'BufferRef', v);
    this.$memory.writeBuffer(26, v);
  }

  override get length(): number {
    if (this.$memory.access < 1) this.$refuse('length', 1);
    return readSize(this.$memory.seg, this.$memory.word + 30);
  }

  override set length(v: number) {
    if (this.$memory.access < 2) this.$refuse('length', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('WriteBlocksTask.length', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 30, v);
  }

  /**
   * Answer only when a crash can undo neither these bytes nor the allocation of the block. For file devices.
   */
  override get durable(): boolean | undefined {
    if (this.$memory.access < 1) this.$refuse('durable', 1);
    if (this.$memory.seg.u32[this.$memory.word + 33] === 0) return undefined;
    return decodeOptionalBool(this.$memory.openRegion(32));
  }

  override set durable(v: boolean | undefined) {
    if (this.$memory.access < 2) this.$refuse('durable', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 32] = 0;
      this.$memory.seg.u32[this.$memory.word + 33] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalBool(w, v, 'WriteBlocksTask.durable');
    this.$memory.endRegion(32, w, 8);
  }

  /**
   * `length`, or after an IO_ERROR how many bytes were written before the first that were not.
   */
  override get bytesWritten(): number {
    if (this.$memory.access < 2) this.$refuse('bytesWritten', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set bytesWritten(v: number) {
    if (this.$memory.access < 2) this.$refuse('bytesWritten', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('WriteBlocksTask.bytesWritten', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<WriteBlocksResult>[] {
    return super.replicas as readonly Replica<WriteBlocksResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(24, w);
    w.buffer(this.$memory.readBuffer(26));
    w.size(readSize(this.$memory.seg, this.$memory.word + 30));
    this.$memory.saveRegion(32, w);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(24, r);
    this.$memory.loadBuffer(26, r);
    writeSize(this.$memory.seg, this.$memory.word + 30, r.size());
    this.$memory.loadRegion(32, r);
  }

  saveOut(w: Writer): void {
    w.size(readSize(this.$memory.seg, this.$memory.word + 22));
  }

  loadOut(r: Reader): void {
    writeSize(this.$memory.seg, this.$memory.word + 22, r.size());
  }

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: WriteBlocksTaskView, ipc?: Ipc): WriteBlocksTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 104, this.$memory.base + 104, this.$memory.base + 128);
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    if (ipc !== undefined) copy.$memory.writeBuffer(26, ipc.copyBuffer(this.$memory.readBuffer(26)));
    copy.$memory.writeBytes(32, this.$memory.readBytes(32));
    return copy;
  }
}

/** How kWriteBlocks is sent and answered. */
export const writeBlocksTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kWriteBlocks',
  method: 20,
  layoutHash: 0x2da1d1cd,
  fixedBytes: 136,
  View: WriteBlocksTaskView,
  inputs: ['blocks', 'data', 'length', 'durable'],
  heapBytes(input: WriteBlocksInput): number {
    return 24 + boundBlockVector(input.blocks);
  },
  fill(task: WriteBlocksTaskView, input: WriteBlocksInput): void {
    const { seg, word } = task.$memory;
    task.blocks = input.blocks;
    task.data = input.data;
    if (!Number.isSafeInteger(input.length) || input.length < 0)
      badValue('WriteBlocksTask.length', 'size', input.length);
    writeSize(seg, word + 30, input.length);
    task.durable = input.durable;
  },
  result(task: WriteBlocksTaskView, returnCode: number): WriteBlocksResult {
    return { bytesWritten: task.bytesWritten, returnCode };
  },
});

/** Inputs of readBlocks. */
export interface ReadBlocksInput {
  blocks: readonly Block[];
  data: BufferRef;
  length: number;
}

/** What readBlocks gives back, copied out of shared memory. */
export interface ReadBlocksResult {
  data: BufferRef;
  /** `length`, or after an IO_ERROR how many bytes were read before the first that were not. */
  bytesRead: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<ReadBlocksResult>[];
}

/**
 * Reads `length` bytes from the blocks, one after the other, into the start of the buffer.
 *
 * Where kReadBlocks (21) lies in its block:
 *
 * ```text
 *       +-----------+---------------+----+-------+
 *     0 | header    |               | 88 |       |
 *    88 | bytesRead | size          |  8 | Out   |
 *    96 | blocks    | Vector<Block> |  8 | In    |
 *   104 | data      | BufferRef     | 16 | InOut |
 *   120 | length    | size          |  8 | In    |
 *       +-----------+---------------+----+-------+
 *   128 | heap: blocks
 * ```
 */
export class ReadBlocksTaskView extends ReadBlocksTask {
  override get blocks(): Block[] {
    if (this.$memory.access < 1) this.$refuse('blocks', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return [];
    return decodeBlockVector(this.$memory.openRegion(24));
  }

  override set blocks(v: readonly Block[]) {
    if (this.$memory.access < 2) this.$refuse('blocks', 2);
    const bytes = boundBlockVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeBlockVector(w, v, 'ReadBlocksTask.blocks');
    this.$memory.endRegion(24, w, bytes);
  }

  override get data(): BufferRef {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    return this.$memory.readBuffer(26);
  }

  override set data(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'object' || v === null) badValue('ReadBlocksTask.data', 'BufferRef', v);
    this.$memory.writeBuffer(26, v);
  }

  override get length(): number {
    if (this.$memory.access < 1) this.$refuse('length', 1);
    return readSize(this.$memory.seg, this.$memory.word + 30);
  }

  override set length(v: number) {
    if (this.$memory.access < 2) this.$refuse('length', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('ReadBlocksTask.length', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 30, v);
  }

  /** `length`, or after an IO_ERROR how many bytes were read before the first that were not. */
  override get bytesRead(): number {
    if (this.$memory.access < 2) this.$refuse('bytesRead', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set bytesRead(v: number) {
    if (this.$memory.access < 2) this.$refuse('bytesRead', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('ReadBlocksTask.bytesRead', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<ReadBlocksResult>[] {
    return super.replicas as readonly Replica<ReadBlocksResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(24, w);
    w.buffer(this.$memory.readBuffer(26));
    w.size(readSize(this.$memory.seg, this.$memory.word + 30));
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(24, r);
    this.$memory.loadBuffer(26, r);
    writeSize(this.$memory.seg, this.$memory.word + 30, r.size());
  }

  saveOut(w: Writer): void {
    w.buffer(this.$memory.readBuffer(26));
    w.size(readSize(this.$memory.seg, this.$memory.word + 22));
  }

  loadOut(r: Reader): void {
    this.$memory.loadBuffer(26, r);
    writeSize(this.$memory.seg, this.$memory.word + 22, r.size());
  }

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: ReadBlocksTaskView, ipc?: Ipc): ReadBlocksTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 104, this.$memory.base + 104, this.$memory.base + 128);
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    if (ipc !== undefined) copy.$memory.writeBuffer(26, ipc.copyBuffer(this.$memory.readBuffer(26)));
    return copy;
  }
}

/** How kReadBlocks is sent and answered. */
export const readBlocksTaskType = defineTaskType({
  module: 'chimaera_bdev',
  version: '1.0.0',
  name: 'kReadBlocks',
  method: 21,
  layoutHash: 0xf05cb8ee,
  fixedBytes: 128,
  View: ReadBlocksTaskView,
  inputs: ['blocks', 'data', 'length'],
  heapBytes(input: ReadBlocksInput): number {
    return 8 + boundBlockVector(input.blocks);
  },
  fill(task: ReadBlocksTaskView, input: ReadBlocksInput): void {
    const { seg, word } = task.$memory;
    task.blocks = input.blocks;
    task.data = input.data;
    if (!Number.isSafeInteger(input.length) || input.length < 0)
      badValue('ReadBlocksTask.length', 'size', input.length);
    writeSize(seg, word + 30, input.length);
  },
  result(task: ReadBlocksTaskView, returnCode: number): ReadBlocksResult {
    return { data: task.data, bytesRead: task.bytesRead, returnCode };
  },
});

/** CreateParams as the runtime reads it: from YAML, and from the task that creates a pool. */
export const createParamsType = defineParams<CreateParams>({
  lib: 'chimaera_bdev',
  fields: [
    { name: 'bdevType', yaml: 'bdev_type', type: { enum: BdevType } },
    { name: 'totalSize', yaml: 'total_size', type: 'size' },
    { name: 'capacity', yaml: 'capacity', type: 'size' },
    { name: 'ioDepth', yaml: 'io_depth', type: 'u32' },
    { name: 'alignment', yaml: 'alignment', type: 'u32' },
    { name: 'sizeClasses', yaml: 'size_classes', type: 'Vector<size>' },
    { name: 'ioEngine', yaml: 'io_engine', type: { enum: IoEngineType } },
    { name: 'directIo', yaml: 'direct_io', type: 'bool' },
    { name: 'metadataPath', yaml: 'metadata_path', type: 'string' },
  ],
  create(): CreateParams {
    return new CreateParams();
  },
  encode(params: CreateParams, w: Writer): void {
    if (params.bdevType >>> 0 !== params.bdevType || params.bdevType > 2)
      badValue('CreateParams.bdevType', 'BdevType', params.bdevType);
    w.u32(params.bdevType);
    if (!Number.isSafeInteger(params.totalSize) || params.totalSize < 0)
      badValue('CreateParams.totalSize', 'size', params.totalSize);
    w.size(params.totalSize);
    if (!Number.isSafeInteger(params.capacity) || params.capacity < 0)
      badValue('CreateParams.capacity', 'size', params.capacity);
    w.size(params.capacity);
    if (params.ioDepth >>> 0 !== params.ioDepth) badValue('CreateParams.ioDepth', 'u32', params.ioDepth);
    w.u32(params.ioDepth);
    if (params.alignment >>> 0 !== params.alignment)
      badValue('CreateParams.alignment', 'u32', params.alignment);
    w.u32(params.alignment);
    encodeSizeVector(w, params.sizeClasses, 'CreateParams.sizeClasses');
    if (params.ioEngine >>> 0 !== params.ioEngine || params.ioEngine > 2)
      badValue('CreateParams.ioEngine', 'IoEngineType', params.ioEngine);
    w.u32(params.ioEngine);
    if (typeof params.directIo !== 'boolean') badValue('CreateParams.directIo', 'bool', params.directIo);
    w.bool(params.directIo);
    if (typeof params.metadataPath !== 'string')
      badValue('CreateParams.metadataPath', 'string', params.metadataPath);
    w.string(params.metadataPath);
  },
  decode(r: Reader): CreateParams {
    const params = new CreateParams();
    if (r.isAtEnd) return params;
    params.bdevType = toBdevType(r.u32());
    if (r.isAtEnd) return params;
    params.totalSize = r.size();
    if (r.isAtEnd) return params;
    params.capacity = r.size();
    if (r.isAtEnd) return params;
    params.ioDepth = r.u32();
    if (r.isAtEnd) return params;
    params.alignment = r.u32();
    if (r.isAtEnd) return params;
    params.sizeClasses = decodeSizeVector(r);
    if (r.isAtEnd) return params;
    params.ioEngine = toIoEngineType(r.u32());
    if (r.isAtEnd) return params;
    params.directIo = r.bool();
    if (r.isAtEnd) return params;
    params.metadataPath = r.string();
    return params;
  },
});

function decodeOptionalBool(r: Reader): boolean | undefined {
  return r.bool() ? r.bool() : undefined;
}

function encodeOptionalBool(w: Writer, v: boolean | undefined, name: string): void {
  w.bool(v !== undefined);
  if (v !== undefined) {
    if (typeof v !== 'boolean') badValue(name, 'bool', v);
    w.bool(v);
  }
}

function decodeBlockVector(r: Reader): Block[] {
  const count = r.count(20);
  const v = new Array<Block>(count);
  if (count === 0) return v;
  const { u32 } = r.views;
  let at = r.word;
  at += at & 1;
  const end = at + count * 6 - 1;
  if (end > r.endWord) r.refuse(end);
  let high = 0;
  for (let i = 0; i < count; i++) {
    const offset$ = u32[at + 1]!;
    const size$ = u32[at + 3]!;
    high |= offset$ | size$;
    v[i] = {
      offset: u32[at]! + offset$ * 2 ** 32,
      size: u32[at + 2]! + size$ * 2 ** 32,
      blockType: u32[at + 4]!,
    };
    at += 6;
  }
  if (high >>> 21 !== 0) badData('size', (high >>> 0) * 2 ** 32);
  r.close(end);
  return v;
}

function boundBlockVector(v: readonly Block[]): number {
  return 4 + (Array.isArray(v) ? v.length * 28 : 0);
}

function encodeBlockVector(w: Writer, v: readonly Block[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<Block>', v);
  const count = v.length;
  let at = w.open(count, 28);
  const { u32 } = w.views;
  if (count > 0 && (at & 1) !== 0) u32[at++] = 0;
  for (let i = 0; i < count; i++) {
    const item = v[i]!;
    if (item === undefined || item === null) badValue(name, 'Block', item);
    if (!Number.isSafeInteger(item.offset) || item.offset < 0)
      badValue(`${name}.offset`, 'size', item.offset);
    if (!Number.isSafeInteger(item.size) || item.size < 0) badValue(`${name}.size`, 'size', item.size);
    if (item.blockType >>> 0 !== item.blockType) badValue(`${name}.blockType`, 'u32', item.blockType);
    u32[at] = item.offset;
    u32[at + 1] = item.offset * 2 ** -32;
    u32[at + 2] = item.size;
    u32[at + 3] = item.size * 2 ** -32;
    u32[at + 4] = item.blockType;
    u32[at + 5] = 0;
    at += 6;
  }
  w.close(count > 0 ? at - 1 : at);
}

function readBlock(task: Task, at: number): Block {
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  return {
    offset: readSize(seg, base >>> 2),
    size: readSize(seg, (base + 8) >>> 2),
    blockType: seg.u32[(base + 16) >>> 2]!,
  };
}

function writeBlock(task: Task, at: number, v: Block, name: string): void {
  if (typeof v !== 'object' || v === null) badValue(name, 'Block', v);
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  if (!Number.isSafeInteger(v.offset) || v.offset < 0) badValue(`${name}.offset`, 'size', v.offset);
  writeSize(seg, base >>> 2, v.offset);
  if (!Number.isSafeInteger(v.size) || v.size < 0) badValue(`${name}.size`, 'size', v.size);
  writeSize(seg, (base + 8) >>> 2, v.size);
  if (v.blockType >>> 0 !== v.blockType) badValue(`${name}.blockType`, 'u32', v.blockType);
  seg.u32[(base + 16) >>> 2] = v.blockType;
}

function encodeBlock(w: Writer, v: Block, name: string): void {
  if (typeof v !== 'object' || v === null) badValue(name, 'Block', v);
  if (!Number.isSafeInteger(v.offset) || v.offset < 0) badValue(`${name}.offset`, 'size', v.offset);
  w.size(v.offset);
  if (!Number.isSafeInteger(v.size) || v.size < 0) badValue(`${name}.size`, 'size', v.size);
  w.size(v.size);
  if (v.blockType >>> 0 !== v.blockType) badValue(`${name}.blockType`, 'u32', v.blockType);
  w.u32(v.blockType);
}

function decodeBlock(r: Reader): Block {
  return {
    offset: r.size(),
    size: r.size(),
    blockType: r.u32(),
  };
}

function toBdevType(v: number): BdevType {
  if (v > 2) badData('BdevType', v);
  return v as BdevType;
}

function encodeSizeVector(w: Writer, v: readonly number[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<size>', v);
  for (const item of v) {
    if (!Number.isSafeInteger(item) || item < 0) badValue(name, 'size', item);
  }
  w.sizes(v);
}

function decodeSizeVector(r: Reader): number[] {
  return r.sizes();
}

function toIoEngineType(v: number): IoEngineType {
  if (v > 2) badData('IoEngineType', v);
  return v as IoEngineType;
}
