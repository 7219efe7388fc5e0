/**
 * What users of a runtime and declarations of tasks need. Module authors: `@chimaera/core/module`. Generated code:
 * `@chimaera/core/codegen`.
 */
export { connect, type ConnectOptions } from './client/connect.js';
export { Connection } from './client/connection.js';
export { startEmbedded, type EmbeddedOptions } from './runtime/embedded/start-embedded.js';
export {
  type AnyErrorCode,
  ChimaeraError,
  type ChimaeraErrorOptions,
  type ErrorCode,
  type ErrorCodeInfo,
  ErrorCodes,
  TaskError,
} from './errors.js';
export { QueuePriority } from './lane/lane.js';
export { BufferRef, ChiBuffer } from './memory/buffer-ref.js';
export type { CreateTask, GetOrCreatePoolTask } from './module/create-task.js';
export { BaseCreateTask, DestroyTask } from './module/create-task.js';
export type { AdminClient } from './chi/admin-client.js';
export type { CallOptions } from './submit/call-options.js';
export type { Chi, Settled, SettledAll } from './chi/chi.js';
export { ContainerClient, type CreateArgs, type CreateResult } from './chi/container-client.js';
export type { PreparedTask } from './chi/prepared-task.js';
export type * from './task/field-types.js';
export type {
  ArenaSummary,
  ClientSummary,
  ContainerSummary,
  LaneSummary,
  LockSummary,
  LockUser,
  MemorySummary,
  MethodSummary,
  RuntimeReport,
  RuntimeSummary,
  SegmentSummary,
  WorkerSummary,
} from './chi/runtime-report.js';
export { PoolId } from './task/pool-id.js';
export { PoolQuery } from './task/pool-query.js';
export { TaskNode } from './task/task-node.js';
export type { Replica, WaitOptions } from './task/task-owner.js';
export { Task } from './task/task.js';
