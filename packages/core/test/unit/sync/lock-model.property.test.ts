// Random histories of tasks against the model in lock-model.ts: after each step both must agree on who is inside, who
// waits, and in which order requests were granted.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CoMutex } from '../../../src/sync/comutex.js';
import { CoRwLock } from '../../../src/sync/corwlock.js';
import { releaseHolds } from '../../../src/sync/task-context.js';
import { FakeTask, microtasks } from './fake-task.js';
import { LockModel, type Mode } from './lock-model.js';

const TASKS = 8;
const GROUPS = 3;

/** One interface for both kinds of lock. */
interface Face {
  lock(mode: Mode): Promise<void>;
  tryLock(mode: Mode): boolean;
  unlock(mode: Mode): void;
}

function mutexFace(mutex = new CoMutex()): Face {
  return { lock: () => mutex.lock(), tryLock: () => mutex.tryLock(), unlock: () => mutex.unlock() };
}

function rwFace(lock = new CoRwLock()): Face {
  return {
    lock: (mode) => (mode === 'read' ? lock.readLock() : lock.writeLock()),
    tryLock: (mode) => (mode === 'read' ? lock.tryReadLock() : lock.tryWriteLock()),
    unlock: (mode) => (mode === 'read' ? lock.readUnlock() : lock.writeUnlock()),
  };
}

class World {
  private readonly model = new LockModel();
  private readonly tasks = Array.from({ length: TASKS }, (_, i) => new FakeTask(i % GROUPS));
  private readonly granted: number[] = [];
  private readonly failed = new Map<number, string>();
  private requests = 0;

  constructor(private readonly face: Face) {}

  lock(task: number, mode: Mode): void {
    const request = this.requests++;
    const promise = this.tasks[task].run(() => this.face.lock(mode));
    promise.then(
      () => this.granted.push(request),
      (error: { code: string }) => this.failed.set(request, error.code),
    );
    if (this.tasks[task].isAborted && !this.model.tryLock(this.member(task, mode, request))) return;
    if (!this.tasks[task].isAborted) this.model.lock(this.member(task, mode, request));
  }

  tryLock(task: number, mode: Mode): void {
    const request = this.requests++;
    const entered = this.tasks[task].run(() => this.face.tryLock(mode));
    if (entered) this.granted.push(request);
    expect(this.model.tryLock(this.member(task, mode, request))).toBe(entered);
  }

  unlock(task: number, mode: Mode): void {
    const unlock = (): void => this.tasks[task].run(() => this.face.unlock(mode));
    if (this.model.unlock(task, mode)) unlock();
    else expect(unlock).toThrow(expect.objectContaining({ code: 'LOCK_MISUSE' }));
  }

  abort(task: number): void {
    this.tasks[task].abort();
    this.model.abandon(task);
  }

  end(task: number): void {
    releaseHolds(this.tasks[task]);
    this.tasks[task] = new FakeTask(task % GROUPS);
    this.model.end(task);
  }

  async check(): Promise<void> {
    await microtasks();
    this.tasks.forEach((task, number) => {
      const share = task.holds?.[0];
      const inside = (mode: Mode): number =>
        this.model.inside.filter((m) => m.task === number && m.mode === mode).length;
      expect([share?.reads ?? 0, share?.writes ?? 0]).toEqual([inside('read'), inside('write')]);
      expect(share?.waits.length ?? 0).toBe(
        this.model.queue.filter((member) => member.task === number).length,
      );
    });
    expect([...this.granted].sort(byNumber)).toEqual([...this.model.granted].sort(byNumber));
    expect(this.granted.length + this.failed.size + this.model.queue.length).toBeLessThanOrEqual(
      this.requests,
    );
    this.checkRules();
  }

  /** The rules that the model itself has to keep. */
  private checkRules(): void {
    const { inside, queue } = this.model;
    const writers = inside.filter((member) => member.mode === 'write');
    for (const writer of writers) expect(inside.every((member) => member.group === writer.group)).toBe(true);
    if (inside.length === 0) expect(queue).toEqual([]);
  }

  private member(
    task: number,
    mode: Mode,
    request: number,
  ): { task: number; group: number; mode: Mode; request: number } {
    return { task, group: task % GROUPS, mode, request };
  }
}

function byNumber(a: number, b: number): number {
  return a - b;
}

type Step = readonly [op: 'lock' | 'tryLock' | 'unlock' | 'abort' | 'end', task: number, mode: Mode];

function steps(modes: readonly Mode[]): fc.Arbitrary<Step[]> {
  const op = fc.oneof(
    { weight: 6, arbitrary: fc.constant('lock' as const) },
    { weight: 5, arbitrary: fc.constant('unlock' as const) },
    { weight: 2, arbitrary: fc.constantFrom('tryLock' as const, 'end' as const) },
    { weight: 1, arbitrary: fc.constant('abort' as const) },
  );
  return fc.array(fc.tuple(op, fc.nat(TASKS - 1), fc.constantFrom(...modes)), {
    minLength: 1,
    maxLength: 80,
  });
}

async function play(face: Face, history: readonly Step[]): Promise<void> {
  const world = new World(face);
  for (const [op, task, mode] of history) {
    world[op](task, mode);
    await world.check();
  }
  // counts return to zero: when all tasks have ended, anybody gets in at once
  for (let task = 0; task < TASKS; task++) world.end(task);
  await world.check();
  const stranger = new FakeTask(99);
  expect(stranger.run(() => face.tryLock('write'))).toBe(true);
}

test('CoRwLock behaves like its model', async () => {
  await fc.assert(
    fc.asyncProperty(steps(['read', 'write']), (history) => play(rwFace(), history)),
    { numRuns: 300 },
  );
});

test('CoMutex behaves like its model', async () => {
  await fc.assert(
    fc.asyncProperty(steps(['write']), (history) => play(mutexFace(), history)),
    { numRuns: 200 },
  );
});

test('tasks that lock, await and unlock all finish, and two groups are never inside together', async () => {
  const plan = fc.array(fc.tuple(fc.nat(GROUPS - 1), fc.constantFrom<Mode>('read', 'write'), fc.nat(3)), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(plan, async (tasks) => {
      const lock = new CoRwLock();
      const inside = new Map<number, number>();
      const method = async ([group, mode, turns]: readonly [number, Mode, number]): Promise<void> => {
        const task = new FakeTask(group);
        using _held = await task.run(() => (mode === 'read' ? lock.scopedRead() : lock.scopedWrite()));
        inside.set(group, (inside.get(group) ?? 0) + 1);
        for (let i = 0; i <= turns; i++) {
          if (mode === 'write') expect([...inside.keys()]).toEqual([group]);
          await Promise.resolve();
        }
        if (inside.get(group) === 1) inside.delete(group);
        else inside.set(group, inside.get(group)! - 1);
      };
      await Promise.all(tasks.map(method));
    }),
    { numRuns: 200 },
  );
});
