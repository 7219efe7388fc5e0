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
  createParamsType,
  destroyPoolTaskType,
  type DestroyPoolTaskView,
  flushTaskType,
  type FlushTaskView,
  getOrCreatePoolTaskType,
  type GetOrCreatePoolTaskView,
  monitorTaskType,
  type MonitorTaskView,
  stopRuntimeTaskType,
  type StopRuntimeTaskView,
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
    case Method.kGetOrCreatePool:
      return inTask(rctx, callGetOrCreatePool, container, task);
    case Method.kDestroyPool:
      return inTask(rctx, callDestroyPool, container, task);
    case Method.kStopRuntime:
      return container.stopRuntime(task as StopRuntimeTaskView, rctx);
    case Method.kFlush:
      return inTask(rctx, callFlush, container, task);
    case Method.kMonitor:
      return inTask(rctx, callMonitor, container, task);
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

function callGetOrCreatePool(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.getOrCreatePool(task as GetOrCreatePoolTaskView, rctx);
}

function callDestroyPool(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.destroyPool(task as DestroyPoolTaskView, rctx);
}

function callFlush(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.flush(task as FlushTaskView, rctx);
}

function callMonitor(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.monitor(task as MonitorTaskView, rctx);
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
    case Method.kGetOrCreatePool:
      return synchronous(container.monitorGetOrCreatePool(mode, task as GetOrCreatePoolTaskView, rctx));
    case Method.kDestroyPool:
      return synchronous(container.monitorDestroyPool(mode, task as DestroyPoolTaskView, rctx));
    case Method.kStopRuntime:
      return synchronous(container.monitorStopRuntime(mode, task as StopRuntimeTaskView, rctx));
    case Method.kFlush:
      return synchronous(container.monitorFlush(mode, task as FlushTaskView, rctx));
    case Method.kMonitor:
      return synchronous(container.monitorMonitor(mode, task as MonitorTaskView, rctx));
    default:
      return false;
  }
}

/** Gives the memory of a task back. */
export function del(ipc: Ipc, _method: number, task: Task): void {
  ipc.delTask(task);
}

/** A task of the same kind and content in memory of its own; a deep copy has its own buffers, too. */
export function newCopy(ipc: Ipc, method: number, task: Task, _deep: boolean): Task {
  switch (method) {
    case Method.kGetOrCreatePool:
      return (task as GetOrCreatePoolTaskView).copyTo(ipc.newTask(getOrCreatePoolTaskType, task));
    case Method.kDestroyPool:
      return (task as DestroyPoolTaskView).copyTo(ipc.newTask(destroyPoolTaskType, task));
    case Method.kStopRuntime:
      return (task as StopRuntimeTaskView).copyTo(ipc.newTask(stopRuntimeTaskType, task));
    case Method.kFlush:
      return (task as FlushTaskView).copyTo(ipc.newTask(flushTaskType, task));
    case Method.kMonitor:
      return (task as MonitorTaskView).copyTo(ipc.newTask(monitorTaskType, task));
    default:
      return unknownMethod(method);
  }
}

/** Writes what the sender has written. */
export function saveIn(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kGetOrCreatePool:
      return (task as GetOrCreatePoolTaskView).saveIn(w);
    case Method.kDestroyPool:
      return (task as DestroyPoolTaskView).saveIn(w);
    case Method.kStopRuntime:
      return (task as StopRuntimeTaskView).saveIn(w);
    case Method.kFlush:
      return (task as FlushTaskView).saveIn(w);
    case Method.kMonitor:
      return (task as MonitorTaskView).saveIn(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveIn wrote. */
export function loadIn(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kGetOrCreatePool:
      return (task as GetOrCreatePoolTaskView).loadIn(r);
    case Method.kDestroyPool:
      return (task as DestroyPoolTaskView).loadIn(r);
    case Method.kStopRuntime:
      return (task as StopRuntimeTaskView).loadIn(r);
    case Method.kFlush:
      return (task as FlushTaskView).loadIn(r);
    case Method.kMonitor:
      return (task as MonitorTaskView).loadIn(r);
    default:
      return unknownMethod(method);
  }
}

/** Writes what the method has written. */
export function saveOut(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kGetOrCreatePool:
      return (task as GetOrCreatePoolTaskView).saveOut(w);
    case Method.kDestroyPool:
      return (task as DestroyPoolTaskView).saveOut(w);
    case Method.kStopRuntime:
      return (task as StopRuntimeTaskView).saveOut(w);
    case Method.kFlush:
      return (task as FlushTaskView).saveOut(w);
    case Method.kMonitor:
      return (task as MonitorTaskView).saveOut(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveOut wrote. */
export function loadOut(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kGetOrCreatePool:
      return (task as GetOrCreatePoolTaskView).loadOut(r);
    case Method.kDestroyPool:
      return (task as DestroyPoolTaskView).loadOut(r);
    case Method.kStopRuntime:
      return (task as StopRuntimeTaskView).loadOut(r);
    case Method.kFlush:
      return (task as FlushTaskView).loadOut(r);
    case Method.kMonitor:
      return (task as MonitorTaskView).loadOut(r);
    default:
      return unknownMethod(method);
  }
}

function unknownMethod(method: number): never {
  return badValue('chimaera_admin', 'the number of one of its methods', method);
}

/** What the module manager loads. */
export const libExec: LibExec<Runtime> = {
  moduleName: 'admin',
  namespace: 'chimaera',
  key: 'chimaera_admin',
  version: '1.0.0',
  Client,
  taskTypes: [
    getOrCreatePoolTaskType,
    destroyPoolTaskType,
    stopRuntimeTaskType,
    flushTaskType,
    monitorTaskType,
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
