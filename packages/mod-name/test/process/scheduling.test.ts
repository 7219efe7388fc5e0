import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { ChildClient } from '../support/child-client.js';
import { createScratchPool, writeScratchModule } from '../support/scratch-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, until, within } from '../support/wait.js';

/**
 * `custom` writes its data into a book, which `read` returns, or first does what the data say. Operation 1 is queued in
 * a high-latency lane, 2 in a single low-latency one; the others have no lane.
 */
const BODY = `
  book = [];
  lock = new core.CoMutex();

  create(task, rctx) {
    super.create(task, rctx);
    this.createLocalQueue(10, 1, core.QueuePriority.kLowLatency);
    this.createLocalQueue(11, 1, core.QueuePriority.kHighLatency);
  }

  monitorCustom(mode, task, rctx) {
    if (mode !== core.MonitorMode.kLocalSchedule) return;
    if (task.operationId === 1) rctx.routeLane = this.getLane(11, 0);
    if (task.operationId === 2) rctx.routeLane = this.getLane(10, 0);
  }

  custom(task, rctx) {
    const [verb, number] = task.data.split(' ');
    if (verb === 'read') {
      task.data = this.book.join();
      this.book = [];
      return;
    }
    if (verb === 'spawn') return this.spawn(task, Number(number));
    if (verb === 'leak') return this.leak();
    if (verb === 'locked') return void (task.data = String(!this.lock.tryLock()));
    if (verb === 'lock') return void this.lockOnce();
    if (verb === 'yield') return this.yieldOnce(rctx);
    if (verb === 'nap') return this.nap(task, rctx, Number(number));
    const end = performance.now() + (task.data === 'waited for' ? 2 : task.operationId === 1 ? 0.2 : 0);
    while (performance.now() < end);
    if (verb === 'hold') return this.hold(Number(number));
    this.book.push(task.data);
  }

  /** Nothing else runs until the sender has had time to send it all. */
  hold(ms) {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }

  /** All are sent before the first is waited for. */
  async spawn(task, count) {
    const all = Array.from({ length: count }, (_, i) => this.client.custom({ data: String(i), operationId: 2 }));
    await Promise.all(all);
    task.data = String(all.length);
  }

  async leak() {
    await this.lock.lock();
  }

  lockOnce() {
    if (!this.lock.tryLock()) throw new Error('somebody else holds the lock');
    this.lock.unlock();
    this.book.push('locked');
  }

  async yieldOnce(rctx) {
    this.book.push('before');
    await rctx.yield();
    this.book.push('after');
  }

  async nap(task, rctx, ms) {
    this.book.push('begin');
    await rctx.yield(ms * 1000).catch(() => undefined);
    this.book.push(rctx.isAborted ? 'aborted' : 'end');
  }
`;

/** All that a test sends finds room. */
const QUEUE_DEPTH = 2048;
const HOLD_MS = 150;

let runtime: ScratchRuntime;
let chi: Connection;
let pool: Client;
const custom = (data: string, operationId = 0, options = {}): Promise<{ data: string }> =>
  pool.custom({ data, operationId }, options);
const book = async (): Promise<string[]> => {
  const { data } = await custom('read', 2);
  return data === '' ? [] : data.split(',');
};

/** All have come before the first of them runs. */
async function sendAtOnce(sent: readonly string[]): Promise<void> {
  const tasks = [`hold ${HOLD_MS}`, ...sent].map((data) =>
    pool.prepareCustom({ data, operationId: data === 'slow' ? 1 : 2 }),
  );
  await chi.submitBatch(tasks);
}

async function start(strictMonitors: boolean): Promise<void> {
  runtime = await ScratchRuntime.start({
    runtime: { strictMonitors, queueDepth: QUEUE_DEPTH },
    prepare: (root) => ({ CHI_REPO_PATH: writeScratchModule(root, 'order', BODY) }),
  });
  chi = await runtime.connect();
  pool = await createScratchPool(chi, 'order');
}
const stop = async (): Promise<void> => expect(await runtime.stop()).toEqual([]);

