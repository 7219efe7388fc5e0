// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
import {
  type CallOptions,
  ContainerClient,
  type CreateArgs,
  type CreateResult,
  type PreparedTask,
} from '@chimaera/core/codegen';
import type { CreateParams } from '../tasks.js';
import {
  type AllocateBlocksInput,
  type AllocateBlocksResult,
  allocateBlocksTaskType,
  type AllocateBlocksTaskView,
  createParamsType,
  type FlushInput,
  type FlushResult,
  flushTaskType,
  type FlushTaskView,
  type FreeBlocksInput,
  type FreeBlocksResult,
  freeBlocksTaskType,
  type FreeBlocksTaskView,
  type GetStatsInput,
  type GetStatsResult,
  getStatsTaskType,
  type GetStatsTaskView,
  type ListBlocksInput,
  type ListBlocksResult,
  listBlocksTaskType,
  type ListBlocksTaskView,
  type ReadBlocksInput,
  type ReadBlocksResult,
  readBlocksTaskType,
  type ReadBlocksTaskView,
  type ReadInput,
  type ReadResult,
  readTaskType,
  type ReadTaskView,
  type WriteBlocksInput,
  type WriteBlocksResult,
  writeBlocksTaskType,
  type WriteBlocksTaskView,
  type WriteInput,
  type WriteResult,
  writeTaskType,
  type WriteTaskView,
} from './tasks.js';

/** Calls chimaera_bdev: each method as a promise, blocking, as a handle, and prepared for a batch. */
export class ClientBase extends ContainerClient {
  /** The module that the pool of this client is of. */
  static readonly module = 'chimaera_bdev';

  /** Creates the pool, or finds the one of that name. */
  create(args: CreateArgs<CreateParams> = {}, options?: CallOptions): Promise<CreateResult> {
    return this.createPool(createParamsType, args, options);
  }

  /** Like create, blocking this thread. */
  createSync(args: CreateArgs<CreateParams> = {}, options?: CallOptions): CreateResult {
    return this.createPoolSync(createParamsType, args, options);
  }

  /**
   * Reserves at least `size` bytes, in one or several blocks of the device's size classes. What is not contiguous is
   * answered in more blocks, so that it fails only when less than `size` is free.
   *
   * kAllocateBlocks, 10.
   */
  allocateBlocks(input: AllocateBlocksInput, options?: CallOptions): Promise<AllocateBlocksResult> {
    return this.call(allocateBlocksTaskType, input, options);
  }

  /** Like allocateBlocks, blocking this thread. */
  allocateBlocksSync(input: AllocateBlocksInput, options?: CallOptions): AllocateBlocksResult {
    return this.callSync(allocateBlocksTaskType, input, options);
  }

  /** Like allocateBlocks, giving a handle at once. */
  asyncAllocateBlocks(input: AllocateBlocksInput, options?: CallOptions): AllocateBlocksTaskView {
    return this.submit(allocateBlocksTaskType, input, options);
  }

  /** Like allocateBlocks, for submitBatch. */
  prepareAllocateBlocks(
    input: AllocateBlocksInput,
    options?: CallOptions,
  ): PreparedTask<AllocateBlocksResult> {
    return this.prepare(allocateBlocksTaskType, input, options);
  }

  /**
   * Gives blocks back, each exactly as it was allocated. Either all of them are freed or, with an error, none.
   *
   * kFreeBlocks, 11.
   */
  freeBlocks(input: FreeBlocksInput, options?: CallOptions): Promise<FreeBlocksResult> {
    return this.call(freeBlocksTaskType, input, options);
  }

  /** Like freeBlocks, blocking this thread. */
  freeBlocksSync(input: FreeBlocksInput, options?: CallOptions): FreeBlocksResult {
    return this.callSync(freeBlocksTaskType, input, options);
  }

  /** Like freeBlocks, giving a handle at once. */
  asyncFreeBlocks(input: FreeBlocksInput, options?: CallOptions): FreeBlocksTaskView {
    return this.submit(freeBlocksTaskType, input, options);
  }

  /** Like freeBlocks, for submitBatch. */
  prepareFreeBlocks(input: FreeBlocksInput, options?: CallOptions): PreparedTask<FreeBlocksResult> {
    return this.prepare(freeBlocksTaskType, input, options);
  }

  /**
   * Writes the first `length` bytes of the buffer to the start of the block. The bytes beside them stay as they are.
   *
   * kWrite, 12.
   */
  write(input: WriteInput, options?: CallOptions): Promise<WriteResult> {
    return this.call(writeTaskType, input, options);
  }

  /** Like write, blocking this thread. */
  writeSync(input: WriteInput, options?: CallOptions): WriteResult {
    return this.callSync(writeTaskType, input, options);
  }

  /** Like write, giving a handle at once. */
  asyncWrite(input: WriteInput, options?: CallOptions): WriteTaskView {
    return this.submit(writeTaskType, input, options);
  }

  /** Like write, for submitBatch. */
  prepareWrite(input: WriteInput, options?: CallOptions): PreparedTask<WriteResult> {
    return this.prepare(writeTaskType, input, options);
  }

  /**
   * Reads `length` bytes from the start of the block into the start of the buffer.
   *
   * kRead, 13.
   */
  read(input: ReadInput, options?: CallOptions): Promise<ReadResult> {
    return this.call(readTaskType, input, options);
  }

