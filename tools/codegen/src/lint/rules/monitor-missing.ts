import { upperFirst } from '../../model/names.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const monitorMissing: LintRule = {
  name: 'monitor-missing',
  reason:
    'A method without a monitor waits in the default lane, whatever it needs, and strict_monitors refuses it.',
  *check(module) {
    if (module.runtimeClass === undefined) return;
    for (const { key, name, handler } of module.ownMethods) {
      if (module.member(`monitor${name}`) !== undefined) continue;
      const at = module.member(handler)?.nameNode ?? module.runtimeClass.getNameNode() ?? module.runtimeClass;
      yield {
        at: place(at),
        message: `method ${key} has no monitor${upperFirst(name)}`,
        hint: `monitor${name}(mode: MonitorMode, task: ${name}Task, rctx: RunContext): void { if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(...); }`,
      };
    }
  },
};
