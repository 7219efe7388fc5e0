import type { CallExpression } from 'ts-morph';
import { Node } from '../../input/ts-morph.js';
import { isClient } from '../clients.js';
import type { LintModule } from '../lint-module.js';
import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place } from '../syntax.js';

const SENDING = /\.(submitBatch|enqueue|emplace)$/;
/** Describes a task without sending it. */
const DESCRIBING = /^prepare[A-Z]/;

export const monitorEnqueue: LintRule = {
  name: 'monitor-enqueue',
  reason:
    'A monitor says where a task goes; it runs while the worker decides, and one that enqueues ends the task with ENQUEUE_IN_MONITOR.',
  *check(module) {
    for (const { member } of module.monitors) {
      for (const call of module.reach(member).flatMap(({ body }) => callsIn(body))) {
        if (!SENDING.test(calleeOf(call)) && !isCallOfClient(module, call)) continue;
        yield {
          at: place(call),
          message: `${member.name} sends a task: ${calleeOf(call)}`,
          hint: 'set rctx.routeLane and let the worker do the rest; what a task needs done is done by its method',
        };
      }
    }
  },
};

function isCallOfClient(module: LintModule, call: CallExpression): boolean {
  const callee = call.getExpression();
  if (Node.isElementAccessExpression(callee)) return isClient(module, callee.getExpression());
  if (!Node.isPropertyAccessExpression(callee) || DESCRIBING.test(callee.getName())) return false;
  return isClient(module, callee.getExpression());
}
