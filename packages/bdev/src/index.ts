export { Method, MethodNames } from './autogen/methods.js';
export {
  type AllocateBlocksInput,
  type AllocateBlocksResult,
  AllocateBlocksTaskView,
  type FreeBlocksInput,
  type FreeBlocksResult,
  FreeBlocksTaskView,
  type GetStatsInput,
  type GetStatsResult,
  GetStatsTaskView,
  type ReadInput,
  type ReadResult,
  ReadTaskView,
  type WriteInput,
  type WriteResult,
  WriteTaskView,
} from './autogen/tasks.js';
export { Client } from './client.js';
export { type BdevErrorCode, BdevErrors } from './error-codes.js';
export {
  AllocateBlocksTask,
  BdevType,
  type Block,
  CreateParams,
  type CreateTask,
  FreeBlocksTask,
  GetStatsTask,
  ReadTask,
  WriteTask,
} from './tasks.js';