  /** Like read, blocking this thread. */
  readSync(input: ReadInput, options?: CallOptions): ReadResult {
    return this.callSync(readTaskType, input, options);
  }

  /** Like read, giving a handle at once. */
  asyncRead(input: ReadInput, options?: CallOptions): ReadTaskView {
    return this.submit(readTaskType, input, options);
  }

  /** Like read, for submitBatch. */
  prepareRead(input: ReadInput, options?: CallOptions): PreparedTask<ReadResult> {
    return this.prepare(readTaskType, input, options);
  }

  /**
   * The space of a device and what it has done since it was created.
   *
   * kGetStats, 14.
   */
  getStats(input: GetStatsInput = {}, options?: CallOptions): Promise<GetStatsResult> {
    return this.call(getStatsTaskType, input, options);
  }

  /** Like getStats, blocking this thread. */
  getStatsSync(input: GetStatsInput = {}, options?: CallOptions): GetStatsResult {
    return this.callSync(getStatsTaskType, input, options);
  }

  /** Like getStats, giving a handle at once. */
  asyncGetStats(input: GetStatsInput = {}, options?: CallOptions): GetStatsTaskView {
    return this.submit(getStatsTaskType, input, options);
  }

  /** Like getStats, for submitBatch. */
  prepareGetStats(input: GetStatsInput = {}, options?: CallOptions): PreparedTask<GetStatsResult> {
    return this.prepare(getStatsTaskType, input, options);
  }

  /**
   * Waits until a crash can undo nothing of what was answered before: the bytes of writes, allocations and frees. On a
   * device in memory there is nothing to wait for.
   *
   * kFlush, 15.
   */
  flush(input: FlushInput = {}, options?: CallOptions): Promise<FlushResult> {
    return this.call(flushTaskType, input, options);
  }

  /** Like flush, blocking this thread. */
  flushSync(input: FlushInput = {}, options?: CallOptions): FlushResult {
    return this.callSync(flushTaskType, input, options);
  }

  /** Like flush, giving a handle at once. */
  asyncFlush(input: FlushInput = {}, options?: CallOptions): FlushTaskView {
    return this.submit(flushTaskType, input, options);
  }

  /** Like flush, for submitBatch. */
  prepareFlush(input: FlushInput = {}, options?: CallOptions): PreparedTask<FlushResult> {
    return this.prepare(flushTaskType, input, options);
  }

  /**
   * The blocks that are allocated, by their offset: what is there after a crash, and has to be freed or used.
   *
   * kListBlocks, 16.
   */
  listBlocks(input: ListBlocksInput, options?: CallOptions): Promise<ListBlocksResult> {
    return this.call(listBlocksTaskType, input, options);
  }

  /** Like listBlocks, blocking this thread. */
  listBlocksSync(input: ListBlocksInput, options?: CallOptions): ListBlocksResult {
    return this.callSync(listBlocksTaskType, input, options);
  }

  /** Like listBlocks, giving a handle at once. */
  asyncListBlocks(input: ListBlocksInput, options?: CallOptions): ListBlocksTaskView {
    return this.submit(listBlocksTaskType, input, options);
  }

  /** Like listBlocks, for submitBatch. */
  prepareListBlocks(input: ListBlocksInput, options?: CallOptions): PreparedTask<ListBlocksResult> {
    return this.prepare(listBlocksTaskType, input, options);
  }

  /**
   * Writes the first `length` bytes of the buffer to the blocks, one after the other, as if they were one.
   *
   * kWriteBlocks, 20.
   */
  writeBlocks(input: WriteBlocksInput, options?: CallOptions): Promise<WriteBlocksResult> {
    return this.call(writeBlocksTaskType, input, options);
  }

  /** Like writeBlocks, blocking this thread. */
  writeBlocksSync(input: WriteBlocksInput, options?: CallOptions): WriteBlocksResult {
    return this.callSync(writeBlocksTaskType, input, options);
  }

  /** Like writeBlocks, giving a handle at once. */
  asyncWriteBlocks(input: WriteBlocksInput, options?: CallOptions): WriteBlocksTaskView {
    return this.submit(writeBlocksTaskType, input, options);
  }

  /** Like writeBlocks, for submitBatch. */
  prepareWriteBlocks(input: WriteBlocksInput, options?: CallOptions): PreparedTask<WriteBlocksResult> {
    return this.prepare(writeBlocksTaskType, input, options);
  }

  /**
   * Reads `length` bytes from the blocks, one after the other, into the start of the buffer.
   *
   * kReadBlocks, 21.
   */
  readBlocks(input: ReadBlocksInput, options?: CallOptions): Promise<ReadBlocksResult> {
    return this.call(readBlocksTaskType, input, options);
  }

  /** Like readBlocks, blocking this thread. */
  readBlocksSync(input: ReadBlocksInput, options?: CallOptions): ReadBlocksResult {
    return this.callSync(readBlocksTaskType, input, options);
  }

  /** Like readBlocks, giving a handle at once. */
  asyncReadBlocks(input: ReadBlocksInput, options?: CallOptions): ReadBlocksTaskView {
    return this.submit(readBlocksTaskType, input, options);
  }

  /** Like readBlocks, for submitBatch. */
  prepareReadBlocks(input: ReadBlocksInput, options?: CallOptions): PreparedTask<ReadBlocksResult> {
    return this.prepare(readBlocksTaskType, input, options);
  }
}
