import { ChimaeraError } from '../errors.js';
import { LockMode } from './group-lock.js';
import { Guests, type GuestWaiter } from './guests.js';
import { findHold, type Hold, removeHold } from './hold.js';
import { lockNet, type LockMessage, type LockNet, type LockRefusal } from './lock-transport.js';
import type { TaskContext } from './task-context.js';
import { TaskLock, TaskWaiter, upgradeDeadlock } from './task-lock.js';

/**
 * A lock shared by all containers of a class on all workers (design D7). Its state has one keeper at a time: the worker
 * whose number is in the lock's word of the LockTable. A worker that finds 0 there may write its own number and then
 * decides alone, without messages, until nobody is inside or waiting; then it writes 0 again. All others ask the
 * keeper.
 *
 * When the keeper dies, the next worker that wants the lock takes it over and asks all others what they hold (census).
 */
export class SharedLock extends TaskLock {
  private isKeeper = false;
  private word = -1;
  /** Workers that have not answered the census; until they have, nobody gets in. */
  private readonly unanswered = new Set<number>();
  private readonly guests: Guests;
  // what tasks of this worker have requested from another keeper, and what they have been granted
  private readonly requests = new Map<number, TaskWaiter>();
  private readonly grants = new Map<number, { readonly hold: Hold; readonly mode: LockMode }>();
  /** The worker that has granted them. */
  private grantor = -1;
  private lastId = 0;

  constructor(
    readonly name: string,
    private readonly findNet: () => LockNet | undefined = lockNet,
  ) {
    super(name);
    this.guests = new Guests(name, this.state, (worker, message) => this.tell(worker, message));
  }

  // ---- tasks of this worker

  protected override enter(task: TaskContext, mode: LockMode): Hold | undefined {
    const net = this.findNet();
    return net === undefined || this.keeps(net) ? super.enter(task, mode) : this.enterAgain(task, mode);
  }

  /** A task that another worker has let in enters again without asking. */
  private enterAgain(task: TaskContext, mode: LockMode): Hold | undefined {
    const hold = findHold(task, this);
    if (hold === undefined || (mode === LockMode.kWrite ? hold.writes : hold.reads) === 0) return undefined;
    if (mode === LockMode.kWrite) hold.writes++;
    else hold.reads++;
    return hold;
  }

  protected override queue(waiter: TaskWaiter): void {
    const net = this.findNet();
    // not only if this worker keeps the lock: it may have become free since `enter`, and then nobody would wake the
    // waiter
    if (net === undefined) super.queue(waiter);
    else this.ask(net, waiter);
  }

  protected override withdraw(waiter: TaskWaiter): void {
    if (waiter.group !== null) {
      super.withdraw(waiter);
      this.settle();
    } else {
      this.requests.delete(waiter.id);
      this.tell(waiter.askedWorker, { lock: this.name, op: 'cancel', id: waiter.id });
    }
  }

  override leave(hold: Hold, mode: LockMode): void {
    if (hold.group === null) {
      this.leaveElsewhere(hold, mode);
    } else {
      super.leave(hold, mode);
      this.settle();
    }
  }

  private leaveElsewhere(hold: Hold, mode: LockMode): void {
    const left = mode === LockMode.kWrite ? --hold.writes : --hold.reads;
    const ids = idsOf(hold, mode);
    if (ids.length > left) {
      const id = ids.pop()!;
      this.grants.delete(id);
      this.tell(this.grantor, { lock: this.name, op: 'release', id });
    }
    if (hold.isEmpty) removeHold(hold);
  }

  /** Sends the request to the keeper, or decides here if this worker has become the keeper. */
  private ask(net: LockNet, waiter: TaskWaiter): void {
    const { nodeOrigin: origin, nodeMajor: major } = waiter.hold.task;
    const keeper = this.findKeeper(net);
    if (keeper === net.localWorker) {
      const group = this.state.enter(origin, major, waiter.mode);
      if (group !== null) waiter.granted(group);
      else super.queue(waiter);
      return;
    }
    const id = ++this.lastId;
    waiter.id = id;
    waiter.askedWorker = keeper;
    this.requests.set(id, waiter);
    this.tell(keeper, {
      lock: this.name,
      op: 'acquire',
      id,
      origin,
      major,
      mode: waiter.mode,
      isReader: waiter.isReader,
    });
  }

  // ---- who keeps the state

  /** Whether this worker keeps the state; becomes the keeper if there is none. */
  private keeps(net: LockNet): boolean {
    if (this.isKeeper) return true;
    if (this.word < 0) this.word = net.locks.indexOf(this.name);
    this.isKeeper = Atomics.compareExchange(net.locks.words, this.word, 0, net.localWorker + 1) === 0;
    return this.isKeeper;
  }

  /** The living worker that keeps the state: this one, if there was none. */
  private findKeeper(net: LockNet): number {
    const { localWorker } = net;
    while (!this.keeps(net)) {
      const keeper = Atomics.load(net.locks.words, this.word) - 1;
      if (keeper < 0) continue;
      // this worker's own number, though it keeps nothing: the keeper was the thread that it replaces
      if (keeper !== localWorker && !net.dead.has(keeper)) return keeper;
      this.takeOver(net, keeper);
    }
    return localWorker;
  }

