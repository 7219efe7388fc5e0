import { RunContext } from '../../module/run-context.js';
import type { TaskType } from '../../task/task-type.js';

/** Contexts with their accessors, which are reused: the path of a synchronous task makes no garbage. */
export class ContextPool {
  /** By type. */
  private readonly contexts: RunContext[][] = [];

  constructor(private readonly worker: number) {}

  take(type: TaskType): RunContext {
    return this.contexts[type.index]?.pop() ?? this.make(type);
  }

  /**
   * The task has ended: from now on its accessor refuses access. The context of an asynchronous method is not reused,
   * because a promise that the method left running would act in the name of the next task.
   */
  put(rctx: RunContext): void {
    rctx.$memory.detach();
    if (rctx.$wasSuspended) return;
    rctx.$recycle();
    this.contexts[rctx.$type.index]!.push(rctx);
  }

  private make(type: TaskType): RunContext {
    this.contexts[type.index] ??= [];
    const rctx = new RunContext(this.worker);
    rctx.$type = type;
    rctx.task = new type.View();
    rctx.$memory = rctx.task.$memory;
    return rctx;
  }
}
