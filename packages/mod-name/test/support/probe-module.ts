import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chi, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';

const url = (specifier: string): string => JSON.stringify(import.meta.resolve(specifier));
const modName = (file: string): string => JSON.stringify(new URL(`../../dist/${file}`, import.meta.url).href);

const LIB_EXEC = `
import { libExec as base } from ${modName('autogen/lib_exec.js')};
export const libExec = { ...base, moduleName: 'probe', namespace: 'test', key: 'test_probe' };
`;

/** `custom` answers with the container it ran in; its monitor does what the data says, and notes what it is asked. */
const RUNTIME = `
import registration from ${modName('runtime.js')};
import { chiTask, MonitorMode, PoolQuery } from ${url('@chimaera/core/module')};

class CreateParams { static chimodLibName = 'test_probe'; }

class Runtime extends registration.Runtime {
  static CreateParams = CreateParams;
  asked = [];

  custom(task) {
    if (task.data === 'asked') {
      task.data = JSON.stringify(this.asked);
      this.asked = [];
    } else if (task.data === 'die') {
      setTimeout(() => { throw new Error('outside of any method'); });
    } else if (task.data.startsWith('block ')) {
      const until = performance.now() + Number(task.data.slice(6));
      while (performance.now() < until);
    } else {
      task.data = task.data + ' in ' + this.containerId;
    }
    task.resultCode = this.containerId;
    if (task.operationId === 13 + this.containerId) throw new Error('unlucky');
  }

  monitorCustom(mode, task, rctx) {
    super.monitorCustom(mode, task, rctx);
    const [verb, ...texts] = task.data.split(' ');
    if (verb === 'asked' || verb.startsWith('[')) return;
    this.asked.push(mode);
    if (mode !== MonitorMode.kGlobalSchedule) return;
    if (verb === 'show') this.asked.push(rctx.poolQueries.join());
    if (verb === 'to') rctx.poolQueries = texts.map((text) => PoolQuery.parse(text));
    if (verb === 'push') rctx.poolQueries.push(...texts.map((text) => PoolQuery.parse(text)));
    if (verb === 'nonsense') rctx.poolQueries = 'container 2';
  }

  monitorWaitTest(mode, task, rctx) {
    super.monitorWaitTest(mode, task, rctx);
    this.asked.push(mode);
    if (mode === MonitorMode.kEstLoad && task.testId === 1) throw new Error('no idea');
    if (mode === MonitorMode.kEstLoad) this.asked.push(rctx.estimatedCompletionTimeUs + ' us');
  }
}

export default chiTask(Runtime);
`;

/** Writes the module `test_probe` below `root`; gives the value of CHI_REPO_PATH with which a runtime finds it. */
export function writeProbeModule(root: string): string {
  const directory = join(root, 'probe');
  mkdirSync(join(directory, 'dist/autogen'), { recursive: true });
  writeFileSync(
    join(directory, 'chimaera_mod.yaml'),
    'module_name: probe\nnamespace: test\nversion: 1.0.0\n',
  );
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(directory, 'dist/runtime.js'), RUNTIME);
  writeFileSync(join(directory, 'dist/autogen/lib_exec.js'), LIB_EXEC);
  return root;
}

/** A pool of the module, spoken to by the client of mod-name. */
export async function createProbe(chi: Chi, containers: number): Promise<Client> {
  const { newPoolId } = await chi.admin.getOrCreatePool({
    chimodName: 'test_probe',
    poolName: 'probe',
    chimodParams: new Uint8Array(16),
    domainFlags: 0,
    containers,
    newPoolId: PoolId.null,
  });
  return new Client(chi, newPoolId);
}
