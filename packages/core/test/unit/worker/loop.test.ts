// When a worker works, sleeps and wakes, with a worker that says what is asked of it.
import { describe, expect, test } from '@jest/globals';
import type { EventLoop } from '../../../src/os/event-loop.js';
import type { Crowd } from '../../../src/worker/inlets/crowd.js';
import { WorkerLoop } from '../../../src/worker/loop.js';
import type { Worker } from '../../../src/worker/worker.js';

/** Ends the test's worker's sleep once with a bell, then sleeps for good. */
class TestWorker {
  readonly log: string[] = [];
  isParked = false;
  microtasksPending = false;
  readonly inlets = { hasWoken: false, hasBacklog: false };
  readonly suspended = new Set();
  readonly statistics = { tick: () => undefined };
  readonly loop: WorkerLoop;
  /** A crowded worker polls eight times as long. */
  isCrowded = false;
  private rung = false;

  constructor(
    private rings: number,
    busyWaitUs = 0,
    /** Whether the event loop has nothing to do when it is asked. */
    private readonly isLoopIdle = false,
  ) {
    const isCrowded = (): boolean => this.isCrowded;
    const crowd = {
      get isCrowded() {
        return isCrowded();
      },
      isPacked: false,
      look: () => undefined,
      noteCore: () => undefined,
      forgetCore: () => undefined,
    } as unknown as Crowd;
    const eventLoop = {
      sleep: () => this.sleep(),
      spareTurn: (isFirst: boolean) => {
        this.log.push(isFirst ? 'asks first' : 'asks');
        return this.isLoopIdle;
      },
    } as unknown as EventLoop;
    this.loop = new WorkerLoop(this as unknown as Worker, busyWaitUs, crowd, eventLoop, () =>
      this.log.push('quiet'),
    );
  }

  work(): number {
    return 0;
  }

  park(): boolean {
    this.log.push('park');
    return (this.isParked = true);
  }

  unpark(): void {
    this.isParked = this.rung = false;
    this.log.push('unpark');
  }

  isCalled(): boolean {
    return this.rung;
  }

  private sleep(): boolean {
    this.log.push('sleep');
    if (this.rings-- <= 0) return false;
    return (this.rung = true);
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a worker that wakes up', () => {
  test('clears the ring from the bell before it raises its flag, never after', async () => {
    const worker = new TestWorker(2);
    worker.loop.wake();
    await turns(60);
    const round = ['unpark', 'quiet', 'park', 'sleep'];
    expect(worker.log.slice(0, 11)).toEqual(['unpark', 'park', 'sleep', ...round, ...round]);
  });

  test('leaves sleeping to an event loop that is always busy', async () => {
    const worker = new TestWorker(0);
    worker.loop.wake();
    await turns(100);
    const sleeps = worker.log.filter((entry) => entry === 'sleep').length;
    expect(sleeps).toBeGreaterThan(1);
    expect(sleeps).toBeLessThan(50);
    worker.loop.ring();
    await turns(100);
    expect(worker.log.filter((entry) => entry === 'sleep').length).toBe(sleeps * 2);
  });
});

test('a worker that was not rung sleeps again after one look, however long it polls otherwise', async () => {
  const worker = new TestWorker(0, 60_000_000);
  worker.loop.glance();
  await turns(10);
  expect(worker.log).toContain('park');
});

describe('a worker that keeps polling', () => {
  /** What it asked of its event loop from one of its turns to the next. */
  async function askedInOneTurn(isLoopIdle: boolean): Promise<string[]> {
    const worker = new TestWorker(0, 250_000, isLoopIdle);
    worker.isCrowded = true;
    worker.loop.wake();
    await turns(2);
    const from = worker.log.length;
    await turns(1);
    worker.isCrowded = false; // so that it ends
    return worker.log.slice(from);
  }

  test('stays in one callback while its event loop is idle, but yields to it in the end', async () => {
    const asked = await askedInOneTurn(true);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked).toEqual(['asks first', ...new Array<string>(asked.length - 1).fill('asks')]);
  });

  test('yields at once when the event loop has work', async () => {
    let asked = await askedInOneTurn(false);
    // A turn in which a busy machine stops the thread for 16 ms ends without asking.
    for (let i = 0; i < 10 && asked.length === 0; i++) asked = await askedInOneTurn(false);
    expect(asked).toEqual(['asks first']);
  });
});
