import type { RuntimeReport } from '../chi/runtime-report.js';

/** What the admin module may ask of the runtime in which it runs. Given to its container alone (design D14). */
export interface RuntimeControl {
  /**
   * Creates a pool, or finds the one with that name (checklist SIL4). Concurrent calls for one name share one creation.
   * @throws ChimaeraError MODULE_NOT_FOUND, MODULE_INVALID, MODULE_MISMATCH, POOL_ID_CONFLICT, CREATE_FAILED
   */
  createPool(request: CreatePoolRequest): Promise<CreatePoolReply>;
  /**
   * Lets the tasks of the pool end, then destroys it.
   * @param asking the group whose tasks wait for this: those of them in the pool are not waited for
   * @throws ChimaeraError POOL_NOT_FOUND, POOL_PROTECTED, DESTROY_FAILED
   */
  destroyPool(poolId: string, asking: TaskGroup): Promise<void>;
  /**
   * Begins an orderly stop; returns at once, so that the asking task can complete. `graceMs` may be undefined: the
   * default.
   */
  stop(options: { readonly graceMs: number | undefined }): void;
  /**
   * Waits until nothing is queued or running except periodic tasks and those that wait for this; returns the number of
   * tasks that ended meanwhile.
   * @param callers number of the asking task and the tasks inside which it was sent
   */
  flush(callers: number): Promise<number>;
  /** The state of the runtime. @throws ChimaeraError INVALID_ARGUMENT for an unknown query */
  monitor(query: string): Promise<RuntimeReport>;
}

/** What tasks that pass each other's locks have in common (TaskNode). */
export interface TaskGroup {
  readonly origin: number;
  readonly major: number;
}

export interface CreatePoolRequest {
  readonly module: string;
  readonly name: string;
  /** `major.minor`; `0.0` lets the runtime choose. */
  readonly poolId: string;
  readonly containers: number;
  readonly poolQuery: string;
  /** CreateParams in the archive encoding of the module. */
  readonly params: Uint8Array;
}

export interface CreatePoolReply {
  readonly poolId: string;
  readonly created: boolean;
  readonly containers: number;
}
