import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import type { CallOptions } from '../submit/call-options.js';
import type { PoolTarget } from '../submit/pool-target.js';
import type { TaskType } from '../task/task-type.js';
import type { Chi } from './chi.js';

/** A call that is described but not yet sent: an element of `submitBatch`. */
export class PreparedTask<R = unknown> {
  /** Only for the type checker: the task's result. */
  declare readonly result: R;

  constructor(
    /** @internal */ readonly type: TaskType,
    /** @internal */ readonly target: PoolTarget,
    /** @internal */ readonly input: unknown,
    /** @internal */ readonly options: CallOptions | undefined,
    /** @internal The connection of the client that described it. */ readonly chi?: Chi,
  ) {}

  toJSON(): object {
    const { type, input, options } = this;
    return { method: `${type.module}.${type.name}`, input, options };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}
