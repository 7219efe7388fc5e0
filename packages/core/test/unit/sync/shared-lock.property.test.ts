// Random histories of tasks on several workers, of messages under way, and of workers that die and are replaced. A
// writer may never be inside together with another group; in the end everybody has been served, and the lock is free.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LockMode } from '../../../src/sync/group-lock.js';
import { releaseHolds } from '../../../src/sync/task-context.js';
import { FakeTask, type Followed, microtasks } from './fake-task.js';
import { LockWorkers } from './lock-workers.js';

const WORKERS = 3;
const TASKS = 9;
const GROUPS = 4;
const workerOf = (task: number): number => task % WORKERS;
const groupOf = (task: number): number => Math.floor(task / 2) % GROUPS;

class World {
  private readonly workers = new LockWorkers(WORKERS);
  private readonly tasks = Array.from({ length: TASKS }, (_, i) => new FakeTask(groupOf(i)));
  /** Requests of tasks whose workers live. */
  private readonly waits = new Map<Followed, number>();

  lock(task: number, mode: LockMode): void {
    if (!this.isAlive(task)) return;
    this.waits.set(this.workers.lock(workerOf(task), this.tasks[task], mode), workerOf(task));
  }

  tryLock(task: number, mode: LockMode): void {
    if (this.isAlive(task)) this.workers.tryLock(workerOf(task), this.tasks[task], mode);
  }

  unlock(task: number, mode: LockMode): void {
    if (this.isAlive(task) && this.held(task, mode) > 0)
      this.workers.unlock(workerOf(task), this.tasks[task], mode);
  }

  abort(task: number): void {
    if (this.isAlive(task)) this.tasks[task].abort();
  }

  end(task: number): void {
    if (this.isAlive(task)) releaseHolds(this.tasks[task]);
    this.tasks[task] = new FakeTask(groupOf(task));
  }

  deliver(from: number, mode: LockMode): void {
    this.workers.deliver(from % WORKERS, (from + 1 + mode) % WORKERS);
  }

  kill(worker: number): void {
    const dead = worker % WORKERS;
    this.workers.kill(dead);
    this.tasks.forEach((_, task) => {
      if (workerOf(task) === dead) this.tasks[task] = new FakeTask(groupOf(task));
    });
    for (const [wait, of] of this.waits) if (of === dead) this.waits.delete(wait);
  }

  hear(worker: number, mode: LockMode): void {
    this.workers.hear(worker % WORKERS, (worker + 1 + mode) % WORKERS);
  }

  revive(worker: number): void {
    this.workers.revive(worker % WORKERS);
  }

  checkExclusion(): void {
    const inside = this.tasks.flatMap((_, task) => (this.held(task) > 0 ? [task] : []));
    const writer = inside.find((task) => this.held(task, LockMode.kWrite) > 0);
    if (writer !== undefined) expect(new Set(inside.map(groupOf))).toEqual(new Set([groupOf(writer)]));
  }

  /** Everybody inside leaves, again and again, until nobody waits. */
  async drain(): Promise<void> {
    for (let isBusy = true; isBusy;) {
      this.workers.hearAll();
      this.workers.deliverAll();
      await microtasks();
      this.checkExclusion();
      isBusy = false;
      this.tasks.forEach((_, task) => {
        for (const mode of [LockMode.kRead, LockMode.kWrite]) {
          for (; this.isAlive(task) && this.held(task, mode) > 0; isBusy = true) this.unlock(task, mode);
        }
      });
    }
    expect([...this.waits.keys()].filter((wait) => wait.outcome === 'pending')).toEqual([]);
  }

  /** On each living worker, a task of a new group gets in. */
  async checkFree(): Promise<void> {
    for (let worker = 0; worker < WORKERS; worker++) {
      if (!this.workers.isAlive(worker)) continue;
      const stranger = new FakeTask(99);
      const wait = this.workers.lock(worker, stranger, LockMode.kWrite);
      this.workers.deliverAll();
      await microtasks();
      expect(wait.outcome).toBe('done');
      this.workers.unlock(worker, stranger, LockMode.kWrite);
      this.workers.deliverAll();
      expect(this.workers.word).toBe(0);
    }
  }

  private isAlive(task: number): boolean {
    return this.workers.isAlive(workerOf(task));
  }

  private held(task: number, mode?: LockMode): number {
    const share = this.tasks[task].holds?.[0];
    if (share === undefined) return 0;
    return (mode === LockMode.kWrite ? 0 : share.reads) + (mode === LockMode.kRead ? 0 : share.writes);
  }
}

type Op = 'lock' | 'tryLock' | 'unlock' | 'abort' | 'end' | 'deliver' | 'kill' | 'hear' | 'revive';
type Step = readonly [op: Op, number: number, mode: LockMode];

function steps(ops: readonly [weight: number, op: Op][]): fc.Arbitrary<Step[]> {
  const op = fc.oneof(...ops.map(([weight, name]) => ({ weight, arbitrary: fc.constant(name) })));
  const mode = fc.constantFrom<LockMode>(LockMode.kRead, LockMode.kWrite);
  return fc.array(fc.tuple(op, fc.nat(TASKS - 1), mode), { minLength: 1, maxLength: 120 });
}

const ALIVE: [number, Op][] = [
  [6, 'lock'],
  [2, 'tryLock'],
  [5, 'unlock'],
  [1, 'abort'],
  [2, 'end'],
  [10, 'deliver'],
];
const DYING: [number, Op][] = [...ALIVE, [1, 'kill'], [2, 'hear'], [1, 'revive']];

async function play(history: readonly Step[]): Promise<void> {
  const world = new World();
  for (const [op, number, mode] of history) {
    world[op](number, mode);
    await microtasks();
    world.checkExclusion();
  }
  await world.drain();
  await world.checkFree();
}

test('locks hold across living workers', async () => {
  await fc.assert(fc.asyncProperty(steps(ALIVE), play), { numRuns: 400 });
});

test('locks hold across workers that die and are replaced', async () => {
  await fc.assert(fc.asyncProperty(steps(DYING), play), { numRuns: 600 });
});
