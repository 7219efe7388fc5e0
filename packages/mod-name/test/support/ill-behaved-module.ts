import type { Chi } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from './scratch-module.js';

const THROWERS = `
import * as timers from 'node:timers/promises';
import * as workerThreads from 'node:worker_threads';
const thrown = {
  undefined: () => undefined,
  string: () => 'a string',
  symbol: () => Symbol('s'),
  'no prototype': () => Object.create(null),
  proxy: () => new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); } }),
  'no text': () => ({ toString() { throw new Error('no'); } }),
  'no message': () => Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('no'); } }),
  'symbol message': () => Object.assign(new Error('x'), { message: Symbol('s') }),
  'number for a code': () => Object.assign(new core.ChimaeraError('CANCELLED', 'x'), { code: 7 }),
  'return code 0': () => Object.assign(new core.ChimaeraError('CANCELLED', 'x'), { returnCode: 0 }),
  AbortError: () => Object.assign(new Error('of another signal'), { name: 'AbortError' }),
  'no return code': () => Object.assign(new core.ChimaeraError('CANCELLED', 'x'), { returnCode: NaN }),
};
const noise = [null, 7, 'x', {}, { t: 'drained' }, { t: 'done', request: 1 }, { t: 'call' }, { t: 'module' }, { t: 'stopped' }];
class Work extends core.Later {
  constructor(whenOver) {
    super();
    setTimeout(() => whenOver(this), 1);
  }
  say(...words) {
    for (const word of words) word === 'well' ? this.succeed() : this.fail(word);
  }
}
const trap = (get) => new Proxy({}, { get });
const returned = {
  later: (task) => new Work((work) => { task.data = 'later'; work.say('well', new Error('too late'), 'well'); }),
  'later, failed': () => new Work((work) => work.say(new Error('from later'), 'well')),
  'later, nothing thrown': () => new Work((work) => work.say(undefined)),
  'later, over already': () => { const work = new Work(() => undefined); work.say('well'); return work; },
  number: () => 42,
  null: () => null,
  function: () => () => 1,
  thenable: (task) => ({ then(done) { setTimeout(() => { task.data = 'later'; done(); }, 1); } }),
  'settled twice': () => ({ then(done, failed) { done(); done(); failed(new Error('too late')); throw new Error('too late'); } }),
  'then throws': () => ({ then() { throw new Error('from then'); } }),
  'no then': () => trap(() => { throw new Error('from then'); }),
  'own then': () => Object.assign(Promise.resolve(), { then() { throw new Error('from then'); } }),
  'no constructor': () => Object.defineProperty(Promise.resolve(), 'constructor', { get() { throw new Error('from then'); } }),
};
`;

/**
 * `fail` throws what its message names; the monitor of `custom` does what the data says; operation 1 waits in a
 * high-latency lane and takes 0.2 ms, others in a low-latency one; `waitTest` flushes, in a group of its own at depth
 * 2; `coMutexTest` kills the thread.
 */
const BODY = `
  order = [];

  fail(task) {
    throw thrown[task.message]();
  }

  custom(task, rctx) {
    const [word, what] = task.data.split(': ');
    if (word === 'return') {
      task.data = 'at once';
      return returned[what](task);
    }
    if (task.data === 'sleep') return timers.setTimeout(60_000, undefined, { signal: rctx.signal });
    if (task.data === 'noise') return void noise.forEach((message) => workerThreads.parentPort.postMessage(message));
    if (task.data === 'close') return void workerThreads.parentPort.close();
    if (task.data === 'exit') process.exit(3);
    if (task.data === 'hoard') for (const hoard = []; ; ) hoard.push({ hoard });
    if (task.data === 'long words') throw new core.TaskError(7, 'TOO_LONG', 'x'.repeat(2 ** 25));
    if (task.data === 'order') {
      task.data = this.order.join();
      this.order = [];
      return;
    }
    const until = performance.now() + (task.operationId === 1 ? 0.2 : 0);
    while (performance.now() < until);
    if (task.data.startsWith('spin')) {
      const end = performance.now() + 60;
      while (performance.now() < end);
    }
    this.order.push(task.data);
  }

  async waitTest(task) {
    const taskNode = task.depth === 2 ? this.chi.createTaskNode() : undefined;
    await this.chi.admin.flush({}, { taskNode });
    task.currentDepth = 1;
  }

  coMutexTest() {
    setTimeout(() => { throw new Error('outside of any method'); });
    return new Promise(() => {});
  }

  monitorCustom(mode, task, rctx) {
    super.monitorCustom(mode, task, rctx);
    if (mode === core.MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = Symbol('soon');
    if (mode !== core.MonitorMode.kLocalSchedule) return;
    if (task.operationId === 1) rctx.routeLane = this.getLane(2, 0);
    const input = { data: 'from a monitor', operationId: 0 };
    switch (task.data) {
      case 'a promise': void this.client.custom(input); break;
      case 'a handle': this.client.asyncCustom(input); break;
      case 'a batch': void this.chi.submitBatch([this.client.prepareCustom(input)]); break;
      case 'waits': return Promise.reject(new Error('nobody hears of this'));
      case 'no lane': rctx.routeLane = { size: 0 }; break;
      case 'a forged lane': rctx.routeLane = { size: 0, $push: 1 }; break;
    }
  }
`;

/** What `fail` can throw. */
export const THROWN = [
  'undefined',
  'string',
  'symbol',
  'no prototype',
  'proxy',
  'no text',
  'no message',
  'symbol message',
  'number for a code',
  'return code 0',
  'no return code',
] as const;

/** What `custom` can return, and what becomes of its task: the data, or the message of its error. */
export const RETURNED = [
  ['later', 'later'],
  ['later, failed', 'from later'],
  ['later, nothing thrown', 'undefined'],
  ['later, over already', 'at once'],
  ['number', 'at once'],
  ['null', 'at once'],
  ['function', 'at once'],
  ['thenable', 'later'],
  ['settled twice', 'at once'],
  ['then throws', 'from then'],
  ['no then', 'from then'],
  ['own then', 'at once'],
  ['no constructor', 'from then'],
] as const;

/** Writes the module `test_ill` below `root`; gives the value of CHI_REPO_PATH with which a runtime finds it. */
export const writeIllBehavedModule = (root: string): string =>
  writeScratchModule(root, 'ill', BODY, THROWERS);

export const createIllBehaved = (chi: Chi): Promise<Client> => createScratchPool(chi, 'ill');
