import {
  ChimaeraError,
  chiTask,
  CoMutex,
  Container,
  CoRwLock,
  type DestroyTask,
  MonitorMode,
  QueuePriority,
  type RunContext,
} from '@chimaera/core/module';
import { countingBytes } from './counting-bytes.js';
import {
  type CoMutexTestTask,
  type CoRwLockTestTask,
  CreateParams,
  type CreateTask,
  type CustomTask,
  type EchoTask,
  type FailTask,
  type LargeOutputTask,
  type WaitTestTask,
} from './tasks.js';

// Queues are named, never written as bare numbers.
/** Rare work on the container itself; one lane, so in order. */
const kMetadataQueue = 0;
/** What clients wait for. Four lanes: tasks of one key stay in order, different keys pass each other. */
const kProcessingQueue = 1;
/** Long work, which yields to the other queues. */
const kBatchQueue = 2;

const kLargestOutputBytes = 256 * 2 ** 20;
const CREATE_US = 1000;
const DESTROY_US = 100;
const ECHO_US = 10;
const US_PER_OPERATION_ID = 100;
const US_PER_MS = 1000;

/**
 * The module's side that runs in the runtime. A pool has one or several containers. Each is an instance of this class
 * that lives on one worker, so its fields need no lock, unless a method must not be interrupted at an `await`.
 *
 * A method is named after its task class (CustomTask: `custom`). Beside it is a monitor (`monitorCustom`) that says
 * where the task goes. Methods answer by writing to the task, and fail by throwing; the runtime completes the task.
 */
export class Runtime extends Container {
  static readonly CreateParams = CreateParams;

  /** A static lock is shared by all containers of the class, on whatever workers they are. */
  static readonly tableLock = CoRwLock.shared();

  /** A lock of the instance is for this container only. */
  private readonly mutex = new CoMutex();

  private mutexHolders = 0;
  private readonly tableHolders = { readers: 0, writers: 0 };

  /** Called once, before any other method. Whatever it throws undoes the creation of the pool. */
  create(task: CreateTask, _rctx: RunContext): void {
    this.createLocalQueue(kMetadataQueue, 1, QueuePriority.kHighLatency);
    this.createLocalQueue(kProcessingQueue, 4, QueuePriority.kLowLatency);
    this.createLocalQueue(kBatchQueue, 2, QueuePriority.kHighLatency);
    const { configData, workerCount } = task.getParams();
    this.log(
      'info',
      `pool ${this.poolName} (${this.poolId.toString()}): config '${configData}', workers ${workerCount}`,
    );
  }

  /** Called once, when the last task has ended. Close here what `create` has opened. */
  destroy(_task: DestroyTask, _rctx: RunContext): void {}

  // A method that is not async and returns void costs nothing to call: no promise, no async context.
  custom(task: CustomTask, _rctx: RunContext): void {
    task.data = `${task.data}_processed`;
    task.resultCode = 0;
  }

  largeOutput(task: LargeOutputTask, _rctx: RunContext): void {
    // Callers decide how long a method takes, unless the method sets a limit.
    if (task.size > kLargestOutputBytes)
      throw new ChimaeraError('OUT_OF_MEMORY', `no output is longer than ${kLargestOutputBytes} bytes`);
    task.data = countingBytes(task.size);
  }

  fail(task: FailTask, _rctx: RunContext): void {
    throw new Error(task.message);
  }

  echo(task: EchoTask, _rctx: RunContext): void {
    task.boolCopy = task.boolValue;
    task.u8Copy = task.u8Value;
    task.u16Copy = task.u16Value;
    task.u32Copy = task.u32Value;
    task.u64Copy = task.u64Value;
    task.i8Copy = task.i8Value;
    task.i16Copy = task.i16Value;
    task.i32Copy = task.i32Value;
    task.i64Copy = task.i64Value;
    task.f32Copy = task.f32Value;
    task.f64Copy = task.f64Value;
    task.sizeCopy = task.sizeValue;
    task.colorCopy = task.colorValue;
    task.poolIdCopy = task.poolIdValue;
    task.pointCopy = task.pointValue;
    task.arrayCopy = task.arrayValue;
    task.pointArrayCopy = task.pointArrayValue;
    task.stringCopy = task.stringValue;
    task.bytesCopy = task.bytesValue;
    task.vectorCopy = task.vectorValue;
    task.doublesCopy = task.doublesValue;
    task.stringsCopy = task.stringsValue;
    task.nestedCopy = task.nestedValue;
    task.mapCopy = task.mapValue;
    task.shapesCopy = task.shapesValue;
    task.optionalCopy = task.optionalValue;
    task.shapeCopy = task.shapeValue;
    task.bufferCopy = task.bufferValue;
  }

