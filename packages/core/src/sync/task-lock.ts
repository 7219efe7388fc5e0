import { ChimaeraError } from '../errors.js';
import { addHold, findHold, hasEnded, type Hold, removeHold } from './hold.js';
import type { Group } from './group.js';
import { GroupLock, LockMode, Waiter } from './group-lock.js';
import { ScopedHold } from './scoped-hold.js';
import { currentTask, type TaskContext } from './task-context.js';

/** What `lock()` returns when the lock was free: one promise for all. */
const GRANTED: Promise<void> = Promise.resolve();

/** A waiting task of this thread. */
export class TaskWaiter extends Waiter {
  readonly promise: Promise<void>;
  /** Number and recipient of the request while another worker is asked (shared-lock.ts). */
  id = 0;
  askedWorker = -1;
  private resolve!: () => void;
  private reject!: (reason: ChimaeraError) => void;

  constructor(
    readonly hold: Hold,
    mode: LockMode,
  ) {
    super(mode, hold.reads > 0);
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // whoever awaits it sees the failure; if nobody does, it must not end the worker
    this.promise.catch(ignore);
    hold.waits.push(this);
  }

  granted(group: Group | null): void {
    const { hold, mode } = this;
    this.settle();
    hold.group = group;
    if (mode === LockMode.kWrite) hold.writes++;
    else hold.reads++;
    this.resolve();
  }

  fail(reason: ChimaeraError): void {
    this.settle();
    this.reject(reason);
    if (this.hold.isEmpty) removeHold(this.hold);
  }

  private settle(): void {
    const { waits } = this.hold;
    waits.splice(waits.indexOf(this), 1);
  }
}

function ignore(): void {}

/**
 * A lock as a task uses it: finds the running task, keeps account of what it holds, and refuses misuse. CoMutex and
 * CoRwLock are its two public forms.
 */
export class TaskLock {
  protected readonly state = new GroupLock();

  constructor(
    /** The lock's name in messages. */
    readonly label: string,
  ) {}

  acquire(mode: LockMode): Promise<void> {
    try {
      const task = this.mustBeInTask();
      return this.enter(task, mode) === undefined ? this.wait(task, mode).promise : GRANTED;
    } catch (error) {
      return Promise.reject(error as ChimaeraError);
    }
  }

  tryAcquire(mode: LockMode): boolean {
    const task = currentTask();
    return task !== undefined && !hasEnded(task) && this.enter(task, mode) !== undefined;
  }

  async acquireScoped(mode: LockMode): Promise<ScopedHold> {
    const task = this.mustBeInTask();
    const entered = this.enter(task, mode);
    if (entered !== undefined) return new ScopedHold(entered, entered.serial, mode);
    const { hold, promise } = this.wait(task, mode);
    const { serial } = hold;
    await promise;
    return new ScopedHold(hold, serial, mode);
  }

  release(mode: LockMode): void {
    const task = currentTask();
    const hold = task === undefined ? undefined : findHold(task, this);
    if (hold === undefined || (mode === LockMode.kWrite ? hold.writes : hold.reads) === 0) {
      throw this.notHeld(task, hold);
    }
    this.leave(hold, mode);
  }

  /** Releases one read or write hold of the task. */
  leave(hold: Hold, mode: LockMode): void {
    const group = hold.group!;
    if (mode === LockMode.kWrite) hold.writes--;
    else hold.reads--;
    if (hold.isEmpty) removeHold(hold);
    this.state.leave(group, mode);
  }

  /** Ends a task's share altogether. */
  drop(hold: Hold): void {
    const { serial } = hold;
    if (hold.waits.length > 0) this.abandon(hold, this.neverAwaited());
    while (hold.serial === serial) this.leave(hold, hold.writes > 0 ? LockMode.kWrite : LockMode.kRead);
  }

  /** Fails what a task waits for. */
  abandon(hold: Hold, reason: ChimaeraError): void {
    // the youngest first: an older waiter that leaves could let it in
    const { waits } = hold;
    for (let waiter = waits.at(-1); waiter !== undefined; waiter = waits.at(-1)) {
      this.withdraw(waiter);
      waiter.fail(reason);
    }
  }

  /** Enters at once, if that is possible. */
  protected enter(task: TaskContext, mode: LockMode): Hold | undefined {
    const hold = findHold(task, this) ?? addHold(task, this);
    const group = this.state.enter(task.nodeOrigin, task.nodeMajor, mode);
    if (group === null) {
      if (hold.isEmpty) removeHold(hold);
      return undefined;
    }
    hold.group = group;
    if (mode === LockMode.kWrite) hold.writes++;
    else hold.reads++;
    return hold;
  }

  /** Queues. */
  protected wait(task: TaskContext, mode: LockMode): TaskWaiter {
    const waiter = this.makeWaiter(task, mode);
    this.queue(waiter);
    return waiter;
  }

  /** @throws ChimaeraError CANCELLED when the task has been aborted */
  protected makeWaiter(task: TaskContext, mode: LockMode): TaskWaiter {
    if (task.isAborted) {
      throw new ChimaeraError(
        'CANCELLED',
        `${this.label}: the task was cancelled; it does not wait for locks any more`,
      );
    }
    return new TaskWaiter(findHold(task, this) ?? addHold(task, this), mode);
  }

  /** @throws ChimaeraError LOCK_MISUSE if it would wait for ever */
  protected queue(waiter: TaskWaiter): void {
    const { nodeOrigin, nodeMajor } = waiter.hold.task;
    if (this.state.wait(waiter, nodeOrigin, nodeMajor)) return;
    const error = upgradeDeadlock(this.label);
    waiter.fail(error);
    throw error;
  }

  /** Removes a waiter from wherever it waits. */
  protected withdraw(waiter: TaskWaiter): void {
    this.state.withdraw(waiter);
  }

  private neverAwaited(): ChimaeraError {
    return new ChimaeraError(
      'LOCK_MISUSE',
      `${this.label}: the task ended before it got the lock; await lock()`,
    );
  }

  private mustBeInTask(): TaskContext {
    const task = currentTask();
    if (task !== undefined && !hasEnded(task)) return task;
    throw new ChimaeraError(
      'LOCK_MISUSE',
      task === undefined
        ? `${this.label}: there is no task here to lock for; locks belong in the methods of a module and in what they await, not in callbacks`
        : `${this.label}: its task has ended; a method must await everything that uses a lock before it returns`,
    );
  }

  private notHeld(task: TaskContext | undefined, hold: Hold | undefined): ChimaeraError {
    const why =
      task === undefined
        ? 'there is no task here'
        : hold === undefined || hold.reads + hold.writes === 0
          ? 'this task does not hold it'
          : `this task holds it to ${hold.reads > 0 ? 'read' : 'write'} only`;
    return new ChimaeraError('LOCK_MISUSE', `${this.label}: unlock without lock: ${why}`);
  }
}

/** Two readers wait to write: neither can go on before the other gives up. */
export function upgradeDeadlock(label: string): ChimaeraError {
  return new ChimaeraError(
    'LOCK_MISUSE',
    `${label}: this task and one of another group both hold the read lock and both want the write lock, so both would wait ` +
      'for ever; release the read lock first, or take the write lock from the start',
  );
}
