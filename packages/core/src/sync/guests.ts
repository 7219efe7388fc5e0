import type { Group } from './group.js';
import { type GroupLock, type LockMode, Waiter } from './group-lock.js';
import type { LockMessage, LockRefusal, WireHold } from './lock-transport.js';

/** There are fewer workers than this. */
const KEY_BASE = 1024;

function keyOf(from: number, id: number): number {
  return id * KEY_BASE + from;
}

function workerOf(key: number): number {
  return key % KEY_BASE;
}

/** A request of another worker in the queue. */
class GuestWaiter extends Waiter {
  constructor(
    private readonly guests: Guests,
    readonly from: number,
    readonly id: number,
    mode: LockMode,
    isReader: boolean,
  ) {
    super(mode, isReader);
  }

  granted(group: Group): void {
    this.guests.admitted(this, group);
  }
}

/** What the keeper of a shared lock knows of other workers' tasks: who is inside, who waits. */
export class Guests {
  private readonly inside = new Map<number, { readonly group: Group; readonly mode: LockMode }>();
  private readonly waiting = new Map<number, GuestWaiter>();

  constructor(
    private readonly lock: string,
    private readonly state: GroupLock,
    private readonly tell: (worker: number, message: LockMessage) => void,
  ) {}

  /** Lets a request in, or queues it. */
  acquire(from: number, message: LockMessage & { readonly op: 'acquire' }): void {
    const { id, origin, major, mode, isReader } = message;
    const waiter = new GuestWaiter(this, from, id, mode, isReader);
    const group = this.state.enter(origin, major, mode);
    if (group !== null) this.admitted(waiter, group);
    else if (this.state.wait(waiter, origin, major)) this.waiting.set(keyOf(from, id), waiter);
    else this.refuse(waiter, 'deadlock');
  }

  /** @internal */
  admitted(waiter: GuestWaiter, group: Group): void {
    const key = keyOf(waiter.from, waiter.id);
    this.waiting.delete(key);
    this.inside.set(key, { group, mode: waiter.mode });
    this.tell(waiter.from, { lock: this.lock, op: 'granted', id: waiter.id });
  }

  /** Registers what the previous keeper had granted to a worker. */
  adopt(from: number, holds: readonly WireHold[]): void {
    for (const { id, origin, major, mode } of holds) {
      this.inside.set(keyOf(from, id), { group: this.state.force(origin, major, mode), mode });
    }
  }

  release(from: number, id: number): void {
    this.releaseKey(keyOf(from, id));
  }

  cancel(from: number, id: number): void {
    const waiter = this.waiting.get(keyOf(from, id));
    if (waiter !== undefined) this.withdraw(waiter);
  }

  /** Fails a request that waits. */
  fail(waiter: GuestWaiter, why: LockRefusal): void {
    this.withdraw(waiter);
    this.refuse(waiter, why);
  }

  /** Drops the waiting requests of a worker. */
  dropWaiters(worker: number): void {
    for (const waiter of [...this.waiting.values()]) {
      // one that left may have let this one in, which is left to `dropHolds`
      if (waiter.from === worker && waiter.group !== null) this.withdraw(waiter);
    }
  }

  /** Whether tasks of a worker are inside. */
  has(worker: number): boolean {
    return [...this.inside.keys()].some((key) => workerOf(key) === worker);
  }

  /** Releases what a worker's tasks hold. */
  dropHolds(worker: number): void {
    for (const key of [...this.inside.keys()]) {
      if (workerOf(key) === worker) this.releaseKey(key);
    }
  }

  private releaseKey(key: number): void {
    const hold = this.inside.get(key);
    if (hold === undefined) return;
    this.inside.delete(key);
    this.state.leave(hold.group, hold.mode);
  }

  private withdraw(waiter: GuestWaiter): void {
    this.waiting.delete(keyOf(waiter.from, waiter.id));
    this.state.withdraw(waiter);
  }

  private refuse(waiter: GuestWaiter, why: LockRefusal): void {
    this.tell(waiter.from, { lock: this.lock, op: 'refused', id: waiter.id, why });
  }
}

export type { GuestWaiter };
