import type { Chi } from '../chi/chi.js';
import type { ContainerClient } from '../chi/container-client.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import type { ParamsType } from '../task/params-type.js';
import type { PoolId } from '../task/pool-id.js';
import type { Reader } from '../task/reader.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import type { Writer } from '../task/writer.js';
import type { RunContext } from './run-context.js';

/** What a monitor is called for (guide "Monitoring Modes", checklist P). */
export const MonitorMode = {
  /** Choose a lane: set `rctx.routeLane`. */
  kLocalSchedule: 0,
  /** Once, before that: `rctx.poolQueries` may be read, or replaced to send the task to other containers. */
  kGlobalSchedule: 1,
  /** The task waits, or somebody asks how much work there is: set `rctx.estimatedCompletionTimeUs`. */
  kEstLoad: 2,
  /** The task has ended: release what the module keeps for it. */
  kCleanup: 3,
} as const;
export type MonitorMode = (typeof MonitorMode)[keyof typeof MonitorMode];

/** What the dispatchers `del` and `newCopy` work with (guide: IPC manager). */
export interface Ipc {
  /** Gives the block of a task back. */
  delTask(task: Task): void;
  /** A task of `type` in a block of its own, addressed like `like`; its fields are still empty. */
  newTask<T extends Task>(type: TaskType<T, never, unknown>, like: Task): T;
  /** A new buffer with the same bytes. */
  copyBuffer(buffer: BufferRef): BufferRef;
}

/**
 * What a method returns: nothing if it is done, else a promise or a Later that tells when it is. The value is ignored,
 * because results are fields of the task.
 */
export type MethodResult = void | PromiseLike<unknown>;

/** The generated dispatchers of a module, `src/autogen/lib_exec.ts` (checklist H). */
export interface LibExec<C> {
  readonly moduleName: string;
  readonly namespace: string;
  /** `<namespace>_<module>` */
  readonly key: string;
  readonly version: string;
  readonly Client: new (chi: Chi, poolId?: PoolId) => ContainerClient;
  readonly taskTypes: readonly TaskType[];
  readonly createParams: ParamsType<unknown>;
  /** Calls the method. */
  run(container: C, method: number, task: Task, rctx: RunContext): MethodResult;
  /** Calls the method's monitor; false if it has none. */
  monitor(container: C, mode: MonitorMode, method: number, task: Task, rctx: RunContext): boolean;
  del(ipc: Ipc, method: number, task: Task): void;
  newCopy(ipc: Ipc, method: number, task: Task, deep: boolean): Task;
  saveIn(method: number, task: Task, writer: Writer): void;
  loadIn(method: number, task: Task, reader: Reader): void;
  saveOut(method: number, task: Task, writer: Writer): void;
  loadOut(method: number, task: Task, reader: Reader): void;
}
