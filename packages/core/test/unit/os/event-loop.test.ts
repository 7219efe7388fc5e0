// Sleeping in place of the event loop does not delay anything that the loop waits for.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Bellpull, Doorbell } from '../../../src/os/doorbell.js';
import { EventLoop } from '../../../src/os/event-loop.js';

const loop = EventLoop.ofThisThread()!;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'chi-bell-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What `use` returns when it is called where the loop would sleep next. */
function inImmediate<T>(use: () => T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => resolve(use())));
}

describe('sleeping in place of the event loop', () => {
  test('ends when a timer is due, which then fires', async () => {
    let fired = false;
    let slept = 0;
    setTimeout(() => (fired = true), 30);
    while (!fired) if (await inImmediate(() => loop.sleep())) slept++;
    expect(slept).toBeGreaterThan(0);
  });

  test('does not start while another immediate is pending', async () => {
    const slept = await inImmediate(() => {
      setImmediate(() => undefined);
      return loop.sleep();
    });
    expect(slept).toBe(false);
  });

  test('ends when a descriptor is ready, which is then served', async () => {
    let heard = 0;
    const path = join(dir, 'ready.bell');
    const bell = new Doorbell(path, () => heard++);
    const pull = Bellpull.open(path)!;
    await inImmediate(() => undefined); // the kernel is told of the descriptor
    expect(pull.ring()).toBe(true);
    for (let i = 0; heard === 0 && i < 1000; i++) await inImmediate(() => loop.sleep());
    expect(heard).toBe(1);
    pull.close();
    bell.close();
  });
});

/**
 * The same, once a turn was spared, which the first result of `use` tells: something set by Jest, or by an earlier
 * test, may become due at any moment.
 */
async function whenSpared<T>(use: () => readonly [boolean, ...T[]]): Promise<readonly [boolean, ...T[]]> {
  let result = await inImmediate(use);
  for (const endMs = performance.now() + 4000; !result[0] && performance.now() < endMs;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    result = await inImmediate(use);
  }
  return result;
}

describe('sparing a turn of the event loop', () => {
  test('runs the waiting ticks and promise reactions, and those they add', async () => {
    const log: string[] = [];
    const spared = await whenSpared(() => {
      log.length = 0;
      process.nextTick(() => log.push('tick'));
      void Promise.resolve().then(() => process.nextTick(() => log.push('tick of a reaction')));
      const isSpared = loop.spareTurn(true);
      log.push('goes on');
      return [isSpared];
    });
    expect(spared).toEqual([true]);
    expect(log).toEqual(['tick', 'tick of a reaction', 'goes on']);
  });

  test('works repeatedly in one callback', async () => {
    const spared = await whenSpared(() => [
      loop.spareTurn(true) && loop.spareTurn(false) && loop.spareTurn(false),
    ]);
    expect(spared).toEqual([true]);
  });

  test('is not done while another immediate is pending', async () => {
    const spared = await inImmediate(() => {
      setImmediate(() => undefined);
      return loop.spareTurn(true);
    });
    expect(spared).toBe(false);
  });

  test('is not done when a timer set since is due', async () => {
    const spared = await whenSpared(() => {
      const isSpared = loop.spareTurn(true);
      setTimeout(() => undefined, 1);
      for (const endMs = performance.now() + 3; performance.now() < endMs;);
      return [isSpared, loop.spareTurn(false)];
    });
    expect(spared).toEqual([true, false]);
  });

  test('is not done when a descriptor is ready', async () => {
    let heard = 0;
    const path = join(dir, 'spare.bell');
    const bell = new Doorbell(path, () => heard++);
    const pull = Bellpull.open(path)!;
    await inImmediate(() => undefined); // the kernel is told of the descriptor
    const spared = await whenSpared(() => {
      heard = 0;
      const before = loop.spareTurn(true);
      pull.ring();
      return [before, loop.spareTurn(false), heard === 0];
    });
    expect(spared).toEqual([true, false, true]);
    pull.close();
    bell.close();
  });
});

describe('a doorbell', () => {
  test('is accessible to its owner only', () => {
    const bell = new Doorbell(join(dir, 'own.bell'), () => undefined);
    expect(statSync(join(dir, 'own.bell')).mode & 0o777).toBe(0o600);
    bell.close();
  });

  test('does not wake the event loop after it has been quieted', async () => {
    let heard = 0;
    const path = join(dir, 'quiet.bell');
    const bell = new Doorbell(path, () => heard++);
    const pull = Bellpull.open(path)!;
    pull.ring();
    bell.quiet();
    for (let i = 0; i < 5; i++) await inImmediate(() => undefined);
    expect(heard).toBe(0);
    pull.close();
    bell.close();
  });

  test('can be rung again by a new listener', async () => {
    const path = join(dir, 'again.bell');
    const first = new Doorbell(path, () => undefined);
    const pull = Bellpull.open(path)!;
    first.close();
    await inImmediate(() => undefined);
    expect(pull.ring()).toBe(false);
    let heard = 0;
    const second = new Doorbell(path, () => heard++);
    expect(pull.ring()).toBe(true);
    while (heard === 0) await inImmediate(() => undefined);
    pull.close();
    pull.close();
    expect(pull.ring()).toBe(false);
    second.close();
  });

  test('accepts another ring when it is full', () => {
    const path = join(dir, 'full.bell');
    const bell = new Doorbell(path, () => undefined);
    const pull = Bellpull.open(path)!;
    for (let i = 0; i < 70_000; i++) expect(pull.ring()).toBe(true);
    pull.close();
    bell.close();
  });

  test('is not a regular file, and is missing when no process listens', () => {
    expect(Bellpull.open(join(dir, 'nobody.bell'))).toBeUndefined();
    expect(Bellpull.open(dir)).toBeUndefined();
  });
});
