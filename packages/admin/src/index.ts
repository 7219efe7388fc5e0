export { Method, MethodNames } from './autogen/methods.js';
export {
  type DestroyPoolInput,
  type DestroyPoolResult,
  DestroyPoolTaskView,
  type FlushInput,
  type FlushResult,
  FlushTaskView,
  type GetOrCreatePoolInput,
  type GetOrCreatePoolResult,
  GetOrCreatePoolTaskView,
  type MonitorInput,
  type MonitorResult,
  MonitorTaskView,
  type StopRuntimeInput,
  type StopRuntimeResult,
  StopRuntimeTaskView,
} from './autogen/tasks.js';
export { Client } from './client.js';
export {
  CreateParams,
  type CreateTask,
  DestroyPoolTask,
  FlushTask,
  GetOrCreatePoolTask,
  MonitorTask,
  StopRuntimeTask,
} from './tasks.js';
