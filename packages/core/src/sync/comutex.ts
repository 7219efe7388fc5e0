import { CoLock, NamelessLock } from './co-lock.js';
import { LockMode } from './group-lock.js';
import type { ScopedHold } from './scoped-hold.js';

/**
 * Mutual exclusion between tasks, across `await` (guide "CoMutex"). Waiting suspends the task, never the worker. Tasks
 * of one TaskNode pass; others queue first-in first-out. What a task holds when it ends is released.
 *
 * As an instance member it belongs to one container; as a static member of the Runtime class to all containers of
 * the module on all workers.
 *
 * ```ts
 * using held = await this.mutex.scoped();
 * ```
 */
export class CoMutex extends CoLock {
  constructor(label = 'CoMutex') {
    super(label);
  }

  /** For a static member: `static readonly tableLock = CoMutex.shared()`. */
  static shared(): CoMutex {
    const shared = new CoMutex();
    shared.$lock = new NamelessLock('CoMutex.shared()');
    return shared;
  }

  /**
   * Resolves when the task is inside; at once if nobody of another group is. @throws ChimaeraError LOCK_MISUSE,
   * CANCELLED, WORKER_DIED
   */
  lock(): Promise<void> {
    return this.$lock.acquire(LockMode.kWrite);
  }

  /** Once per `lock()`. @throws ChimaeraError LOCK_MISUSE if this task does not hold it */
  unlock(): void {
    this.$lock.release(LockMode.kWrite);
  }

  /**
   * Whether the task is inside now. Never waits; false outside a task, and while another worker keeps a shared lock.
   */
  tryLock(): boolean {
    return this.$lock.tryAcquire(LockMode.kWrite);
  }

  /** Locks until the end of the block (guide: ScopedCoMutex). */
  scoped(): Promise<ScopedHold> {
    return this.$lock.acquireScoped(LockMode.kWrite);
  }
}
