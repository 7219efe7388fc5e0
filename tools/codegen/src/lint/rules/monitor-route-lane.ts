import type { LintRule } from '../rule.js';
import { assignedTo, hasName, place } from '../syntax.js';

export const monitorRouteLane: LintRule = {
  name: 'monitor-route-lane',
  reason:
    'A monitor answers kLocalSchedule by setting rctx.routeLane; a lane that it only looks up is forgotten.',
  *check(module) {
    for (const { member } of module.monitors) {
      const reached = module.reach(member);
      if (!reached.some(({ body }) => hasName(body, 'kLocalSchedule'))) continue;
      const lanes = reached.flatMap(({ body }) => assignedTo(body, 'routeLane'));
      if (lanes.some((lane) => !/^(null|undefined)$/.test(lane.getText()))) continue;
      yield {
        at: place(member.nameNode),
        message: `${member.name} looks at kLocalSchedule and never sets rctx.routeLane`,
        hint: 'rctx.routeLane = this.getLane(kMyQueue, 0);',
      };
    }
  },
};
