import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place } from '../syntax.js';

const SENDING = /^this\.client\.\w+$|\.(submitBatch|enqueue|emplace)$/;

export const monitorEnqueue: LintRule = {
  name: 'monitor-enqueue',
  reason:
    'A monitor says where a task goes; it runs while the worker decides, and one that enqueues ends the task with ENQUEUE_IN_MONITOR.',
  *check(module) {
    for (const { member } of module.monitors) {
      for (const call of module.reach(member).flatMap(({ body }) => callsIn(body))) {
        if (!SENDING.test(calleeOf(call))) continue;
        yield {
          at: place(call),
          message: `${member.name} sends a task: ${calleeOf(call)}`,
          hint: 'set rctx.routeLane and let the worker do the rest; what a task needs done is done by its method',
        };
      }
    }
  },
};
