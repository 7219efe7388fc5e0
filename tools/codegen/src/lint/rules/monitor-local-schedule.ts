import type { LintRule } from '../rule.js';
import { assigns, hasName, place } from '../syntax.js';

export const monitorLocalSchedule: LintRule = {
  name: 'monitor-local-schedule',
  reason: 'kLocalSchedule is the one question that every monitor has to answer: which lane the task goes to.',
  *check(module) {
    for (const { member } of module.monitors) {
      const reached = module.reach(member);
      const answers = reached.some(({ body }) => hasName(body, 'kLocalSchedule'));
      // One that does not ask for the mode answers every question alike.
      const isUnconditional =
        reached.some(({ body }) => assigns(body, 'routeLane')) &&
        !reached.some(({ body }) => /\bMonitorMode\.k/.test(body.getText()));
      if (answers || isUnconditional) continue;
      yield {
        at: place(member.nameNode),
        message: `${member.name} has no case for kLocalSchedule`,
        hint: 'if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kMyQueue, 0);',
      };
    }
  },
};