  /** Reconstructs from the living workers what the dead keeper knew. */
  private takeOver(net: LockNet, dead: number): void {
    const { locks, localWorker } = net;
    if (Atomics.compareExchange(locks.words, this.word, dead + 1, localWorker + 1) !== dead + 1) return;
    this.isKeeper = true;
    this.adoptOwnGrants();
    for (let worker = 0; worker < net.workers; worker++) {
      if (worker !== localWorker && !net.dead.has(worker)) this.unanswered.add(worker);
    }
    if (this.unanswered.size === 0) return;
    this.state.close();
    for (const worker of this.unanswered) this.tell(worker, { lock: this.name, op: 'census', dead });
  }

  private adoptOwnGrants(): void {
    const holds = new Set([...this.grants.values()].map(({ hold }) => hold));
    this.grants.clear();
    for (const hold of holds) {
      const { nodeOrigin, nodeMajor } = hold.task;
      for (let i = 0; i < hold.reads; i++)
        hold.group = this.state.force(nodeOrigin, nodeMajor, LockMode.kRead);
      for (let i = 0; i < hold.writes; i++)
        hold.group = this.state.force(nodeOrigin, nodeMajor, LockMode.kWrite);
      hold.readIds = hold.writeIds = null;
    }
  }

  /** Gives the lock up when it is free. */
  private settle(): void {
    if (!this.isKeeper || !this.state.isIdle || this.unanswered.size > 0) return;
    const net = this.findNet();
    if (net === undefined) return;
    this.isKeeper = false;
    Atomics.store(net.locks.words, this.word, 0);
  }

  // ---- other workers

  receive(net: LockNet, from: number, message: LockMessage): void {
    switch (message.op) {
      case 'acquire':
        return this.onAcquire(net, from, message);
      case 'release':
        this.guests.release(from, message.id);
        return this.settle();
      case 'cancel':
        this.guests.cancel(from, message.id);
        return this.settle();
      case 'census':
        return this.onCensus(from, message.dead);
      case 'holds':
        if (!this.unanswered.has(from)) return;
        this.guests.adopt(from, message.holds);
        return this.answered(from);
      case 'granted':
        return this.onGranted(from, message.id);
      case 'moved':
        return this.onMoved(net, message.id);
      case 'refused':
        return this.failRequest(message.id, message.why);
    }
  }

  private onAcquire(net: LockNet, from: number, message: LockMessage & { readonly op: 'acquire' }): void {
    if (this.findKeeper(net) === net.localWorker) this.guests.acquire(from, message);
    else this.tell(from, { lock: this.name, op: 'moved', id: message.id });
  }

  private onGranted(from: number, id: number): void {
    const waiter = this.requests.get(id);
    if (waiter === undefined) return this.tell(from, { lock: this.name, op: 'release', id });
    this.requests.delete(id);
    this.grantor = from;
    const { hold, mode } = waiter;
    this.grants.set(id, { hold, mode });
    idsOf(hold, mode).push(id);
    waiter.granted(null);
  }

  private onMoved(net: LockNet, id: number): void {
    const waiter = this.requests.get(id);
    if (waiter === undefined) return;
    this.requests.delete(id);
    try {
      this.ask(net, waiter);
    } catch {
      // it would wait for ever; the waiter has been told
    }
  }

  /** The sender keeps the state from now on: tell it what is held here. */
  private onCensus(from: number, dead: number): void {
    this.grantor = from;
    const holds = [...this.grants].map(([id, { hold, mode }]) => {
      return { id, origin: hold.task.nodeOrigin, major: hold.task.nodeMajor, mode };
    });
    this.tell(from, { lock: this.name, op: 'holds', holds });
    // if the sender replaces the dead worker, it will answer what that one was asked
    if (from !== dead) this.failRequestsTo(dead);
  }

  private answered(worker: number): void {
    if (!this.unanswered.delete(worker) || this.unanswered.size > 0) return;
    this.state.open();
    this.settle();
  }

  /** A worker is gone, with all its tasks: what they held here is free, and those who waited for them are told. */
  workerDied(worker: number): void {
    this.failRequestsTo(worker);
    const isHeld = this.guests.has(worker);
    this.guests.dropWaiters(worker);
    if (isHeld) this.refuseWaiters();
    this.guests.dropHolds(worker);
    this.answered(worker);
    this.settle();
  }

  private refuseWaiters(): void {
    for (const waiter of [...this.state.waiters()]) {
      // the one before it may have been all that kept it out
      if (waiter.group === null) continue;
      if (waiter instanceof TaskWaiter) {
        this.state.withdraw(waiter);
        waiter.fail(this.refusal('worker-died'));
      } else {
        this.guests.fail(waiter as GuestWaiter, 'worker-died');
      }
    }
  }

  private failRequestsTo(worker: number): void {
    for (const [id, waiter] of [...this.requests]) {
      if (waiter.askedWorker === worker) this.failRequest(id, 'worker-died');
    }
  }

  private failRequest(id: number, why: LockRefusal): void {
    const waiter = this.requests.get(id);
    this.requests.delete(id);
    waiter?.fail(this.refusal(why));
  }

  private refusal(why: LockRefusal): ChimaeraError {
    if (why === 'deadlock') return upgradeDeadlock(this.label);
    return new ChimaeraError(
      'WORKER_DIED',
      `${this.label}: a worker that held or kept the lock ended while this task waited; what the lock protects may be half changed`,
    );
  }

  private tell(worker: number, message: LockMessage): void {
    const net = this.findNet();
    if (net !== undefined && !net.dead.has(worker)) net.send(worker, message);
  }
}

/** The request ids under which another keeper has let a task in. */
function idsOf(hold: Hold, mode: LockMode): number[] {
  return mode === LockMode.kWrite ? (hold.writeIds ??= []) : (hold.readIds ??= []);
}
