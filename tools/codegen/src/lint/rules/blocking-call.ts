import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place } from '../syntax.js';

const BLOCKING =
  /^this\.(client|chi)\.\w+Sync$|^Atomics\.wait$|^(\w+\.)?(exec|execFile|spawn)Sync$|\.waitSync$/;

export const blockingCall: LintRule = {
  name: 'blocking-call',
  reason:
    'A method that blocks stops every task of its worker, and one that waits for a task of its own worker waits for ever.',
  *check(module) {
    for (const call of module.members.flatMap(({ body }) => callsIn(body))) {
      if (!BLOCKING.test(calleeOf(call))) continue;
      yield {
        at: place(call),
        message: `${calleeOf(call)} blocks the worker`,
        hint: 'await the form that returns a promise',
      };
    }
  },
};
