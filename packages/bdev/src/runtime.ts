import {
  chiTask,
  Container,
  type DestroyTask,
  type MethodResult,
  MonitorMode,
  QueuePriority,
  type RunContext,
} from '@chimaera/core/module';
import { IoError } from './errors.js';
import {
  type AllocateBlocksTask,
  type Block,
  CreateParams,
  type CreateTask,
  type FlushTask,
  type FreeBlocksTask,
  type GetStatsTask,
  type ListBlocksTask,
  type ReadBlocksTask,
  type ReadTask,
  type WriteBlocksTask,
  type WriteTask,
} from './tasks.js';
import { Volume } from './volume.js';

/**
 * The one queue. Its single lane starts the tasks of a client in the order of submission, so that a block which is
 * written and then freed, without waiting in between, is written first. Transfers of a file device overlap all the
 * same, because one that waits for the disk has left the lane.
 */
const kIoQueue = 0;
const kIoLane = 0;

/** Most blocks in one answer of listBlocks. */
const MOST_BLOCKS_LISTED = 4096;

/** Estimates for kEstLoad: what a task takes apart from moving bytes, and how many bytes move in a microsecond. */
const TASK_US = 1;
const BYTES_PER_US = 2000;

/** A block device. Its space has one owner, so a pool has one container. */
export class Runtime extends Container {
  static readonly CreateParams = CreateParams;
  static readonly maxContainers = 1;

  private volume!: Volume;

  /** Opens the device that the parameters describe; the pool's name is the path of a file device. */
  async create(task: CreateTask, _rctx: RunContext): Promise<void> {
    this.createLocalQueue(kIoQueue, 1, QueuePriority.kLowLatency);
    this.volume = await Volume.open(this.poolName, task.getParams(), (message) => this.log('warn', message));
  }

  /** Closes the device after the transfers under way. What a file device holds stays in its file. */
  async destroy(_task: DestroyTask, _rctx: RunContext): Promise<void> {
    await this.volume.close();
  }

  /** Answers at once, or with a promise if it waits for a commit. */
  allocateBlocks(task: AllocateBlocksTask, rctx: RunContext): void | Promise<void> {
    const isDurable = task.durable === true;
    if (isDurable) this.volume.demandDurable();
    const blocks = this.volume.allocate(task.size);
    try {
      task.blocks = blocks;
    } catch (error) {
      // The answer did not fit into shared memory. A client that never sees the blocks could never free them.
      this.volume.free(blocks);
      throw error;
    }
    if (isDurable) return this.commitFor(blocks, rctx);
  }

  /** Answers at once, or with a promise if it waits for a commit. */
  freeBlocks(task: FreeBlocksTask, _rctx: RunContext): void | Promise<void> {
    const { durable } = task;
    if (durable === true) this.volume.demandDurable();
    const couldComeBack = this.volume.free(task.blocks);
    if (durable ?? couldComeBack) return this.volume.commit();
  }

  /** Answers at once on a device in memory; on a file with a Later, which fills in the task itself, or a promise. */
  write(task: WriteTask, _rctx: RunContext): MethodResult {
    const isDurable = task.durable === true;
    if (isDurable) this.volume.demandDurable();
    const written = this.volume.write(task.block, task.data, task.length, task);
    if (isDurable) return flushAfter(written, this.volume);
    if (typeof written !== 'number') return written;
  }

  /** Like `write`. */
  read(task: ReadTask, _rctx: RunContext): MethodResult {
    const got = this.volume.read(task.block, task.data, task.length, task);
    if (typeof got !== 'number') return got;
  }

  writeBlocks(task: WriteBlocksTask, _rctx: RunContext): void | Promise<void> {
    const isDurable = task.durable === true;
    if (isDurable) this.volume.demandDurable();
    const written = this.volume.writeBlocks(task.blocks, task.data, task.length);
    if (typeof written !== 'number' || isDurable)
      return finishWrite(task, written, isDurable ? this.volume : null);
    task.bytesWritten = written;
  }

  readBlocks(task: ReadBlocksTask, _rctx: RunContext): void | Promise<void> {
    const got = this.volume.readBlocks(task.blocks, task.data, task.length);
    if (typeof got !== 'number') return finishRead(task, got);
    task.bytesRead = got;
  }

  async flush(_task: FlushTask, _rctx: RunContext): Promise<void> {
    await this.volume.flush();
  }

  listBlocks(task: ListBlocksTask, _rctx: RunContext): void {
    task.blocks = this.volume.list(task.fromOffset, Math.min(task.limit, MOST_BLOCKS_LISTED));
  }

  getStats(task: GetStatsTask, _rctx: RunContext): void {
    Object.assign(task, this.volume.stats);
  }

  monitorAllocateBlocks(mode: MonitorMode, _task: AllocateBlocksTask, rctx: RunContext): void {
    this.schedule(mode, rctx, 0);
  }

  monitorFreeBlocks(mode: MonitorMode, _task: FreeBlocksTask, rctx: RunContext): void {
    this.schedule(mode, rctx, 0);
  }

  monitorWrite(mode: MonitorMode, task: WriteTask, rctx: RunContext): void {
    this.schedule(mode, rctx, task.length);
  }

  monitorRead(mode: MonitorMode, task: ReadTask, rctx: RunContext): void {
    this.schedule(mode, rctx, task.length);
  }

  monitorWriteBlocks(mode: MonitorMode, task: WriteBlocksTask, rctx: RunContext): void {
    this.schedule(mode, rctx, task.length);
  }

  monitorReadBlocks(mode: MonitorMode, task: ReadBlocksTask, rctx: RunContext): void {
    this.schedule(mode, rctx, task.length);
  }

  monitorFlush(mode: MonitorMode, _task: FlushTask, rctx: RunContext): void {
    this.schedule(mode, rctx, 0);
  }

  monitorListBlocks(mode: MonitorMode, _task: ListBlocksTask, rctx: RunContext): void {
    this.schedule(mode, rctx, 0);
  }

  monitorGetStats(mode: MonitorMode, _task: GetStatsTask, rctx: RunContext): void {
    this.schedule(mode, rctx, 0);
  }

  /** A client that has died or given up meanwhile will never free the blocks, so they are taken back. */
  private async commitFor(blocks: readonly Block[], rctx: RunContext): Promise<void> {
    await this.volume.commit();
    if (!rctx.isAborted) return;
    this.volume.free(blocks);
    throw rctx.signal.reason;
  }

  private schedule(mode: MonitorMode, rctx: RunContext, bytes: number): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kIoQueue, kIoLane);
    else if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = TASK_US + bytes / BYTES_PER_US;
  }
}

async function flushAfter(written: number | PromiseLike<number>, volume: Volume): Promise<void> {
  await written;
  await volume.flush();
}

async function finishWrite(
  task: WriteBlocksTask,
  written: number | PromiseLike<number>,
  toFlush: Volume | null,
): Promise<void> {
  try {
    task.bytesWritten = await written;
  } catch (error) {
    if (error instanceof IoError) task.bytesWritten = error.bytesDone;
    throw error;
  }
  if (toFlush) await toFlush.flush();
}

async function finishRead(task: ReadBlocksTask, got: PromiseLike<number>): Promise<void> {
  try {
    task.bytesRead = await got;
  } catch (error) {
    if (error instanceof IoError) task.bytesRead = error.bytesDone;
    throw error;
  }
}

export default chiTask(Runtime);
