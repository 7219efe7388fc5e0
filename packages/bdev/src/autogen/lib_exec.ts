// Generated from chimaera_mod.yaml, src/tasks.ts, src/runtime.ts by `npx nx run codegen:refresh`. Do not edit.
import {
  badValue,
  type BaseCreateTask,
  type DestroyTask,
  inTask,
  type Ipc,
  type LibExec,
  type MethodResult,
  type MonitorMode,
  type Reader,
  type RunContext,
  synchronous,
  type Task,
  type Writer,
} from '@chimaera/core/codegen';
import { Client } from '../client.js';
import type { Runtime } from '../runtime.js';
import { Method } from './methods.js';
import {
  allocateBlocksTaskType,
  type AllocateBlocksTaskView,
  createParamsType,
  flushTaskType,
  type FlushTaskView,
  freeBlocksTaskType,
  type FreeBlocksTaskView,
  getStatsTaskType,
  type GetStatsTaskView,
  listBlocksTaskType,
  type ListBlocksTaskView,
  readBlocksTaskType,
  type ReadBlocksTaskView,
  readTaskType,
  type ReadTaskView,
  writeBlocksTaskType,
  type WriteBlocksTaskView,
  writeTaskType,
  type WriteTaskView,
} from './tasks.js';

declare module '../runtime.js' {
  interface Runtime {
    /** The module's own client, for this pool. */
    readonly client: Client;
  }
}

/** Calls the method of a task. */
export function run(container: Runtime, method: number, task: Task, rctx: RunContext): MethodResult {
  switch (method) {
    case Method.kCreate:
      return inTask(rctx, callCreate, container, task);
    case Method.kDestroy:
      return inTask(rctx, callDestroy, container, task);
    case Method.kAllocateBlocks:
      return inTask(rctx, callAllocateBlocks, container, task);
    case Method.kFreeBlocks:
      return inTask(rctx, callFreeBlocks, container, task);
    case Method.kWrite:
      return inTask(rctx, callWrite, container, task);
    case Method.kRead:
      return inTask(rctx, callRead, container, task);
    case Method.kGetStats:
      return container.getStats(task as GetStatsTaskView, rctx);
    case Method.kFlush:
      return inTask(rctx, callFlush, container, task);
    case Method.kListBlocks:
      return container.listBlocks(task as ListBlocksTaskView, rctx);
    case Method.kWriteBlocks:
      return inTask(rctx, callWriteBlocks, container, task);
    case Method.kReadBlocks:
      return inTask(rctx, callReadBlocks, container, task);
    default:
      return rctx.unknownMethod(method);
  }
}

function callCreate(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.create(task as unknown as BaseCreateTask<never>, rctx);
}

function callDestroy(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.destroy(task as unknown as DestroyTask, rctx);
}

function callAllocateBlocks(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.allocateBlocks(task as AllocateBlocksTaskView, rctx);
}

function callFreeBlocks(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.freeBlocks(task as FreeBlocksTaskView, rctx);
}

function callWrite(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.write(task as WriteTaskView, rctx);
}

function callRead(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.read(task as ReadTaskView, rctx);
}

function callFlush(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.flush(task as FlushTaskView, rctx);
}

function callWriteBlocks(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.writeBlocks(task as WriteBlocksTaskView, rctx);
}

function callReadBlocks(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.readBlocks(task as ReadBlocksTaskView, rctx);
}

/** Asks the method's monitor; false if it has none. */
export function monitor(
  container: Runtime,
  mode: MonitorMode,
  method: number,
  task: Task,
  rctx: RunContext,
): boolean {
  switch (method) {
    case Method.kAllocateBlocks:
      return synchronous(container.monitorAllocateBlocks(mode, task as AllocateBlocksTaskView, rctx));
    case Method.kFreeBlocks:
      return synchronous(container.monitorFreeBlocks(mode, task as FreeBlocksTaskView, rctx));
    case Method.kWrite:
      return synchronous(container.monitorWrite(mode, task as WriteTaskView, rctx));
    case Method.kRead:
      return synchronous(container.monitorRead(mode, task as ReadTaskView, rctx));
    case Method.kGetStats:
      return synchronous(container.monitorGetStats(mode, task as GetStatsTaskView, rctx));
    case Method.kFlush:
      return synchronous(container.monitorFlush(mode, task as FlushTaskView, rctx));
    case Method.kListBlocks:
      return synchronous(container.monitorListBlocks(mode, task as ListBlocksTaskView, rctx));
    case Method.kWriteBlocks:
      return synchronous(container.monitorWriteBlocks(mode, task as WriteBlocksTaskView, rctx));
    case Method.kReadBlocks:
      return synchronous(container.monitorReadBlocks(mode, task as ReadBlocksTaskView, rctx));
    default:
      return false;
  }
}

/** Gives the memory of a task back. */
export function del(ipc: Ipc, _method: number, task: Task): void {
  ipc.delTask(task);
}

