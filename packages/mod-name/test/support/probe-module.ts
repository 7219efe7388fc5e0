import type { Chi } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from './scratch-module.js';

/** `custom` answers with the container it ran in; its monitor does what the data says, and notes what it is asked. */
const BODY = `
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
    if (mode === core.MonitorMode.kCleanup && verb === 'untidy') throw new Error('left as it is');
    if (mode !== core.MonitorMode.kGlobalSchedule) return;
    if (verb === 'show') this.asked.push(rctx.poolQueries.join());
    if (verb === 'to') rctx.poolQueries = texts.map((text) => core.PoolQuery.parse(text));
    if (verb === 'push') rctx.poolQueries.push(...texts.map((text) => core.PoolQuery.parse(text)));
    if (verb === 'nonsense') rctx.poolQueries = 'container 2';
  }

  monitorWaitTest(mode, task, rctx) {
    super.monitorWaitTest(mode, task, rctx);
    this.asked.push(mode);
    if (mode === core.MonitorMode.kEstLoad && task.testId === 1) throw new Error('no idea');
    if (mode === core.MonitorMode.kEstLoad) this.asked.push(rctx.estimatedCompletionTimeUs + ' us');
  }
`;

/** Writes the module `test_probe` below `root`; gives the value of CHI_REPO_PATH with which a runtime finds it. */
export const writeProbeModule = (root: string): string => writeScratchModule(root, 'probe', BODY);

export const createProbe = (chi: Chi, containers: number): Promise<Client> =>
  createScratchPool(chi, 'probe', containers);
