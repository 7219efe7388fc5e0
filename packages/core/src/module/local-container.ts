import type { TaskType } from '../task/task-type.js';
import type { Container } from './container.js';
import type { LibExec } from './lib-exec.js';
import type { MethodStatistics } from './method-statistics.js';

/** A container on this worker, with what is needed to run its tasks. */
export interface LocalContainer {
  readonly container: Container;
  readonly libExec: LibExec<Container>;
  /** Task types by method number. */
  readonly types: readonly (TaskType | undefined)[];
  /** By method number, like `types`. */
  readonly methods: readonly (MethodStatistics | undefined)[];
  /** Which warnings about the pool's methods were logged (worker/flow/router.ts), for all its containers here. */
  readonly warned: Set<number>;
}
