import { SyntaxKind } from '../../input/ts-morph.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const promiseChainLock: LintRule = {
  name: 'promise-chain-lock',
  reason:
    'A chain of promises is a lock that nobody can see: it is one for each thread, jams where a task waits for a subtask behind it, and one rejection ends it.',
  *check({ sources }) {
    for (const assignment of sources.flatMap((it) => it.getDescendantsOfKind(SyntaxKind.BinaryExpression))) {
      if (assignment.getOperatorToken().getText() !== '=') continue;
      const target = assignment.getLeft().getText();
      const value = assignment.getRight().getText().replace(/\s+/g, '');
      if (!value.startsWith(`${target}.then(`) && !value.startsWith(`${target}.finally(`)) continue;
      yield {
        at: place(assignment),
        message: `${target} is a chain of promises used as a lock`,
        hint: 'private readonly mutex = new CoMutex(); using _held = await this.mutex.scoped();',
      };
    }
  },
};
