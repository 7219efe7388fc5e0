/**
 * For generated code only: may change with any version, together with the generator. Everything that generated code
 * imports comes from here, so that the public entry points stay free to change (design, practice 10).
 */
export { ContainerClient, type CreateArgs, type CreateResult } from './chi/container-client.js';
export type { Replica } from './errors.js';
export type { CallOptions } from './submit/call-options.js';
export type { Chi } from './chi/chi.js';
export { PreparedTask } from './chi/prepared-task.js';
export { BufferRef } from './memory/buffer-ref.js';
export { BaseCreateTask, DestroyTask, type CreateTask } from './module/create-task.js';
export { MonitorMode, type Ipc, type LibExec, type MethodResult } from './module/lib-exec.js';
export type { RunContext } from './module/run-context.js';
export { synchronous } from './module/synchronous.js';
export { inTask } from './sync/task-context.js';
export { defineParams, type ParamsType } from './task/params-type.js';
export { PoolId } from './task/pool-id.js';
export { Reader } from './task/reader.js';
export { readSize, writeSize } from './task/sizes.js';
export {
  OUTPUT_RESERVE_BYTES,
  badData,
  badValue,
  bytesBound,
  defineTaskType,
  stringBound,
  type TaskType,
} from './task/task-type.js';
export { Task } from './task/task.js';
export { Writer } from './task/writer.js';