/** A task of the same kind and content in memory of its own; a deep copy has its own buffers, too. */
export function newCopy(ipc: Ipc, method: number, task: Task, deep: boolean): Task {
  switch (method) {
    case Method.kAllocateBlocks:
      return (task as AllocateBlocksTaskView).copyTo(ipc.newTask(allocateBlocksTaskType, task));
    case Method.kFreeBlocks:
      return (task as FreeBlocksTaskView).copyTo(ipc.newTask(freeBlocksTaskType, task));
    case Method.kWrite:
      return (task as WriteTaskView).copyTo(ipc.newTask(writeTaskType, task), deep ? ipc : undefined);
    case Method.kRead:
      return (task as ReadTaskView).copyTo(ipc.newTask(readTaskType, task), deep ? ipc : undefined);
    case Method.kGetStats:
      return (task as GetStatsTaskView).copyTo(ipc.newTask(getStatsTaskType, task));
    case Method.kFlush:
      return (task as FlushTaskView).copyTo(ipc.newTask(flushTaskType, task));
    case Method.kListBlocks:
      return (task as ListBlocksTaskView).copyTo(ipc.newTask(listBlocksTaskType, task));
    case Method.kWriteBlocks:
      return (task as WriteBlocksTaskView).copyTo(
        ipc.newTask(writeBlocksTaskType, task),
        deep ? ipc : undefined,
      );
    case Method.kReadBlocks:
      return (task as ReadBlocksTaskView).copyTo(
        ipc.newTask(readBlocksTaskType, task),
        deep ? ipc : undefined,
      );
    default:
      return unknownMethod(method);
  }
}

/** Writes what the sender has written. */
export function saveIn(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kAllocateBlocks:
      return (task as AllocateBlocksTaskView).saveIn(w);
    case Method.kFreeBlocks:
      return (task as FreeBlocksTaskView).saveIn(w);
    case Method.kWrite:
      return (task as WriteTaskView).saveIn(w);
    case Method.kRead:
      return (task as ReadTaskView).saveIn(w);
    case Method.kGetStats:
      return (task as GetStatsTaskView).saveIn(w);
    case Method.kFlush:
      return (task as FlushTaskView).saveIn(w);
    case Method.kListBlocks:
      return (task as ListBlocksTaskView).saveIn(w);
    case Method.kWriteBlocks:
      return (task as WriteBlocksTaskView).saveIn(w);
    case Method.kReadBlocks:
      return (task as ReadBlocksTaskView).saveIn(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveIn wrote. */
export function loadIn(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kAllocateBlocks:
      return (task as AllocateBlocksTaskView).loadIn(r);
    case Method.kFreeBlocks:
      return (task as FreeBlocksTaskView).loadIn(r);
    case Method.kWrite:
      return (task as WriteTaskView).loadIn(r);
    case Method.kRead:
      return (task as ReadTaskView).loadIn(r);
    case Method.kGetStats:
      return (task as GetStatsTaskView).loadIn(r);
    case Method.kFlush:
      return (task as FlushTaskView).loadIn(r);
    case Method.kListBlocks:
      return (task as ListBlocksTaskView).loadIn(r);
    case Method.kWriteBlocks:
      return (task as WriteBlocksTaskView).loadIn(r);
    case Method.kReadBlocks:
      return (task as ReadBlocksTaskView).loadIn(r);
    default:
      return unknownMethod(method);
  }
}

/** Writes what the method has written. */
export function saveOut(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kAllocateBlocks:
      return (task as AllocateBlocksTaskView).saveOut(w);
    case Method.kFreeBlocks:
      return (task as FreeBlocksTaskView).saveOut(w);
    case Method.kWrite:
      return (task as WriteTaskView).saveOut(w);
    case Method.kRead:
      return (task as ReadTaskView).saveOut(w);
    case Method.kGetStats:
      return (task as GetStatsTaskView).saveOut(w);
    case Method.kFlush:
      return (task as FlushTaskView).saveOut(w);
    case Method.kListBlocks:
      return (task as ListBlocksTaskView).saveOut(w);
    case Method.kWriteBlocks:
      return (task as WriteBlocksTaskView).saveOut(w);
    case Method.kReadBlocks:
      return (task as ReadBlocksTaskView).saveOut(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveOut wrote. */
export function loadOut(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kAllocateBlocks:
      return (task as AllocateBlocksTaskView).loadOut(r);
    case Method.kFreeBlocks:
      return (task as FreeBlocksTaskView).loadOut(r);
    case Method.kWrite:
      return (task as WriteTaskView).loadOut(r);
    case Method.kRead:
      return (task as ReadTaskView).loadOut(r);
    case Method.kGetStats:
      return (task as GetStatsTaskView).loadOut(r);
    case Method.kFlush:
      return (task as FlushTaskView).loadOut(r);
    case Method.kListBlocks:
      return (task as ListBlocksTaskView).loadOut(r);
    case Method.kWriteBlocks:
      return (task as WriteBlocksTaskView).loadOut(r);
    case Method.kReadBlocks:
      return (task as ReadBlocksTaskView).loadOut(r);
    default:
      return unknownMethod(method);
  }
}

function unknownMethod(method: number): never {
  return badValue('chimaera_bdev', 'the number of one of its methods', method);
}

/** What the module manager loads. */
export const libExec: LibExec<Runtime> = {
  moduleName: 'bdev',
  namespace: 'chimaera',
  key: 'chimaera_bdev',
  version: '1.0.0',
  Client,
  taskTypes: [
    allocateBlocksTaskType,
    freeBlocksTaskType,
    writeTaskType,
    readTaskType,
    getStatsTaskType,
    flushTaskType,
    listBlocksTaskType,
    writeBlocksTaskType,
    readBlocksTaskType,
  ],
  createParams: createParamsType,
  run,
  monitor,
  del,
  newCopy,
  saveIn,
  loadIn,
  saveOut,
  loadOut,
};
