import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chi, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';

const url = (specifier: string): string => JSON.stringify(import.meta.resolve(specifier));
const modName = (file: string): string => JSON.stringify(new URL(`../../dist/${file}`, import.meta.url).href);

const LIB_EXEC = `
import { libExec as base } from ${modName('autogen/lib_exec.js')};
export const libExec = { ...base, moduleName: 'ill', namespace: 'test', key: 'test_ill' };
`;

/**
 * `fail` throws what its message names; the monitor of `custom` does what the data says; operation 1 waits in a
 * high-latency lane and takes 0.2 ms, others in a low-latency one; `waitTest` flushes; `coMutexTest` kills the thread.
 */
const RUNTIME = `
import registration from ${modName('runtime.js')};
import { chiTask, ChimaeraError, MonitorMode } from ${url('@chimaera/core/module')};

class CreateParams { static chimodLibName = 'test_ill'; }

const thrown = {
  undefined: () => undefined,
  string: () => 'a string',
  symbol: () => Symbol('s'),
  'no prototype': () => Object.create(null),
  proxy: () => new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); } }),
  'no text': () => ({ toString() { throw new Error('no'); } }),
  'no message': () => Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('no'); } }),
  'symbol message': () => Object.assign(new Error('x'), { message: Symbol('s') }),
  'number for a code': () => Object.assign(new ChimaeraError('CANCELLED', 'x'), { code: 7 }),
  'return code 0': () => Object.assign(new ChimaeraError('CANCELLED', 'x'), { returnCode: 0 }),
  'no return code': () => Object.assign(new ChimaeraError('CANCELLED', 'x'), { returnCode: NaN }),
};

class Runtime extends registration.Runtime {
  static CreateParams = CreateParams;
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
    if (mode !== MonitorMode.kLocalSchedule) return;
    if (task.operationId === 1) rctx.routeLane = this.getLane(2, 0);
    const input = { data: 'from a monitor', operationId: 0 };
    switch (task.data) {
      case 'a promise': void this.client.custom(input); break;
      case 'a handle': this.client.asyncCustom(input); break;
      case 'a batch': void this.chi.submitBatch([this.client.prepareCustom(input)]); break;
      case 'no lane': rctx.routeLane = { size: 0 }; break;
    }
  }
}

export default chiTask(Runtime);
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
export function writeIllBehavedModule(root: string): string {
  const directory = join(root, 'ill');
  mkdirSync(join(directory, 'dist/autogen'), { recursive: true });
  writeFileSync(join(directory, 'chimaera_mod.yaml'), 'module_name: ill\nnamespace: test\nversion: 1.0.0\n');
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(directory, 'dist/runtime.js'), RUNTIME);
  writeFileSync(join(directory, 'dist/autogen/lib_exec.js'), LIB_EXEC);
  return root;
}

/** A pool of the module, spoken to by the client of mod-name. */
export async function createIllBehaved(chi: Chi): Promise<Client> {
  const { newPoolId } = await chi.admin.getOrCreatePool({
    chimodName: 'test_ill',
    poolName: 'ill',
    chimodParams: new Uint8Array(16),
    domainFlags: 0,
    containers: 1,
    newPoolId: PoolId.null,
  });
  return new Client(chi, newPoolId);
}
