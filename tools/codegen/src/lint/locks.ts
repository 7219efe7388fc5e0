/** Which names of a module are locks of core. */
import type { CallExpression, SourceFile } from 'ts-morph';
import { SyntaxKind } from '../input/ts-morph.js';
import { callsIn } from './syntax.js';

const LOCK = /^(new )?(CoMutex|CoRwLock)(\.shared)?\(/;

export interface LockCall {
  readonly call: CallExpression;
  /** `scoped`, `lock`, `readLock`, ... */
  readonly action: string;
  /** The text of the expression for the lock. */
  readonly lock: string;
}

export function lockCalls(source: SourceFile): LockCall[] {
  const declared = [
    ...source.getDescendantsOfKind(SyntaxKind.PropertyDeclaration),
    ...source.getDescendantsOfKind(SyntaxKind.VariableDeclaration),
  ];
  const names = new Set(
    declared.filter((it) => LOCK.test(it.getInitializer()?.getText() ?? '')).map((it) => it.getName()),
  );
  return callsIn(source).flatMap((call) => {
    const callee = call.getExpressionIfKind(SyntaxKind.PropertyAccessExpression);
    const lock = callee?.getExpression().getText() ?? '';
    return names.has(lock.split('.').at(-1)!) ? [{ call, action: callee!.getName(), lock }] : [];
  });
}
