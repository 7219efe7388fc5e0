import { Node, SyntaxKind } from '../../input/ts-morph.js';
import { lockCalls } from '../locks.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

const UNLOCK: Readonly<Record<string, string>> = {
  lock: 'unlock',
  readLock: 'readUnlock',
  writeLock: 'writeUnlock',
};
const SCOPED: Readonly<Record<string, string>> = {
  lock: 'scoped',
  readLock: 'scopedRead',
  writeLock: 'scopedWrite',
};

export const lockRelease: LintRule = {
  name: 'lock-release',
  reason:
    'A lock that a method leaves behind, because something in between has thrown, ends the task with LOCK_LEAKED.',
  *check({ sources }) {
    for (const source of sources) {
      for (const { call, action, lock } of lockCalls(source)) {
        if (!Object.hasOwn(UNLOCK, action)) continue;
        const owner = call.getFirstAncestor(
          (it) => Node.isMethodDeclaration(it) || Node.isFunctionDeclaration(it) || Node.isArrowFunction(it),
        );
        const finals = owner?.getDescendantsOfKind(SyntaxKind.TryStatement) ?? [];
        const isReleased = finals.some((it) => /nlock\(/.test(it.getFinallyBlock()?.getText() ?? ''));
        if (isReleased) continue;
        yield {
          at: place(call),
          message: `${lock}.${action}() without ${UNLOCK[action]}() in a finally`,
          hint: `using _held = await ${lock}.${SCOPED[action]}();`,
        };
      }
    }
  },
};
