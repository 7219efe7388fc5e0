// Generated from chimaera_mod.yaml, src/tasks.ts, src/runtime.ts by `npx nx run codegen:refresh`. Do not edit.
import {
  badValue,
  type BaseCreateTask,
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
  addLaterTaskType,
  type AddLaterTaskView,
  addTaskType,
  type AddTaskView,
  createParamsType,
  heapTaskType,
  type HeapTaskView,
  repeatTaskType,
  type RepeatTaskView,
  shiftTaskType,
  type ShiftTaskView,
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
      return undefined;
    case Method.kAdd:
      return container.add(task as AddTaskView, rctx);
    case Method.kShift:
      return container.shift(task as ShiftTaskView, rctx);
    case Method.kHeap:
      return container.heap(task as HeapTaskView, rctx);
    case Method.kAddLater:
      return inTask(rctx, callAddLater, container, task);
    case Method.kRepeat:
      return inTask(rctx, callRepeat, container, task);
    default:
      return rctx.unknownMethod(method);
  }
}

function callCreate(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.create(task as unknown as BaseCreateTask<never>, rctx);
}

function callAddLater(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.addLater(task as AddLaterTaskView, rctx);
}

function callRepeat(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.repeat(task as RepeatTaskView, rctx);
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
    case Method.kAdd:
      return synchronous(container.monitorAdd(mode, task as AddTaskView, rctx));
    case Method.kShift:
      return synchronous(container.monitorShift(mode, task as ShiftTaskView, rctx));
    case Method.kHeap:
      return synchronous(container.monitorHeap(mode, task as HeapTaskView, rctx));
    case Method.kAddLater:
      return synchronous(container.monitorAddLater(mode, task as AddLaterTaskView, rctx));
    case Method.kRepeat:
      return synchronous(container.monitorRepeat(mode, task as RepeatTaskView, rctx));
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
    case Method.kAdd:
      return (task as AddTaskView).copyTo(ipc.newTask(addTaskType, task));
    case Method.kShift:
      return (task as ShiftTaskView).copyTo(ipc.newTask(shiftTaskType, task), deep ? ipc : undefined);
    case Method.kHeap:
      return (task as HeapTaskView).copyTo(ipc.newTask(heapTaskType, task));
    case Method.kAddLater:
      return (task as AddLaterTaskView).copyTo(ipc.newTask(addLaterTaskType, task));
    case Method.kRepeat:
      return (task as RepeatTaskView).copyTo(ipc.newTask(repeatTaskType, task));
    default:
      return unknownMethod(method);
  }
}

/** Writes what the sender has written. */
export function saveIn(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kAdd:
      return (task as AddTaskView).saveIn(w);
    case Method.kShift:
      return (task as ShiftTaskView).saveIn(w);
    case Method.kHeap:
      return (task as HeapTaskView).saveIn(w);
    case Method.kAddLater:
      return (task as AddLaterTaskView).saveIn(w);
    case Method.kRepeat:
      return (task as RepeatTaskView).saveIn(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveIn wrote. */
export function loadIn(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kAdd:
      return (task as AddTaskView).loadIn(r);
    case Method.kShift:
      return (task as ShiftTaskView).loadIn(r);
    case Method.kHeap:
      return (task as HeapTaskView).loadIn(r);
    case Method.kAddLater:
      return (task as AddLaterTaskView).loadIn(r);
    case Method.kRepeat:
      return (task as RepeatTaskView).loadIn(r);
    default:
      return unknownMethod(method);
  }
}

/** Writes what the method has written. */
export function saveOut(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kAdd:
      return (task as AddTaskView).saveOut(w);
    case Method.kShift:
      return (task as ShiftTaskView).saveOut(w);
    case Method.kHeap:
      return (task as HeapTaskView).saveOut(w);
    case Method.kAddLater:
      return (task as AddLaterTaskView).saveOut(w);
    case Method.kRepeat:
      return (task as RepeatTaskView).saveOut(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveOut wrote. */
export function loadOut(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kAdd:
      return (task as AddTaskView).loadOut(r);
    case Method.kShift:
      return (task as ShiftTaskView).loadOut(r);
    case Method.kHeap:
      return (task as HeapTaskView).loadOut(r);
    case Method.kAddLater:
      return (task as AddLaterTaskView).loadOut(r);
    case Method.kRepeat:
      return (task as RepeatTaskView).loadOut(r);
    default:
      return unknownMethod(method);
  }
}

function unknownMethod(method: number): never {
  return badValue('bench_load', 'the number of one of its methods', method);
}

/** What the module manager loads. */
export const libExec: LibExec<Runtime> = {
  moduleName: 'load',
  namespace: 'bench',
  key: 'bench_load',
  version: '1.0.0',
  Client,
  taskTypes: [addTaskType, shiftTaskType, heapTaskType, addLaterTaskType, repeatTaskType],
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
