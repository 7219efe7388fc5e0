import type { Chi } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from './scratch-module.js';

const THROWERS = `
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
  'no return code': () => Object.assign(new core.ChimaeraError('CANCELLED', 'x'), { returnCode: NaN }),
};
`;

/**
 * `fail` throws what its message names; the monitor of `custom` does what the data says; operation 1 waits in a
 * high-latency lane and takes 0.2 ms, others in a low-latency one; `waitTest` flushes; `coMutexTest` kills the thread.
 */
const BODY = `
  order = [];

  fail(task) {
    throw thrown[task.message]();
  }

  custom(task) {
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
    await this.chi.admin.flush();
    task.currentDepth = 1;
  }

  coMutexTest() {
    setTimeout(() => { throw new Error('outside of any method'); });
    return new Promise(() => {});
  }

  monitorCustom(mode, task, rctx) {
    super.monitorCustom(mode, task, rctx);
    if (mode !== core.MonitorMode.kLocalSchedule) return;
    if (task.operationId === 1) rctx.routeLane = this.getLane(2, 0);
    const input = { data: 'from a monitor', operationId: 0 };
    switch (task.data) {
      case 'a promise': void this.client.custom(input); break;
      case 'a handle': this.client.asyncCustom(input); break;
      case 'a batch': void this.chi.submitBatch([this.client.prepareCustom(input)]); break;
      case 'no lane': rctx.routeLane = { size: 0 }; break;
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

/** Writes the module `test_ill` below `root`; gives the value of CHI_REPO_PATH with which a runtime finds it. */
export const writeIllBehavedModule = (root: string): string =>
  writeScratchModule(root, 'ill', BODY, THROWERS);

export const createIllBehaved = (chi: Chi): Promise<Client> => createScratchPool(chi, 'ill');
