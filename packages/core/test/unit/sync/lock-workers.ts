import type { LockMode } from '../../../src/sync/group-lock.js';
import { LockTable } from '../../../src/sync/lock-table.js';
import { type LockMessage, type LockNet, makeLockNet } from '../../../src/sync/lock-transport.js';
import { SharedLock } from '../../../src/sync/shared-lock.js';
import { type FakeTask, Followed } from './fake-task.js';

const NAME = 'chimaera_test.lock';

/** Several workers in one thread, with one shared lock and a bus that delivers messages on request. */
export class LockWorkers {
  readonly table = LockTable.allocate();
  readonly words = new LockTable(this.table);
  readonly sent: LockMessage[] = [];
  private readonly queues = new Map<string, LockMessage[]>();
  private readonly locks: SharedLock[] = [];
  private readonly nets: LockNet[] = [];
  private readonly alive = new Set<number>();

  constructor(readonly count: number) {
    for (let worker = 0; worker < count; worker++) this.start(worker);
  }

  private start(worker: number): void {
    const net = makeLockNet({
      localWorker: worker,
      workers: this.count,
      table: this.table,
      send: (to, message) => {
        // a dead thread says nothing
        if (this.nets[worker] !== net || !this.alive.has(worker)) return;
        this.sent.push(message);
        this.queue(worker, to).push(structuredClone(message));
      },
    });
    this.nets[worker] = net;
    this.locks[worker] = new SharedLock(NAME, () => net);
    this.alive.add(worker);
  }

  isAlive(worker: number): boolean {
    return this.alive.has(worker);
  }

  lock(worker: number, task: FakeTask, mode: LockMode): Followed {
    return new Followed(task.run(() => this.locks[worker].acquire(mode)));
  }

  tryLock(worker: number, task: FakeTask, mode: LockMode): boolean {
    return task.run(() => this.locks[worker].tryAcquire(mode));
  }

  unlock(worker: number, task: FakeTask, mode: LockMode): void {
    task.run(() => this.locks[worker].release(mode));
  }

  /** Delivers the oldest message from one to the other. */
  deliver(from: number, to: number): boolean {
    const message = this.queue(from, to).shift();
    if (message === undefined) return false;
    if (this.alive.has(to) && !this.nets[to].dead.has(from))
      this.locks[to].receive(this.nets[to], from, message);
    return true;
  }

  /** Delivers until nothing is under way. */
  deliverAll(): void {
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      for (let from = 0; from < this.count; from++) {
        for (let to = 0; to < this.count; to++) isBusy = this.deliver(from, to) || isBusy;
      }
    }
  }

  /** The thread ends; the others have not been told. */
  kill(worker: number): void {
    this.alive.delete(worker);
    for (let from = 0; from < this.count; from++) this.queue(from, worker).length = 0;
  }

  /** A living worker is told of a dead one. */
  hear(worker: number, dead: number): void {
    if (!this.alive.has(worker) || this.alive.has(dead) || this.nets[worker].dead.has(dead)) return;
    this.nets[worker].dead.add(dead);
    this.locks[worker].workerDied(dead);
  }

  hearAll(): void {
    for (let dead = 0; dead < this.count; dead++) {
      for (let worker = 0; worker < this.count; worker++) this.hear(worker, dead);
    }
  }

  /** A new thread takes the place of a dead one that everybody knows of. */
  revive(worker: number): void {
    if (this.alive.has(worker)) return;
    for (let other = 0; other < this.count; other++) {
      this.hear(other, worker);
      this.queue(worker, other).length = this.queue(other, worker).length = 0;
    }
    this.start(worker);
    for (const net of this.nets) net.dead.delete(worker);
    for (let other = 0; other < this.count; other++) {
      if (!this.alive.has(other)) this.hear(worker, other);
    }
  }

  get word(): number {
    return this.words.words[this.words.indexOf(NAME)];
  }

  private queue(from: number, to: number): LockMessage[] {
    const key = `${from}>${to}`;
    const queue = this.queues.get(key) ?? [];
    this.queues.set(key, queue);
    return queue;
  }
}