  /** While it yields, other tasks run on this worker, but none in a section of the same mutex. */
  async coMutexTest(task: CoMutexTestTask, rctx: RunContext): Promise<void> {
    using _held = await this.mutex.scoped();
    task.holders = ++this.mutexHolders;
    try {
      await rctx.yield(task.holdMs * US_PER_MS);
    } finally {
      this.mutexHolders--;
    }
  }

  /** Readers together, a writer alone, across all containers of the class. */
  async coRwLockTest(task: CoRwLockTestTask, rctx: RunContext): Promise<void> {
    const { tableLock } = Runtime;
    using _held = task.isWriter ? await tableLock.scopedWrite() : await tableLock.scopedRead();
    const role = task.isWriter ? 'writers' : 'readers';
    this.tableHolders[role]++;
    task.readers = this.tableHolders.readers;
    task.writers = this.tableHolders.writers;
    try {
      await rctx.yield(task.holdMs * US_PER_MS);
    } finally {
      this.tableHolders[role]--;
    }
  }

  /** `this.client` talks to this pool. A task that waits for another has left its lane, so this cannot deadlock. */
  async waitTest(task: WaitTestTask, _rctx: RunContext): Promise<void> {
    const { depth, testId, currentDepth } = task;
    if (currentDepth >= depth) return;
    const deeper = await this.client.waitTest({ depth, testId, currentDepth: currentDepth + 1 });
    task.currentDepth = deeper.currentDepth;
  }

  monitorCreate(mode: MonitorMode, _task: CreateTask, rctx: RunContext): void {
    this.route(mode, rctx, kMetadataQueue, CREATE_US);
  }

  monitorDestroy(mode: MonitorMode, _task: DestroyTask, rctx: RunContext): void {
    this.route(mode, rctx, kMetadataQueue, DESTROY_US);
  }

  // A monitor is called for several purposes, told apart by the mode. The only one that it must answer is
  // kLocalSchedule: which lane the task goes to. It never enqueues the task itself, and it must not wait.
  monitorCustom(mode: MonitorMode, task: CustomTask, rctx: RunContext): void {
    switch (mode) {
      case MonitorMode.kLocalSchedule:
        rctx.routeLane = this.getLaneByHash(kProcessingQueue, task.operationId);
        break;
      case MonitorMode.kEstLoad:
        rctx.estimatedCompletionTimeUs = task.operationId * US_PER_OPERATION_ID;
        break;
    }
  }

  monitorLargeOutput(mode: MonitorMode, task: LargeOutputTask, rctx: RunContext): void {
    this.route(mode, rctx, kBatchQueue, task.size / US_PER_MS);
  }

  monitorFail(mode: MonitorMode, _task: FailTask, rctx: RunContext): void {
    this.route(mode, rctx, kProcessingQueue, 1);
  }

  monitorEcho(mode: MonitorMode, _task: EchoTask, rctx: RunContext): void {
    this.route(mode, rctx, kProcessingQueue, ECHO_US);
  }

  monitorCoMutexTest(mode: MonitorMode, task: CoMutexTestTask, rctx: RunContext): void {
    this.routeByKey(mode, rctx, task.testId, task.holdMs * US_PER_MS);
  }

  monitorCoRwLockTest(mode: MonitorMode, task: CoRwLockTestTask, rctx: RunContext): void {
    this.routeByKey(mode, rctx, task.testId, task.holdMs * US_PER_MS);
  }

  monitorWaitTest(mode: MonitorMode, task: WaitTestTask, rctx: RunContext): void {
    this.routeByKey(mode, rctx, task.testId, 1 + task.depth - task.currentDepth);
  }

  // The first lane of a queue.
  private route(mode: MonitorMode, rctx: RunContext, queue: number, estimateUs: number): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(queue, 0);
    else if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = estimateUs;
  }

  // The lane of a key in the processing queue: equal keys share a lane.
  private routeByKey(mode: MonitorMode, rctx: RunContext, key: number, estimateUs: number): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLaneByHash(kProcessingQueue, key);
    else if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = estimateUs;
  }
}

export default chiTask(Runtime);
