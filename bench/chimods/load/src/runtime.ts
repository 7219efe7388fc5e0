import { getHeapStatistics } from 'node:v8';
import { chiTask, Container, MonitorMode, QueuePriority, type RunContext } from '@chimaera/core/module';
import { type AddTask, CreateParams, type CreateTask, type HeapTask, type ShiftTask } from './tasks.js';

const kQueue = 0;

/** Methods that do next to nothing, so that what is measured is the way to them and back. */
export class Runtime extends Container {
  static readonly CreateParams = CreateParams;

  create(_task: CreateTask, _rctx: RunContext): void {
    this.createLocalQueue(kQueue, 1, QueuePriority.kLowLatency);
  }

  add(task: AddTask, _rctx: RunContext): void {
    task.sum = (task.a + task.b) >>> 0;
  }

  shift(task: ShiftTask, _rctx: RunContext): void {
    task.data.bytes.copyWithin(1, 0);
  }

  heap(task: HeapTask, _rctx: RunContext): void {
    task.usedBytes = getHeapStatistics().used_heap_size;
  }

  monitorAdd(mode: MonitorMode, _task: AddTask, rctx: RunContext): void {
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
}

export default chiTask(Runtime);
