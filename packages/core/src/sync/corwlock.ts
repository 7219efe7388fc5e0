import { CoLock, NamelessLock } from './co-lock.js';
import { LockMode } from './group-lock.js';
import type { ScopedHold } from './scoped-hold.js';

/**
 * Many readers or one writer, across `await` (guide "CoRwLock"). Tasks of one TaskNode pass each other in both modes;
 * a group that reads may write once the readers of other groups have left. Writers are not starved.
 * For its scope, and what happens at a task's end, see CoMutex.
 */
export class CoRwLock extends CoLock {
  constructor(label = 'CoRwLock') {
    super(label);
  }

  /** For a static member: `static readonly tableLock = CoRwLock.shared()`. */
  static shared(): CoRwLock {
    const shared = new CoRwLock();
    shared.$lock = new NamelessLock('CoRwLock.shared()');
    return shared;
  }

  /** @throws ChimaeraError LOCK_MISUSE, CANCELLED, WORKER_DIED */
  readLock(): Promise<void> {
    return this.$lock.acquire(LockMode.kRead);
  }

  /** Once per `readLock()`. @throws ChimaeraError LOCK_MISUSE if this task does not read */
  readUnlock(): void {
    this.$lock.release(LockMode.kRead);
  }

  /**
   * Whether the task is inside now. Never waits; false outside a task, and while another worker keeps a shared lock.
   */
  tryReadLock(): boolean {
    return this.$lock.tryAcquire(LockMode.kRead);
  }

  /**
   * @throws ChimaeraError LOCK_MISUSE, CANCELLED, WORKER_DIED. LOCK_MISUSE also when this task and one of another group
   * both read and both want to write
   */
  writeLock(): Promise<void> {
    return this.$lock.acquire(LockMode.kWrite);
  }

  /** Once per `writeLock()`. @throws ChimaeraError LOCK_MISUSE if this task does not write */
  writeUnlock(): void {
    this.$lock.release(LockMode.kWrite);
  }

  /** Like `tryReadLock`. */
  tryWriteLock(): boolean {
    return this.$lock.tryAcquire(LockMode.kWrite);
  }

  /** Reads until the end of the block (guide: ScopedCoRwReadLock). */
  scopedRead(): Promise<ScopedHold> {
    return this.$lock.acquireScoped(LockMode.kRead);
  }

  /** Writes until the end of the block (guide: ScopedCoRwWriteLock). */
  scopedWrite(): Promise<ScopedHold> {
    return this.$lock.acquireScoped(LockMode.kWrite);
  }
}
