import { RunContext } from '../module/run-context.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';

/** Contexts and accessors that are used again and again: the path of a synchronous task makes no garbage. */
export class ContextPool {
  private readonly contexts: RunContext[] = [];
  /** By type. */
  private readonly views: Task[][] = [];

  constructor(private readonly worker: number) {}

  take(type: TaskType): RunContext {
    const rctx = this.contexts.pop() ?? new RunContext(this.worker);
    rctx.$type = type;
    rctx.task = this.views[type.index]?.pop() ?? new type.View();
    return rctx;
  }

  /**
   * The task has ended: from now on its accessor refuses. What an asynchronous method was given is not used again: a
   * promise that it left running would act in the name of the next task.
   */
  put(rctx: RunContext): void {
    rctx.task.$detach();
    if (rctx.$wasSuspended) return;
    (this.views[rctx.$type.index] ??= []).push(rctx.task);
    rctx.$recycle();
    this.contexts.push(rctx);
  }
}
