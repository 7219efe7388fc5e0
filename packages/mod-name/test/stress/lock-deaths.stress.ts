import { expect, test } from '@jest/globals';
import { type ChimaeraError, PoolId } from '@chimaera/core';
import { runtimeReport } from '@chimaera/core/runtime';
import * as modName from '@chimaera/mod-name';
import { type Capacity, isBack, measureCapacity } from '../support/capacity.js';
import { at, MortalModule } from '../support/mortal-module.js';
import { roundsOf } from '../support/rounds.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

const WORKERS = 3;
const DEATHS = roundsOf(40);
const LOOPS = 30;
/** Counts as for ever, for a call that waits for a lock whose holder may die. */
const SETTLED_MS = 20_000;

const random = (below: number): number => Math.floor(Math.random() * below);
const pick = <T>(...choices: T[]): T => choices[random(choices.length)]!;

/** How the call of each lock task ended, by the task's number. */
type Ends = Map<number, string>;

/**
 * Goes through the book. A task that comes in while another is inside with which it may not share the lock must have
 * outlived that one: nothing more may be heard of it.
 */
function expectExclusion(notes: readonly string[], ends: Ends): void {
  expect(notes.length).toBeGreaterThan(10 * DEATHS);
  const inside = new Map<number, string>();
  const outlived = new Set<number>();
  const wrong: string[] = [];
  for (const note of notes) {
    const [move, role, number] = note.split(' ') as [string, string, string];
    const task = Number(number);
    if (move === 'out') {
      if (outlived.has(task)) wrong.push(`${note}: others had come in`);
      inside.delete(task);
      continue;
    }
    for (const [other, otherRole] of inside) {
      if (role === 'reader' && otherRole === 'reader') continue;
      // One that was given up may have been inside when its worker died.
      if (ends.get(other) === 'OK')
        wrong.push(`${note}: ${otherRole} ${other} was inside, ${ends.get(other)}`);
      inside.delete(other);
      outlived.add(other);
    }
    inside.set(task, role);
  }
  expect(wrong).toEqual([]);
}

test(`a lock of all workers, ${LOOPS} loops that want it, ${DEATHS} deaths of workers`, async () => {
  let mortal!: MortalModule;
  const runtime = await ScratchRuntime.start({
    workers: WORKERS,
    prepare: (root) => {
      mortal = new MortalModule(root);
      return { CHI_REPO_PATH: mortal.repository };
    },
  });
  try {
    const chi = await runtime.connect();
    const mod = await mortal.createPool(chi, '7100.0', WORKERS);
    const plain = new modName.Client(chi, PoolId.parse('7000.0'));
    await plain.create({ poolName: 'greetings', containers: WORKERS });
    const before = await measureCapacity(runtime);

    const ends: Ends = new Map();
    let over = false;
    let next = 0;
    const codeOf = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'OK',
        (error: ChimaeraError) => error.code,
      );
    const loop = async (): Promise<void> => {
      while (!over) {
        const testId = next++;
        const input = { testId, isWriter: random(3) === 0, holdMs: pick(0, 0, 1, 3, 10) };
        const options = { ...at(random(WORKERS)), ...pick({}, {}, { timeoutMs: pick(5, 50) }) };
        ends.set(
          testId,
          await within(codeOf(mod.coRwLockTest(input, options)), `the end of ${testId}`, SETTLED_MS),
        );
        // One that keeps to its container, whose mutex dies with it.
        const mutex = mod.coMutexTest({ testId, holdMs: pick(0, 1) }, at(random(WORKERS)));
        const holders = mutex.then(
          (result) => result.holders,
          () => 1,
        );
        expect(await within(holders, 'the end of a mutex', SETTLED_MS)).toBe(1);
      }
    };
    const loops = Promise.all(Array.from({ length: LOOPS }, loop));
    for (let death = 0; death < DEATHS; death++) {
      // The lock goes from hand to hand between two deaths, however long the containers take to be made again.
      const goal = ends.size + random(4 * LOOPS);
      const goesOn = until(() => ends.size >= goal, `the lock to go on after ${death} deaths`, SETTLED_MS);
      await Promise.race([goesOn, loops]);
      const data = pick('throw', 'exit', 'reject');
      void mod.custom({ data, operationId: 1 }, at(random(WORKERS))).catch(() => undefined);
      // At times one more at once.
      if (random(3) === 0)
        void mod.custom({ data, operationId: 1 }, at(random(WORKERS))).catch(() => undefined);
    }
    over = true;
    await within(loops, 'the end of the loops', 2 * SETTLED_MS);

    expectExclusion(mortal.notes(), ends);
    const codes = new Set(ends.values());
    expect([...codes].filter((code) => !['OK', 'WORKER_DIED', 'TIMEOUT'].includes(code))).toEqual([]);
    expect(codes).toContain('OK');
    expect(codes).toContain('WORKER_DIED');
    // The lock and the containers serve everybody, and nothing is left of the dead.
    for (let container = 0; container < WORKERS; container++) {
      for (const isWriter of [true, false, true]) {
        const call = mod.coRwLockTest({ testId: next++, isWriter, holdMs: 0 }, at(container));
        expect(await within(call, 'the lock at last', SETTLED_MS)).toMatchObject({ returnCode: 0 });
      }
      await within(plain.custom({ data: 'x', operationId: 1 }, at(container)), `container ${container}`);
    }
    const { locks } = await runtimeReport(runtime.dir, 'locks');
    expect(locks).toEqual([]);
    let now: Capacity | undefined;
    const isAllBack = async (): Promise<boolean> =>
      isBack((now = await measureCapacity(runtime)), before, WORKERS);
    await until(isAllBack, 'the return of memory').catch((cause: Error) => {
      throw new Error(`${cause.message}: ${JSON.stringify({ before, now })}`);
    });
  } finally {
    expect(await runtime.stop()).toEqual([]);
  }
}, 200_000);
