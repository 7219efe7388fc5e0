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
  coMutexTestTaskType,
  type CoMutexTestTaskView,
  coRwLockTestTaskType,
  type CoRwLockTestTaskView,
  createParamsType,
  customTaskType,
  type CustomTaskView,
  echoTaskType,
  type EchoTaskView,
  failTaskType,
  type FailTaskView,
  largeOutputTaskType,
  type LargeOutputTaskView,
  waitTestTaskType,
  type WaitTestTaskView,
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
    case Method.kCustom:
      return container.custom(task as CustomTaskView, rctx);
    case Method.kLargeOutput:
      return container.largeOutput(task as LargeOutputTaskView, rctx);
    case Method.kFail:
      return container.fail(task as FailTaskView, rctx);
    case Method.kEcho:
      return container.echo(task as EchoTaskView, rctx);
    case Method.kCoMutexTest:
      return inTask(rctx, callCoMutexTest, container, task);
    case Method.kCoRwLockTest:
      return inTask(rctx, callCoRwLockTest, container, task);
    case Method.kWaitTest:
      return inTask(rctx, callWaitTest, container, task);
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

function callCoMutexTest(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.coMutexTest(task as CoMutexTestTaskView, rctx);
}

function callCoRwLockTest(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.coRwLockTest(task as CoRwLockTestTaskView, rctx);
}

function callWaitTest(container: Runtime, task: Task, rctx: RunContext): MethodResult {
  return container.waitTest(task as WaitTestTaskView, rctx);
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
    case Method.kCreate:
      return synchronous(container.monitorCreate(mode, task as unknown as BaseCreateTask<never>, rctx));
    case Method.kDestroy:
      return synchronous(container.monitorDestroy(mode, task as unknown as DestroyTask, rctx));
    case Method.kCustom:
      return synchronous(container.monitorCustom(mode, task as CustomTaskView, rctx));
    case Method.kLargeOutput:
      return synchronous(container.monitorLargeOutput(mode, task as LargeOutputTaskView, rctx));
    case Method.kFail:
      return synchronous(container.monitorFail(mode, task as FailTaskView, rctx));
    case Method.kEcho:
      return synchronous(container.monitorEcho(mode, task as EchoTaskView, rctx));
    case Method.kCoMutexTest:
      return synchronous(container.monitorCoMutexTest(mode, task as CoMutexTestTaskView, rctx));
    case Method.kCoRwLockTest:
      return synchronous(container.monitorCoRwLockTest(mode, task as CoRwLockTestTaskView, rctx));
    case Method.kWaitTest:
      return synchronous(container.monitorWaitTest(mode, task as WaitTestTaskView, rctx));
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
    case Method.kCustom:
      return (task as CustomTaskView).copyTo(ipc.newTask(customTaskType, task));
    case Method.kLargeOutput:
      return (task as LargeOutputTaskView).copyTo(ipc.newTask(largeOutputTaskType, task));
    case Method.kFail:
      return (task as FailTaskView).copyTo(ipc.newTask(failTaskType, task));
    case Method.kEcho:
      return (task as EchoTaskView).copyTo(ipc.newTask(echoTaskType, task), deep ? ipc : undefined);
    case Method.kCoMutexTest:
      return (task as CoMutexTestTaskView).copyTo(ipc.newTask(coMutexTestTaskType, task));
    case Method.kCoRwLockTest:
      return (task as CoRwLockTestTaskView).copyTo(ipc.newTask(coRwLockTestTaskType, task));
    case Method.kWaitTest:
      return (task as WaitTestTaskView).copyTo(ipc.newTask(waitTestTaskType, task));
    default:
      return unknownMethod(method);
  }
}

/** Writes what the sender has written. */
export function saveIn(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kCustom:
      return (task as CustomTaskView).saveIn(w);
    case Method.kLargeOutput:
      return (task as LargeOutputTaskView).saveIn(w);
    case Method.kFail:
      return (task as FailTaskView).saveIn(w);
    case Method.kEcho:
      return (task as EchoTaskView).saveIn(w);
    case Method.kCoMutexTest:
      return (task as CoMutexTestTaskView).saveIn(w);
    case Method.kCoRwLockTest:
      return (task as CoRwLockTestTaskView).saveIn(w);
    case Method.kWaitTest:
      return (task as WaitTestTaskView).saveIn(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveIn wrote. */
export function loadIn(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kCustom:
      return (task as CustomTaskView).loadIn(r);
    case Method.kLargeOutput:
      return (task as LargeOutputTaskView).loadIn(r);
    case Method.kFail:
      return (task as FailTaskView).loadIn(r);
    case Method.kEcho:
      return (task as EchoTaskView).loadIn(r);
    case Method.kCoMutexTest:
      return (task as CoMutexTestTaskView).loadIn(r);
    case Method.kCoRwLockTest:
      return (task as CoRwLockTestTaskView).loadIn(r);
    case Method.kWaitTest:
      return (task as WaitTestTaskView).loadIn(r);
    default:
      return unknownMethod(method);
  }
}

/** Writes what the method has written. */
export function saveOut(method: number, task: Task, w: Writer): void {
  switch (method) {
    case Method.kCustom:
      return (task as CustomTaskView).saveOut(w);
    case Method.kLargeOutput:
      return (task as LargeOutputTaskView).saveOut(w);
    case Method.kFail:
      return (task as FailTaskView).saveOut(w);
    case Method.kEcho:
      return (task as EchoTaskView).saveOut(w);
    case Method.kCoMutexTest:
      return (task as CoMutexTestTaskView).saveOut(w);
    case Method.kCoRwLockTest:
      return (task as CoRwLockTestTaskView).saveOut(w);
    case Method.kWaitTest:
      return (task as WaitTestTaskView).saveOut(w);
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveOut wrote. */
export function loadOut(method: number, task: Task, r: Reader): void {
  switch (method) {
    case Method.kCustom:
      return (task as CustomTaskView).loadOut(r);
    case Method.kLargeOutput:
      return (task as LargeOutputTaskView).loadOut(r);
    case Method.kFail:
      return (task as FailTaskView).loadOut(r);
    case Method.kEcho:
      return (task as EchoTaskView).loadOut(r);
    case Method.kCoMutexTest:
      return (task as CoMutexTestTaskView).loadOut(r);
    case Method.kCoRwLockTest:
      return (task as CoRwLockTestTaskView).loadOut(r);
    case Method.kWaitTest:
      return (task as WaitTestTaskView).loadOut(r);
    default:
      return unknownMethod(method);
  }
}

function unknownMethod(method: number): never {
  return badValue('chimaera_MOD_NAME', 'the number of one of its methods', method);
}

/** What the module manager loads. */
export const libExec: LibExec<Runtime> = {
  moduleName: 'MOD_NAME',
  namespace: 'chimaera',
  key: 'chimaera_MOD_NAME',
  version: '1.0.0',
  Client,
  taskTypes: [
    customTaskType,
    largeOutputTaskType,
    failTaskType,
    echoTaskType,
    coMutexTestTaskType,
    coRwLockTestTaskType,
    waitTestTaskType,
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
