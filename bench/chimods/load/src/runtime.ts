import { getHeapStatistics } from 'node:v8';
import {
  chiTask,
  CoMutex,
  Container,
  MonitorMode,
  QueuePriority,
  type RunContext,
} from '@chimaera/core/module';
import { PoolId } from '@chimaera/core';
import { Client as ModNameClient } from '@chimaera/mod-name';
import {
  type AddLaterTask,
  type AddTask,
  CreateParams,
  type CreateTask,
  type HeapTask,
  type RepeatTask,
  type ShiftTask,
  Step,
} from './tasks.js';

const kQueue = 0;
const kHashedQueue = 1;
const kHashedLanes = 4;
/** The pool that the benchmark creates of the example module. */
const MOD_NAME = PoolId.parse('7000.0');
const settled = Promise.resolve();
const DATA = 'x'.repeat(64);

/** Methods that do next to nothing, so that what is measured is the way to them and back. */
export class Runtime extends Container {
  static readonly CreateParams = CreateParams;

  private readonly mutex = new CoMutex();
  private hashedLanes = false;

  create(task: CreateTask, _rctx: RunContext): void {
    this.createLocalQueue(kQueue, 1, QueuePriority.kLowLatency);
    this.createLocalQueue(kHashedQueue, kHashedLanes, QueuePriority.kLowLatency);
    this.hashedLanes = task.getParams().hashedLanes;
  }

  add(task: AddTask, _rctx: RunContext): void {
    task.sum = (task.a + task.b) >>> 0;
  }

  async addLater(task: AddLaterTask, _rctx: RunContext): Promise<void> {
    task.sum = (task.a + task.b) >>> 0;
  }

  async repeat(task: RepeatTask, _rctx: RunContext): Promise<void> {
    const { step, times } = task;
    const beganMs = performance.now();
    await this.take(step, times);
    task.stepNs = ((performance.now() - beganMs) * 1e6) / times;
  }

  shift(task: ShiftTask, _rctx: RunContext): void {
    task.data.bytes.copyWithin(1, 0);
  }

  heap(task: HeapTask, _rctx: RunContext): void {
    task.usedBytes = getHeapStatistics().used_heap_size;
  }

  monitorAdd(mode: MonitorMode, task: AddTask, rctx: RunContext): void {
    if (this.hashedLanes && mode === MonitorMode.kLocalSchedule)
      rctx.routeLane = this.getLaneByHash(kHashedQueue, task.a);
    else this.route(mode, rctx);
  }

  monitorAddLater(mode: MonitorMode, _task: AddLaterTask, rctx: RunContext): void {
    this.route(mode, rctx);
  }

  monitorRepeat(mode: MonitorMode, _task: RepeatTask, rctx: RunContext): void {
    this.route(mode, rctx);
  }

  monitorShift(mode: MonitorMode, _task: ShiftTask, rctx: RunContext): void {
    this.route(mode, rctx);
  }

  monitorHeap(mode: MonitorMode, _task: HeapTask, rctx: RunContext): void {
    this.route(mode, rctx);
  }

  private route(mode: MonitorMode, rctx: RunContext): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kQueue, 0);
    else if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = 1;
  }

  /** Has a loop for each step, so that only the step is timed, and not the choice of it. */
  private async take(step: Step, times: number): Promise<void> {
    const { client, mutex } = this;
    switch (step) {
      case Step.kAwait:
        for (let i = 0; i < times; i++) await settled;
        break;
      case Step.kLock:
        for (let i = 0; i < times; i++) {
          void mutex.lock();
          mutex.unlock();
        }
        break;
      case Step.kAdd:
        for (let i = 0; i < times; i++) await client.add({ a: i, b: 2 });
        break;
      case Step.kAddLater:
        for (let i = 0; i < times; i++) await client.addLater({ a: i, b: 2 });
        break;
      case Step.kCustom: {
        const modName = new ModNameClient(this.chi, MOD_NAME);
        for (let i = 0; i < times; i++) await modName.custom({ data: DATA, operationId: i });
        break;
      }
    }
  }
}

export default chiTask(Runtime);