describe('on one worker', () => {
  beforeAll(() => start(false), 30_000);
  afterAll(stop, 30_000);

  test('tasks that no monitor routes still run, after one warning', async () => {
    for (let i = 0; i < 3; i++) await custom('x', 3);
    expect(await book()).toEqual(['x', 'x', 'x']);
    const warnings = runtime.log().match(/WARN.*kCustom.*sets no rctx.routeLane/g);
    expect(warnings).toHaveLength(1);
  });

  test('low-latency tasks overtake 1,000 high-latency ones, which still progress', async () => {
    const sent = [...Array<string>(1000).fill('slow'), ...Array<string>(200).fill('quick')];
    await within(sendAtOnce(sent), 'the backlog', 30_000);
    const order = await book();
    expect([...order].sort()).toEqual([...sent].sort());
    const ahead = order.slice(0, order.lastIndexOf('quick')).filter((data) => data === 'slow');
    expect(ahead.length).toBeGreaterThan(0);
    expect(ahead.length).toBeLessThan(200);
  });

  test('low-latency tasks go before earlier high-latency ones, except for one in 65', async () => {
    const sent = [...Array<string>(3).fill('slow'), ...Array<string>(150).fill('quick')];
    await sendAtOnce(sent);
    const order = await book();
    expect([...order].sort()).toEqual([...sent].sort());
    const places = order.flatMap((data, i) => (data === 'slow' ? [i] : []));
    for (const [i, place] of places.entries())
      expect(place).toBeGreaterThanOrEqual(Math.min((i + 1) * 60, 150));
  });

  test('a lane that never empties does not starve the others', async () => {
    const slow = custom('slow', 1);
    let isOver = false;
    const loops = Array.from({ length: 200 }, async () => {
      while (!isOver) await custom('quick', 2);
    });
    await within(slow, 'the high-latency task');
    isOver = true;
    await Promise.all(loops);
    await book();
  });

  test('5,000 subtasks sent before the first is awaited all run in order', async () => {
    expect(await within(custom('spawn 5000', 2), 'the subtasks', 30_000)).toMatchObject({ data: '5000' });
    expect(await book()).toEqual(Array.from({ length: 5000 }, (_, i) => String(i)));
  });

  test('a lock that a method leaves behind is released, and its task reports it', async () => {
    expect(await failureOf(custom('leak'))).toMatchObject({
      code: 'LOCK_LEAKED',
      message: expect.stringContaining('lock'),
    });
    expect(await failureOf(custom('leak'))).toMatchObject({ code: 'LOCK_LEAKED' });
  });

  test('a task that yields lets others go first, even of its own lane', async () => {
    await sendAtOnce(['yield', 'other']);
    expect(await book()).toEqual(['before', 'other', 'after']);
  });

  test('runs of a periodic task do not overlap, however long one takes', async () => {
    using task = pool.asyncCustom({ data: 'nap 5', operationId: 2 }, { periodMs: 1 });
    const seen: string[] = [];
    await until(async () => seen.push(...(await book())) > 8, 'several runs');
    task.stop();
    await within(task.wait(), 'the end of the repetition');
    seen.push(...(await book()));
    expect(seen).toEqual(seen.map((_, i) => (i % 2 === 0 ? 'begin' : 'end')));
  });

  test('a periodic task can lock in each of its runs', async () => {
    using task = pool.asyncCustom({ data: 'lock', operationId: 2 }, { periodMs: 1 });
    let runs = 0;
    await until(async () => (runs += (await book()).length) > 3, 'several runs');
    task.stop();
    await within(task.wait(), 'the end of the repetition');
    expect(task.errorMessage).toBe('');
    await book();
  });

  test('fire-and-forget tasks of a killed client still run, and its other queued tasks never do', async () => {
    const client = new ChildClient('orphans', { dir: runtime.dir, pool: pool.poolId.toString() });
    await client.next('its tasks are sent');
    await client.kill();
    const seen: string[] = [];
    const isOver = async (): Promise<boolean> => {
      seen.push(...(await book()));
      return seen.filter((data) => data === 'forgotten').length === 60;
    };
    await until(isOver, 'the tasks that nobody waits for');
    await chi.admin.flush();
    seen.push(...(await book()));
    expect(seen).toContain('aborted');
    expect(seen.filter((data) => data === 'waited for').length).toBeLessThan(600);
  });
});

describe('strict monitors', () => {
  beforeAll(() => start(true), 30_000);
  afterAll(stop, 30_000);

  test('a task that no monitor routes fails, and others run', async () => {
    expect(await failureOf(custom('x', 3))).toMatchObject({
      code: 'MONITOR_MISSING',
      message: expect.stringContaining('kCustom'),
    });
    await custom('y', 2);
    expect(await book()).toEqual(['y']);
  });
});
