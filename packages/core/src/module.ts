/** What a module's `runtime.ts` needs, besides what its `tasks.ts` imports from `@chimaera/core`. */
export type { LogLevel } from './config/runtime-config.js';
export {
  type AnyErrorCode,
  ChimaeraError,
  type ChimaeraErrorOptions,
  type ErrorCode,
  type ErrorCodeInfo,
  ErrorCodes,
  TaskError,
} from './errors.js';
export { Lane, QueuePriority } from './lane/lane.js';
export { BufferRef, ChiBuffer } from './memory/buffer-ref.js';
export { Container } from './module/container.js';
export {
  BaseCreateTask,
  DestroyTask,
  type CreateTask,
  type GetOrCreatePoolTask,
} from './module/create-task.js';
export { Later } from './module/later.js';
export { type MethodResult, MonitorMode } from './module/lib-exec.js';
export { chiTask, type Registration, type RuntimeClass } from './module/registration.js';
export { type Poller, pollers } from './module/pollers.js';
export { RunContext } from './module/run-context.js';
export type { CreatePoolReply, CreatePoolRequest, RuntimeControl } from './module/runtime-control.js';
export * as deviceIo from './os/device-io.js';
export type { CallOptions } from './submit/call-options.js';
export type { Chi } from './chi/chi.js';
export { tryLockFile } from './os/file-lock.js';
export { CoMutex } from './sync/comutex.js';
export { CoRwLock } from './sync/corwlock.js';
export type { ScopedHold } from './sync/scoped-hold.js';
export { PoolId } from './task/pool-id.js';
export { PoolQuery } from './task/pool-query.js';
export { TaskNode } from './task/task-node.js';
export { Task } from './task/task.js';
export type * from './task/field-types.js';
